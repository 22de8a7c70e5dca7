/** Sums over the upload list: counts, bytes and the units that the time estimate is made from. */
import { canRetry, isActive, type UploadItem } from "./upload-item";

export interface UploadTotals {
  total: number;
  /** Waiting, being read or being sent. */
  active: number;
  sending: number;
  processing: number;
  /** New on the server, whether or not processing is over. */
  stored: number;
  duplicates: number;
  trashed: number;
  failed: number;
  /** Failed in a way that another try may mend. */
  retryable: number;
  unsupported: number;
  /** Stored and safe, but the server could not read a picture out of it; counted in no other field. */
  unreadable: number;
  needsFile: number;
  canReopen: number;
  bytesTotal: number;
  /** Bytes that are settled: sent, or never needed sending. */
  bytesDone: number;
}

/** Opening a connection and committing a row cost about as much as this many bytes of sending. */
const PER_FILE_UNITS = 200_000;
/** Reading and hashing is this share of a file's work. */
const HASH_SHARE = 0.1;

/** Work that a file is, in byte-like units; files that wait for the person count nothing. */
export function workUnits(item: UploadItem): number {
  return item.state === "needs_file" ? 0 : item.sizeBytes + PER_FILE_UNITS;
}

/** How much of `workUnits` is done. */
export function doneUnits(item: UploadItem): number {
  if (!isActive(item)) return workUnits(item);
  const share = item.sizeBytes ? Math.min(1, item.progressBytes / item.sizeBytes) : 0;
  switch (item.state) {
    case "queued":
      return 0;
    case "hashing":
      return workUnits(item) * HASH_SHARE * share;
    case "sending":
      return workUnits(item) * (HASH_SHARE + (1 - HASH_SHARE) * share);
    default:
      return workUnits(item) * HASH_SHARE;
  }
}

export function sumUp(items: Iterable<UploadItem>): UploadTotals {
  const totals: UploadTotals = {
    total: 0,
    active: 0,
    sending: 0,
    processing: 0,
    stored: 0,
    duplicates: 0,
    trashed: 0,
    failed: 0,
    retryable: 0,
    unsupported: 0,
    unreadable: 0,
    needsFile: 0,
    canReopen: 0,
    bytesTotal: 0,
    bytesDone: 0,
  };
  for (const item of items) {
    totals.total += 1;
    if (item.state === "unsupported" && !item.assetId) {
      totals.unsupported += 1;
      continue; // never read, never sent: its bytes belong to no sum
    }
    totals.bytesTotal += item.sizeBytes;
    if (isActive(item)) {
      totals.active += 1;
      if (item.state === "sending") {
        totals.sending += 1;
        totals.bytesDone += item.progressBytes;
      }
      continue;
    }
    if (item.state !== "needs_file") totals.bytesDone += item.sizeBytes;
    if (item.state === "processing") totals.processing += 1;
    if (item.state === "processing" || item.state === "done") totals.stored += 1;
    else if (item.state === "duplicate") totals.duplicates += 1;
    else if (item.state === "trashed") totals.trashed += 1;
    else if (item.assetId && (item.state === "failed" || item.state === "unsupported")) totals.unreadable += 1;
    else if (item.state === "failed") {
      totals.failed += 1;
      if (canRetry(item)) totals.retryable += 1;
    } else if (item.state === "unsupported") totals.unsupported += 1;
    else {
      totals.needsFile += 1;
      if (item.canReopen) totals.canReopen += 1;
    }
  }
  return totals;
}
