/** Every sentence of the upload panel: what a state is called, what the whole is doing, why it waits. */
import { countOf, formatBytes, formatCount } from "@/lib/format-number";
import { formatTimeLeft } from "@/lib/eta";
import type { Halt } from "./outcomes";
import type { UploadItem } from "./upload-item";
import type { UploadSnapshot } from "./upload-list";

const photos = (count: number): string => countOf(count, "file", "files");

export function stateWords(item: UploadItem): string {
  const share = item.sizeBytes ? Math.floor((item.progressBytes / item.sizeBytes) * 100) : 0;
  switch (item.state) {
    case "queued":
      return "Waiting";
    case "hashing":
      return share > 0 ? `Reading ${share} %` : "Reading";
    case "checking":
      return "Looking whether it is here already";
    case "ready":
      return item.attempts > 0 ? "Will be tried again" : "Waiting to be sent";
    case "sending":
      if (share >= 100) return "Sent, being stored";
      return share > 0 ? `Sending ${share} %` : "Sending";
    case "processing":
      return "Stored, being processed";
    case "done":
      if (item.note === "sidecar") return "Stored with its photo";
      return item.note === "restored" ? "Restored from the trash" : "Done";
    case "duplicate":
      return "Here already, not sent again";
    case "trashed":
      return "Is in your trash";
    case "unsupported":
      return item.reason?.message ?? "Not a kind of file that PhotoNest keeps";
    case "failed":
      return item.reason?.message ?? "Could not be uploaded";
    case "needs_file":
      if (item.reason) return item.reason.message;
      return item.canReopen ? "Stopped by the reload" : "The browser forgot this file. Choose it again to go on.";
  }
}

/** The one line that stands for the whole list. */
export function headline({ totals, paused, halt }: UploadSnapshot): string {
  const { active, total, processing } = totals;
  if (active > 0) {
    const settled = `${formatCount(total - active)} of ${photos(total)}`;
    if (halt) return `Waiting · ${settled}`;
    return paused ? `Paused · ${settled}` : `Uploading · ${settled}`;
  }
  if (totals.needsFile > 0) return `${photos(totals.needsFile)} ${totals.needsFile === 1 ? "needs" : "need"} you to go on`;
  if (processing > 0) return totals.stored === 1 ? "The file is stored" : "All new files are stored";
  return total === 0 ? "Uploads" : "All uploads are over";
}

/** Bytes, rate and time left while something moves. */
export function paceWords({ totals, bytesPerSecond, timeLeft }: UploadSnapshot): string | null {
  if (totals.active === 0) return null;
  return [
    `${formatBytes(totals.bytesDone)} of ${formatBytes(totals.bytesTotal)}`,
    bytesPerSecond ? `${formatBytes(bytesPerSecond)}/s` : null,
    formatTimeLeft(timeLeft),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What became of the files, in the order in which it matters. */
export function outcomeWords({ totals }: UploadSnapshot): string | null {
  const parts = [
    totals.stored > 0 && `${formatCount(totals.stored)} stored`,
    totals.duplicates > 0 && `${formatCount(totals.duplicates)} here already`,
    totals.trashed > 0 && `${formatCount(totals.trashed)} in the trash`,
    totals.unreadable > 0 && `${formatCount(totals.unreadable)} stored but not readable`,
    totals.failed > 0 && `${formatCount(totals.failed)} failed`,
    totals.unsupported > 0 && `${formatCount(totals.unsupported)} not kept`,
    totals.processing > 0 && `${formatCount(totals.processing)} being processed`,
  ].filter((part): part is string => Boolean(part));
  return parts.length ? parts.join(" · ") : null;
}

/** Why nothing moves, and what helps. */
export function haltWords(halt: Halt, nowMs: number): string {
  switch (halt.why) {
    case "network":
      return `PhotoNest does not answer. Nothing is lost; the next try is ${inSeconds(halt.retryAtMs, nowMs)}.`;
    case "busy":
      return `${halt.message} The next try is ${inSeconds(halt.retryAtMs, nowMs)}.`;
    case "signed_out":
      return "You are signed out. Sign in again, and the upload goes on.";
    case "storage_full":
      return halt.message;
  }
}

function inSeconds(atMs: number, nowMs: number): string {
  const seconds = Math.ceil((atMs - nowMs) / 1000);
  return seconds <= 0 ? "now" : `in ${formatCount(seconds)} s`;
}

/** Said to screen readers at turning points only: begin, stop, end. */
export function announcement(snapshot: UploadSnapshot): string {
  const { totals, paused, halt } = snapshot;
  if (halt) return halt.why === "network" ? "Uploading waits for the connection." : "Uploading has stopped and needs you.";
  if (totals.active > 0) return paused ? "Uploading is paused." : "Uploading has begun.";
  if (totals.total === 0) return "";
  return `Uploading is over. ${outcomeWords(snapshot) ?? ""}`;
}
