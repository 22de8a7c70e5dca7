/** The upload list as the browser remembers it over a reload: one row a file, of one user and one tab. */
import { inStore } from "./db";

export interface RememberedUpload<Item> {
  id: string;
  /** Whose upload it is; another account on this device never sees it. */
  user: string;
  /** The tab that is at work on it. */
  tab: string;
  item: Item;
  /** File System Access handles, where the browser gave some. */
  handle?: unknown;
  /** The bytes themselves, only of pictures that exist nowhere else (a paste). */
  bytes?: File;
}

export async function loadUploads<Item>(user: string): Promise<RememberedUpload<Item>[]> {
  const rows = await inStore<RememberedUpload<Item>[]>("uploads", "readonly", (store) => store.index("user").getAll(user));
  return rows ?? [];
}

/** Writes and deletes rows in one transaction. */
export async function saveUploads<Item>(rows: readonly RememberedUpload<Item>[], gone: readonly string[]): Promise<void> {
  await inStore("uploads", "readwrite", (store) => {
    for (const row of rows) {
      try {
        store.put(row);
      } catch {
        // A browser that cannot keep handles or files keeps at least the list.
        const { id, user, tab, item } = row;
        store.put({ id, user, tab, item });
      }
    }
    for (const id of gone) store.delete(id);
    return undefined;
  });
}

/** Forgets everything of every account (sign-out). */
export async function forgetAllUploads(): Promise<void> {
  await inStore("uploads", "readwrite", (store) => {
    store.clear();
    return undefined;
  });
}
