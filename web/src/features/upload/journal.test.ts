import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { closeDatabase } from "@/offline/db";
import { loadUploads } from "@/offline/uploads-store";
import { createJournal } from "./journal";
import type { UploadItem } from "./upload-item";

const item = (id: string, more: Partial<UploadItem> = {}): UploadItem => ({
  id,
  name: `${id}.jpg`,
  folder: "Trip",
  sizeBytes: 5,
  modifiedMs: 1,
  addedAtMs: 1,
  state: "sending",
  progressBytes: 3,
  attempts: 0,
  ...more,
});

beforeEach(async () => {
  await closeDatabase();
  vi.stubGlobal("indexedDB", new IDBFactory());
  sessionStorage.clear();
});

describe("the journal", () => {
  it("gives the list back after a reload, in order, without half-told progress", async () => {
    const journal = createJournal("anna", "tab-1");
    journal.put(item("b", { addedAtMs: 2 }), { file: new File(["x"], "b.jpg") });
    journal.put(item("a", { addedAtMs: 1 }), undefined);
    journal.put(item("gone"), undefined);
    journal.drop(["gone"]);
    await journal.flush();
    const again = await createJournal("anna", "tab-1").load();
    expect(again.map((entry) => entry.item.id)).toEqual(["a", "b"]);
    expect(again[0]?.item).toMatchObject({ state: "sending", progressBytes: 0, folder: "Trip" });
    expect(again[1]?.source).toEqual({}); // a file from the disk is not copied into the browser
  });

  it("keeps the newest state of each file, and forgets what is taken off later", async () => {
    const journal = createJournal("anna", "tab-1");
    journal.put(item("a"), undefined);
    await journal.flush();
    journal.put(item("a", { state: "done" }), undefined);
    await journal.flush();
    expect((await journal.load())[0]?.item.state).toBe("done");
    journal.drop(["a"]);
    await journal.flush();
    expect(await journal.load()).toEqual([]);
  });

  it("keeps the bytes of a pasted picture", async () => {
    const journal = createJournal("anna", "tab-1");
    journal.put(item("p"), { file: new File(["bytes"], "Pasted.png"), keepBytes: true });
    await journal.flush();
    const [entry] = await journal.load();
    expect(entry?.source.keepBytes).toBe(true);
    expect(entry?.source.file).toBeDefined();
  });

  it("shows nobody the uploads of another account", async () => {
    const journal = createJournal("anna", "tab-1");
    journal.put(item("a"), undefined);
    await journal.flush();
    expect(await createJournal("bob", "tab-1").load()).toEqual([]);
  });

  it("leaves alone what another open tab is at work on, and takes over from a closed one", async () => {
    const held = { current: ["photonest-uploads tab-open"] };
    const locks = {
      request: vi.fn(),
      query: async () => ({ held: held.current.map((name) => ({ name })) }),
    };
    vi.stubGlobal("navigator", { locks });
    const open = createJournal("anna", "tab-open");
    open.put(item("a"), undefined);
    await open.flush();
    expect(await createJournal("anna", "tab-2").load()).toEqual([]);
    held.current = [];
    expect(await createJournal("anna", "tab-2").load()).toHaveLength(1);
  });

  it("forgets one account's list and handles for good, and no other's", async () => {
    const journal = createJournal("anna", "tab-1");
    journal.put(item("a"), { file: new File(["bytes"], "a.png"), keepBytes: true });
    await journal.flush();
    const other = createJournal("bob", "tab-1");
    other.put(item("b"), undefined);
    await other.flush();
    await journal.forget();
    journal.put(item("late"), undefined);
    await journal.flush();
    expect(await journal.load()).toEqual([]);
    const { sources } = await loadUploads("anna");
    expect(sources.size).toBe(0);
    expect(await other.load()).toHaveLength(1);
  });

  it("works without a database, and then only forgets", async () => {
    vi.stubGlobal("indexedDB", {
      open: () => {
        throw new DOMException("private window", "SecurityError");
      },
    });
    const journal = createJournal("anna", "tab-1");
    journal.put(item("a"), undefined);
    await journal.flush();
    expect(await journal.load()).toEqual([]);
  });
});
