import { describe, expect, it } from "vitest";
import { isLitter, refusal } from "./accept";
import { fromPaste, fromPicker, walkDrop, type FoundFile } from "./walk";

const file = (name: string, type = "image/jpeg"): File => new File(["x"], name, { type, lastModified: 1 });

type Tree = { [name: string]: Tree | File | "unreadable" };

/** A folder as drag and drop gives it: `readEntries` answers at most 100 at a time, as Chromium does. */
function entry(name: string, content: Tree | File | "unreadable"): FileSystemEntry {
  if (content instanceof File) {
    return { isFile: true, isDirectory: false, name, file: (give: (f: File) => void) => give(content) } as never;
  }
  if (content === "unreadable") {
    const file = (_give: unknown, fail: (error: Error) => void): void => fail(new Error("no right"));
    return { isFile: true, isDirectory: false, name, file } as never;
  }
  const createReader = () => {
    const left = Object.entries(content).map(([child, inside]) => entry(child, inside));
    return { readEntries: (give: (entries: FileSystemEntry[]) => void) => give(left.splice(0, 100)) };
  };
  return { isFile: false, isDirectory: true, name, createReader } as never;
}

function handle(name: string, content: Tree | File): FileSystemHandle {
  if (content instanceof File) return { kind: "file", name, getFile: async () => content } as never;
  async function* values() {
    for (const [child, inside] of Object.entries(content)) yield handle(child, inside as Tree | File);
  }
  return { kind: "directory", name, values } as never;
}

function drop(roots: Tree, withHandles = false): DataTransfer {
  const items = Object.entries(roots).map(([name, content]) => ({
    kind: "file",
    webkitGetAsEntry: () => entry(name, content),
    getAsFile: () => (content instanceof File ? content : null),
    ...(withHandles ? { getAsFileSystemHandle: async () => handle(name, content as Tree | File) } : {}),
  }));
  return { items } as never;
}

async function walked(data: DataTransfer) {
  const batches: FoundFile[][] = [];
  const result = await walkDrop(data, (found) => batches.push(found));
  return { batches, found: batches.flat(), paths: batches.flat().map((f) => [f.folder, f.file.name].filter(Boolean).join("/")), ...result };
}

describe("walkDrop", () => {
  const tree: Tree = {
    "single.jpg": file("single.jpg"),
    Portugal: { "one.jpg": file("one.jpg"), July: { "two.jpg": file("two.jpg"), Deep: { "three.jpg": file("three.jpg") } } },
  };
  const paths = ["single.jpg", "Portugal/one.jpg", "Portugal/July/two.jpg", "Portugal/July/Deep/three.jpg"];

  it("finds files in folders of any depth and keeps the path of each", async () => {
    expect((await walked(drop(tree))).paths).toEqual(paths);
  });

  it("finds the same through file system handles, and keeps them with what was dropped", async () => {
    const { paths: seen, found } = await walked(drop(tree, true));
    expect(seen).toEqual(paths);
    expect(found[3]?.handle?.root.name).toBe("Portugal");
    expect(found[3]?.handle?.file.name).toBe("three.jpg");
  });

  it("keeps no handles when so many things were dropped that the browser would ask for each", async () => {
    const many = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`${index}.jpg`, file(`${index}.jpg`)]));
    const { found } = await walked(drop(many, true));
    expect(found).toHaveLength(6);
    expect(found.every((one) => !one.handle)).toBe(true);
  });

  it("reads folders with more than a hundred entries to their end, handing over as it goes", async () => {
    const many = Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`${index}.jpg`, file(`${index}.jpg`)]));
    const { found, batches } = await walked(drop({ Big: many }));
    expect(found).toHaveLength(450);
    expect(batches.length).toBeGreaterThan(2);
  });

  it("passes over what systems leave behind, and goes on after what cannot be read", async () => {
    const { paths: seen, unreadable } = await walked(
      drop({
        Mixed: {
          ".DS_Store": file(".DS_Store"),
          "Thumbs.db": file("Thumbs.db"),
          "@eaDir": { "SYNOPHOTO_THUMB.jpg": file("SYNOPHOTO_THUMB.jpg") },
          "locked.jpg": "unreadable",
          "good.jpg": file("good.jpg"),
        },
      }),
    );
    expect(seen).toEqual(["Mixed/good.jpg"]);
    expect(unreadable).toBe(1);
  });
});

describe("fromPicker", () => {
  it("keeps the folder of a chosen folder's files", () => {
    const chosen = file("a.jpg");
    Object.defineProperty(chosen, "webkitRelativePath", { value: "Trip/Day 1/a.jpg" });
    const alone = file("b.jpg");
    Object.defineProperty(alone, "webkitRelativePath", { value: "" });
    expect(fromPicker([chosen, alone]).map((found) => found.folder)).toEqual(["Trip/Day 1", ""]);
  });
});

describe("fromPaste", () => {
  const now = new Date(2026, 10, 22, 18, 5, 9);
  const paste = (...files: File[]): DataTransfer => ({ files }) as never;

  it("gives nameless pictures a name that tells when, and keeps their bytes over a reload", () => {
    const found = fromPaste(paste(file("image.png", "image/png"), file("image.png", "image/jpeg")), now);
    expect(found.map((one) => one.file.name)).toEqual(["Pasted 2026-11-22 18.05.09 1.png", "Pasted 2026-11-22 18.05.09 2.jpg"]);
    expect(found.every((one) => one.keepBytes)).toBe(true);
  });

  it("keeps real names, and takes nothing but pictures and videos", () => {
    expect(fromPaste(paste(file("beach.jpg"), file("notes.txt", "text/plain")), now).map((one) => one.file.name)).toEqual([
      "beach.jpg",
    ]);
  });
});

describe("refusal", () => {
  it.each(["a.JPG", "a.heic", "a.dng", "a.mov", "a.xmp", "noextension", "a.jxl"])("lets %s through", (name) => {
    expect(refusal({ name, size: 5, type: "" })).toBeNull();
  });

  it("trusts the browser's word for a picture of an unknown ending", () => {
    expect(refusal({ name: "a.newkind", size: 5, type: "image/newkind" })).toBeNull();
  });

  it.each([
    ["a.pdf", "application/pdf", "unsupported_format"],
    ["a.svg", "image/svg+xml", "unsupported_format"],
    ["a.txt", "", "unsupported_format"],
  ])("refuses %s with a reason", (name, type, code) => {
    const reason = refusal({ name, size: 5, type });
    expect(reason).toMatchObject({ code, permanent: true });
    expect(reason?.message).toMatch(/\.$/);
  });

  it("knows litter by its name and by its folder", () => {
    expect(["._IMG.jpg", "desktop.ini", "Thumbs.db"].every((name) => isLitter(name))).toBe(true);
    expect(isLitter("a.jpg", "Trip/__MACOSX")).toBe(true);
    expect(isLitter("a.jpg", "Trip")).toBe(false);
  });
});
