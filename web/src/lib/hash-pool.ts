/** A few hash workers, started at the first file and shared by all that follow. */
import { hashBlob } from "./sha256";
import type { HashReply, HashRequest } from "./sha256-worker";

export interface HashJobOptions {
  onProgress?: (bytes: number) => void;
  signal?: AbortSignal;
}

/** Hex SHA-256 of a file; rejects as `hashBlob` does. */
export type HashFile = (blob: Blob, options?: HashJobOptions) => Promise<string>;

/** The part of `Worker` that the pool uses. */
export interface WorkerPort {
  postMessage: (request: HashRequest) => void;
  onmessage: ((event: MessageEvent<HashReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate: () => void;
}

interface Waiting {
  worker: WorkerPort;
  resolve: (sha256: string) => void;
  reject: (error: Error) => void;
  onProgress?: (bytes: number) => void;
}

/** Two lanes read and hash while others send; more would fight the picture for the disk. */
export const HASH_LANES = Math.max(1, Math.min(2, (globalThis.navigator?.hardwareConcurrency ?? 2) - 1));

function startWorker(): WorkerPort {
  return new Worker(new URL("./sha256-worker.ts", import.meta.url), { type: "module" }) as WorkerPort;
}

/**
 * Returns a `HashFile` that spreads work over `lanes` workers in turn.
 *
 * Where no worker can be started, files are hashed on the page itself: slower to scroll, same result.
 */
export function createHashPool(lanes: number = HASH_LANES, start: () => WorkerPort = startWorker): HashFile {
  const workers: WorkerPort[] = [];
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  let canStart = true;

  function receive({ data }: MessageEvent<HashReply>): void {
    const job = waiting.get(data.id);
    if (!job) return;
    if (data.type === "progress") {
      job.onProgress?.(data.bytes);
      return;
    }
    waiting.delete(data.id);
    if (data.type === "done") job.resolve(data.sha256);
    else job.reject(new DOMException(data.message, data.name));
  }

  function lose(worker: WorkerPort): void {
    worker.terminate();
    workers.splice(workers.indexOf(worker), 1);
    for (const [id, job] of waiting) {
      if (job.worker !== worker) continue;
      waiting.delete(id);
      job.reject(new DOMException("The hash worker stopped.", "WorkerError"));
    }
  }

  function pick(): WorkerPort | null {
    if (canStart && workers.length < lanes) {
      try {
        const worker = start();
        worker.onmessage = receive;
        worker.onerror = () => {
          canStart = false;
          lose(worker);
        };
        workers.push(worker);
        return worker;
      } catch {
        canStart = false; // e.g. a browser without module workers
      }
    }
    return workers.length ? (workers[nextId % workers.length] ?? null) : null;
  }

  return function hashFile(blob, options = {}) {
    const worker = pick();
    if (!worker) return hashBlob(blob, options);
    const id = nextId++;
    return new Promise<string>((resolve, reject) => {
      const { onProgress, signal } = options;
      signal?.addEventListener("abort", () => worker.postMessage({ type: "abort", id }), { once: true });
      waiting.set(id, { worker, resolve, reject, ...(onProgress ? { onProgress } : {}) });
      worker.postMessage({ type: "hash", id, blob });
    }).catch((error: unknown) => {
      // A worker that could not load (blocked, out of memory) must not fail the file.
      if (error instanceof DOMException && error.name === "WorkerError") return hashBlob(blob, options);
      throw error;
    });
  };
}
