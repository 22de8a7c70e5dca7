/** Turns a drop, a paste or a picker's choice into files with the folder each came from. */
import { isLitter } from "./accept";

/** Something the browser can open again after a reload, where it offers that (Chromium). */
export interface KeptHandle {
  /** The file itself. */
  file: FileSystemFileHandle;
  /** What was dropped: permission asked for it covers every file inside. */
  root: FileSystemHandle;
}

export interface FoundFile {
  file: File;
  /** Path of the folder inside the drop, with "/" between and none at the ends; "" at the top. */
  folder: string;
  handle?: KeptHandle;
  /** True for a pasted picture: it exists nowhere but here, so its bytes are kept over a reload. */
  keepBytes?: boolean;
}

/** Called with files as they are found, so that a folder of 20,000 starts at once. */
export type OnFound = (files: FoundFile[]) => void;

const HAND_OVER_EVERY = 200;

/** After a reload the browser asks once a handle; for more than a few it is kinder to let them be chosen again. */
const MOST_ROOTS_KEPT = 5;

interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
}

type Root = { handle: Promise<FileSystemHandle | null> | null; entry: FileSystemEntry | null; file: File | null };

/**
 * Walks everything in a drop, folders to any depth; resolves with how many files could not be read.
 *
 * Must be called inside the drop event: the browser empties `items` when the event is over.
 */
export function walkDrop(data: DataTransfer, onFound: OnFound): Promise<{ unreadable: number }> {
  const roots: Root[] = [];
  for (const item of data.items) {
    if (item.kind !== "file") continue;
    roots.push({
      handle: (item as HandleItem).getAsFileSystemHandle?.() ?? null,
      entry: item.webkitGetAsEntry(),
      file: item.getAsFile(),
    });
  }
  return walkRoots(roots, onFound);
}

async function walkRoots(roots: Root[], onFound: OnFound): Promise<{ unreadable: number }> {
  let batch: FoundFile[] = [];
  let unreadable = 0;
  const flush = (): void => {
    if (batch.length) onFound(batch);
    batch = [];
  };
  const take = (found: FoundFile): void => {
    if (isLitter(found.file.name, found.folder)) return;
    batch.push(found);
    if (batch.length >= HAND_OVER_EVERY) flush();
  };
  const miss = (): void => {
    unreadable += 1;
  };

  const remember = roots.length <= MOST_ROOTS_KEPT;
  for (const root of roots) {
    const handle = await (root.handle?.catch(() => null) ?? null);
    if (handle && remember) await walkHandle(handle, handle, "", take, miss);
    else if (root.entry) await walkEntry(root.entry, "", take, miss);
    else if (root.file) take({ file: root.file, folder: "" });
  }
  flush();
  return { unreadable };
}

async function walkHandle(
  handle: FileSystemHandle,
  root: FileSystemHandle,
  folder: string,
  take: (found: FoundFile) => void,
  miss: () => void,
): Promise<void> {
  try {
    if (handle.kind === "file") {
      const fileHandle = handle as FileSystemFileHandle;
      take({ file: await fileHandle.getFile(), folder, handle: { file: fileHandle, root } });
      return;
    }
    for await (const child of (handle as FileSystemDirectoryHandle).values()) {
      await walkHandle(child, root, joinPath(folder, handle.name), take, miss);
    }
  } catch {
    miss();
  }
}

async function walkEntry(
  entry: FileSystemEntry,
  folder: string,
  take: (found: FoundFile) => void,
  miss: () => void,
): Promise<void> {
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      take({ file, folder });
      return;
    }
    const inside = joinPath(folder, entry.name);
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    // One call gives at most 100 entries: ask until nothing more comes.
    for (;;) {
      const children = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (!children.length) return;
      for (const child of children) await walkEntry(child, inside, take, miss);
    }
  } catch {
    miss();
  }
}

function joinPath(folder: string, name: string): string {
  return folder ? `${folder}/${name}` : name;
}

/** Files from `<input type="file">`, with `webkitdirectory` or without. */
export function fromPicker(files: Iterable<File>): FoundFile[] {
  return [...files]
    .map((file) => ({ file, folder: file.webkitRelativePath.split("/").slice(0, -1).join("/") }))
    .filter(({ file, folder }) => !isLitter(file.name, folder));
}

/** Pictures from a paste; browsers call every one "image.png", so each gets a name that tells when. */
export function fromPaste(data: DataTransfer, now: Date = new Date()): FoundFile[] {
  const pictures = [...data.files].filter((file) => /^(image|video)\//.test(file.type));
  return pictures.map((file, index) => {
    if (file.name && !/^image\.(png|jpe?g)$/i.test(file.name)) return { file, folder: "", keepBytes: true };
    const stamp = localStamp(now) + (pictures.length > 1 ? ` ${index + 1}` : "");
    const extension = file.type.split("/")[1]?.replace("jpeg", "jpg").replace(/\W.*/, "") ?? "png";
    const named = new File([file], `Pasted ${stamp}.${extension}`, { type: file.type, lastModified: now.getTime() });
    return { file: named, folder: "", keepBytes: true };
  });
}

function localStamp(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
}
