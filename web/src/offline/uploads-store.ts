/** The upload list as the browser remembers it over a reload: a row a file, and apart from it what opens the file. */
import { inStores } from "./db";

export interface RememberedUpload<Item> {
  id: string;
  /** Whose upload it is; another account on this device never sees it. */
  user: string;
  /** The tab that is at work on it. */
  tab: string;
  item: Item;
}

/** Written once a file, for rows change often and handles are slow to copy. */
export interface RememberedSource {
  id: string;
  user: string;
  /** File System Access handles, where the browser gave some. */
  handle?: unknown;
  /** The bytes themselves, only of pictures that exist nowhere else (a paste). */
  bytes?: File;
}

const BOTH = ["uploads", "upload-sources"] as const;

export async function loadUploads<Item>(
  user: string,
): Promise<{ rows: RememberedUpload<Item>[]; sources: Map<string, RememberedSource> }> {
  const asked = await inStores(BOTH, "readonly", (store) => ({
    rows: store("uploads").index("user").getAll(user) as IDBRequest<RememberedUpload<Item>[]>,
    sources: store("upload-sources").index("user").getAll(user) as IDBRequest<RememberedSource[]>,
  }));
  return { rows: asked.rows.result, sources: new Map(asked.sources.result.map((source) => [source.id, source])) };
}

export interface UploadChanges<Item> {
  rows: readonly RememberedUpload<Item>[];
  sources: readonly RememberedSource[];
  gone: readonly string[];
}

/** Writes and deletes in one transaction. */
export async function saveUploads<Item>({ rows, sources, gone }: UploadChanges<Item>): Promise<void> {
  await inStores(BOTH, "readwrite", (store) => {
    for (const row of rows) store("uploads").put(row);
    for (const source of sources) {
      try {
        store("upload-sources").put(source);
      } catch {
        // A browser that cannot keep handles or files keeps at least the list.
      }
    }
    for (const id of gone) for (const name of BOTH) store(name).delete(id);
  });
}

/** Forgets everything of one account. */
export async function forgetUploads(user: string): Promise<void> {
  const { rows, sources } = await loadUploads(user);
  await saveUploads({ rows: [], sources: [], gone: [...rows.map((row) => row.id), ...sources.keys()] });
}
