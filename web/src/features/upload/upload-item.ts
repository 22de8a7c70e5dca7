/** One file on its way into PhotoNest: its states, and which of them are over, safe or in need of a hand. */

export type UploadState =
  | "queued" // waits to be read
  | "hashing" // being read in the worker
  | "checking" // its hash is being asked about
  | "ready" // not known to the server, waits for its turn
  | "sending"
  | "processing" // stored and safe; thumbnails and search words are being made
  | "done"
  | "duplicate" // was there already; no byte was sent
  | "trashed" // is in the trash; asks whether to restore
  | "unsupported"
  | "failed"
  | "needs_file"; // the browser forgot the file over a reload

export interface UploadReason {
  code: string;
  /** A sentence: what happened and what to do. */
  message: string;
  /** True when trying again cannot help. */
  permanent: boolean;
}

export interface UploadItem {
  readonly id: string;
  readonly name: string;
  /** Folder inside what was dropped, "" at its top. */
  readonly folder: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly addedAtMs: number;
  readonly state: UploadState;
  /** Bytes hashed or sent in the present state. */
  readonly progressBytes: number;
  /** Tries that ended in an answer other than "stored"; lost connections do not count. */
  readonly attempts: number;
  readonly sha256?: string;
  readonly assetId?: string;
  readonly reason?: UploadReason;
  readonly note?: "sidecar" | "restored";
  /** Sending began and no answer came: the server may have it all the same. */
  readonly mayHaveArrived?: boolean;
  /** After a reload: the browser kept a handle and only has to ask for permission. */
  readonly canReopen?: boolean;
}

const WAITING_TO_BE_SENT: ReadonlySet<UploadState> = new Set(["queued", "hashing", "checking", "ready", "sending"]);
const STORED: ReadonlySet<UploadState> = new Set(["processing", "done", "duplicate"]);
const TROUBLED: ReadonlySet<UploadState> = new Set(["failed", "unsupported", "needs_file", "trashed"]);

/** Still has to be read or sent by this tab. */
export function isActive(item: UploadItem): boolean {
  return WAITING_TO_BE_SENT.has(item.state);
}

/** The original lies safe on the server. */
export function isStored(item: UploadItem): boolean {
  return STORED.has(item.state);
}

/** Waits for the person, not for the machine. */
export function needsAttention(item: UploadItem): boolean {
  return TROUBLED.has(item.state);
}

/** Can be sent again by a press of "try again"; what failed after it was stored is tried again on the activity page. */
export function canRetry(item: UploadItem): boolean {
  return item.state === "failed" && !item.reason?.permanent && !item.assetId;
}

/** XMP files travel without a check: they belong to a photo, they are none. */
export function isSidecarName(name: string): boolean {
  return /\.xmp$/i.test(name);
}
