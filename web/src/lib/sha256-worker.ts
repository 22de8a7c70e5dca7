/** Web Worker around `hashBlob`: hashes beside the page, so that scrolling stays smooth while 1,000 files are read. */
import { hashBlob } from "./sha256";

export type HashRequest = { type: "hash"; id: number; blob: Blob } | { type: "abort"; id: number };

export type HashReply =
  | { type: "progress"; id: number; bytes: number }
  | { type: "done"; id: number; sha256: string }
  | { type: "error"; id: number; name: string; message: string };

interface WorkerScope {
  onmessage: ((event: MessageEvent<HashRequest>) => void) | null;
  postMessage: (reply: HashReply) => void;
}

const PROGRESS_EVERY_MS = 100;
const running = new Map<number, AbortController>();
const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  if (data.type === "abort") {
    running.get(data.id)?.abort();
    return;
  }
  const { id, blob } = data;
  const controller = new AbortController();
  running.set(id, controller);
  let told = 0;
  const onProgress = (bytes: number): void => {
    const now = performance.now();
    if (now - told < PROGRESS_EVERY_MS) return;
    told = now;
    scope.postMessage({ type: "progress", id, bytes });
  };
  hashBlob(blob, { onProgress, signal: controller.signal })
    .then(
      (sha256) => scope.postMessage({ type: "done", id, sha256 }),
      (error: unknown) => {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        scope.postMessage({ type: "error", id, name, message });
      },
    )
    .finally(() => running.delete(id));
};
