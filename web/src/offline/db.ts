/** The browser's database: the only file that opens IndexedDB. */

const NAME = "photonest";
const VERSION = 1;

export type StoreName = "uploads" | "upload-sources";

let opening: Promise<IDBDatabase> | null = null;

/** Opens the database once; rejects where the browser keeps none (some private windows). */
function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const name of ["uploads", "upload-sources"] satisfies StoreName[]) {
        request.result.createObjectStore(name, { keyPath: "id" }).createIndex("user", "user");
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      // Another tab runs a newer version: let it upgrade, and open anew at the next call.
      database.onversionchange = () => {
        database.close();
        opening = null;
      };
      resolve(database);
    };
    request.onerror = () => reject(request.error ?? new Error("IndexedDB could not be opened"));
  }).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** Runs `work` in one transaction over `names` and resolves with what it returned once everything is durable. */
export async function inStores<Found>(
  names: readonly StoreName[],
  mode: IDBTransactionMode,
  work: (store: (name: StoreName) => IDBObjectStore) => Found,
): Promise<Found> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode);
    transaction.onabort = () => reject(transaction.error ?? new Error("The transaction was undone"));
    try {
      const found = work((name) => transaction.objectStore(name));
      transaction.oncomplete = () => resolve(found);
    } catch (error) {
      transaction.abort();
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** Forgets the open connection, so that tests can begin with an empty browser. */
export async function closeDatabase(): Promise<void> {
  const database = await opening?.catch(() => null);
  database?.close();
  opening = null;
}
