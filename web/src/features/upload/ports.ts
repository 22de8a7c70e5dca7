/** What the upload queue needs from outside, so that tests can stand in for browser and server. */
import type { HashFile } from "@/lib/hash-pool";
import type { UploadItem, UploadReason } from "./upload-item";
import type { KeptHandle } from "./walk";

export interface CheckQuestion {
  sha256: string;
  size_bytes: number;
  filename: string;
}

export interface CheckAnswer {
  sha256: string;
  status: "new" | "duplicate" | "trashed" | "too_large";
  asset_id: string | null;
}

export interface SendAbout {
  filename: string;
  folder: string;
  modifiedMs: number;
  sha256?: string;
}

export interface SendAnswer {
  status: "stored" | "duplicate" | "trashed" | "sidecar";
  asset_id?: string | null;
}

export type AssetState = "processing" | "ready" | "failed" | "unsupported";

/** Where a file's bytes come from. */
export interface FileSource {
  file?: File;
  handle?: KeptHandle;
  keepBytes?: boolean;
}

/** Remembers the list over a reload. */
export interface UploadJournal {
  put: (item: UploadItem, source: FileSource | undefined) => void;
  drop: (ids: readonly string[]) => void;
}

/** Every call rejects with `UploadTrouble`, with the browser's own file errors, or with `AbortError`. */
export interface UploadPorts {
  hash: HashFile;
  check: (questions: CheckQuestion[]) => Promise<CheckAnswer[]>;
  send: (
    file: Blob,
    about: SendAbout,
    options: { onProgress: (bytes: number) => void; signal: AbortSignal },
  ) => Promise<SendAnswer>;
  states: (assetIds: string[]) => Promise<Record<string, AssetState>>;
  reason: (assetId: string) => Promise<UploadReason | null>;
  restore: (assetIds: string[]) => Promise<void>;
  /** Opens kept handles again; must run inside a press of a button, the browser asks the person. */
  reopen: (handles: KeptHandle[]) => Promise<(File | null)[]>;
  journal: UploadJournal;
  now: () => number;
  newId: () => string;
  random: () => number;
}
