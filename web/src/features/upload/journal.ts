/** Writes the upload list to the browser's database in small batches, and reads it back after a reload. */
import { forgetUploads, loadUploads, saveUploads } from "@/offline/uploads-store";
import type { FileSource, UploadJournal } from "./ports";
import type { UploadItem } from "./upload-item";
import type { KeptHandle } from "./walk";

const WRITE_EVERY_MS = 500;
const TAB_KEY = "photonest-upload-tab";
const LOCK_PREFIX = "photonest-uploads ";

export interface StoredJournal extends UploadJournal {
  /** What this tab left over before a reload, and what tabs left that are closed now. */
  load: () => Promise<{ item: UploadItem; source: FileSource }[]>;
  /** Forgets the whole list of this account, and writes nothing more. */
  forget: () => Promise<void>;
  /** Writes now what is still waiting; called when the page is hidden. */
  flush: () => Promise<void>;
}

export function createJournal(user: string, tab: string = tabId()): StoredJournal {
  const waiting = new Map<string, { item: UploadItem; source: FileSource | undefined }>();
  const gone = new Set<string>();
  /** Files whose handle or bytes are written already. */
  const kept = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (over || (!waiting.size && !gone.size)) return;
    const entries = [...waiting.values()];
    const rows = entries.map(({ item }) => ({ id: item.id, user, tab, item: { ...item, progressBytes: 0 } }));
    const sources = entries.flatMap(({ item, source }) => {
      const bytes = source?.keepBytes ? source.file : undefined;
      if (kept.has(item.id) || !(source?.handle || bytes)) return [];
      kept.add(item.id);
      return [{ id: item.id, user, ...(source?.handle ? { handle: source.handle } : {}), ...(bytes ? { bytes } : {}) }];
    });
    const ids = [...gone];
    waiting.clear();
    gone.clear();
    // Without a database (private windows) uploading works all the same; only a reload forgets the list.
    await saveUploads({ rows, sources, gone: ids }).catch(() => undefined);
  }

  const flushSoon = (): void => {
    timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS);
  };

  return {
    put(item, source) {
      waiting.set(item.id, { item, source });
      gone.delete(item.id);
      flushSoon();
    },
    drop(ids) {
      for (const id of ids) {
        waiting.delete(id);
        gone.add(id);
      }
      flushSoon();
    },
    flush,
    async forget() {
      over = true;
      clearTimeout(timer);
      await forgetUploads(user).catch(() => undefined);
    },
    async load() {
      holdTab(tab);
      const { rows, sources } = await loadUploads<UploadItem>(user).catch(() => NOTHING);
      const others = await openTabs();
      return rows
        .filter((row) => row.tab === tab || !others.has(row.tab))
        .sort((a, b) => a.item.addedAtMs - b.item.addedAtMs || (a.id < b.id ? -1 : 1))
        .map(({ id, item }) => {
          kept.add(id);
          const { handle, bytes } = sources.get(id) ?? {};
          return {
            item,
            source: {
              ...(handle ? { handle: handle as KeptHandle } : {}),
              ...(bytes ? { file: bytes, keepBytes: true } : {}),
            },
          };
        });
    },
  };
}

const NOTHING = { rows: [], sources: new Map<string, never>() };

/** Survives a reload, differs between tabs. */
function tabId(): string {
  const known = sessionStorage.getItem(TAB_KEY);
  if (known) return known;
  const made = newId();
  sessionStorage.setItem(TAB_KEY, made);
  return made;
}

/** Shows other tabs that this one is open; the browser lets go when the tab closes. */
function holdTab(tab: string): void {
  void navigator.locks?.request(LOCK_PREFIX + tab, { ifAvailable: true }, () => new Promise<void>(() => undefined));
}

async function openTabs(): Promise<Set<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK_PREFIX) ? [name.slice(LOCK_PREFIX.length)] : [])));
}

/** Sorted by time; works on plain http:// too, where `crypto.randomUUID` is absent. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  const tail = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${Date.now().toString(36)}-${tail}`;
}
