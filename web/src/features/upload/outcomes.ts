/** Pure rules of the upload queue: what an answer or a trouble makes of one file. */
import type { AssetState, CheckAnswer, SendAnswer } from "./ports";
import type { Trouble } from "./trouble";
import type { UploadItem, UploadReason } from "./upload-item";

export type Patch = Partial<Omit<UploadItem, "id">>;

/** A file is sent this often before it waits for a press of "try again". */
export const MOST_ATTEMPTS = 3;

const TOO_LARGE: UploadReason = {
  code: "too_large",
  message: "The file is larger than this server takes. The person who runs it can raise the limit.",
  permanent: true,
};

export function afterCheck(item: UploadItem, answer: CheckAnswer): Patch {
  const assetId = answer.asset_id ? { assetId: answer.asset_id } : {};
  switch (answer.status) {
    case "new":
      return { state: "ready" };
    case "trashed":
      return { state: "trashed", ...assetId };
    case "too_large":
      return { state: "failed", reason: TOO_LARGE };
    case "duplicate":
      // The answer to our own PUT may have been lost: then it is no duplicate, it has arrived.
      return item.mayHaveArrived && answer.asset_id
        ? { state: "processing", ...assetId }
        : { state: "duplicate", ...assetId };
  }
}

export function afterSend(answer: SendAnswer): Patch {
  const assetId = answer.asset_id ? { assetId: answer.asset_id } : {};
  switch (answer.status) {
    case "stored":
      return { state: "processing", ...assetId };
    case "sidecar":
      return { state: "done", note: "sidecar" };
    case "duplicate":
    case "trashed":
      return { state: answer.status, ...assetId };
  }
}

/** Null while the asset is still being worked on. */
export function afterProcessing(state: AssetState | undefined, reason: UploadReason | null): Patch | null {
  if (state === "processing") return null;
  if (state === "failed" || state === "unsupported") {
    return {
      state,
      reason: reason ?? {
        code: state,
        message: "The file is stored, but it could not be read. It is kept as it is.",
        permanent: true,
      },
    };
  }
  return { state: "done" }; // ready, or deleted meanwhile: nothing is left to do here
}

/** The whole queue stops for these; everything else is the file's own. */
export type Halt =
  | { why: "network"; retryAtMs: number }
  | { why: "busy"; retryAtMs: number; message: string }
  | { why: "signed_out" }
  | { why: "storage_full"; message: string };

/** What a trouble means: a halt for all, or a change of the one file (with a wait before its next try). */
export type Verdict = { halt: "network" | "busy" | "signed_out" | "storage_full" } | { patch: Patch; again: boolean };

const FILE_GONE: UploadReason = {
  code: "file_gone",
  message: "The file was moved or changed since it was added. Choose it again to go on.",
  permanent: false,
};

export function judge(item: UploadItem, trouble: Trouble): Verdict {
  const attempts = item.attempts + 1;
  switch (trouble.kind) {
    case "network":
    case "busy":
    case "signed_out":
    case "storage_full":
      return { halt: trouble.kind };
    case "file_gone":
      return { patch: { state: "needs_file", reason: FILE_GONE }, again: false };
    case "unsupported": {
      const { code, message } = trouble;
      return { patch: { state: "unsupported", attempts, reason: { code, message, permanent: true } }, again: false };
    }
    case "changed":
      // Read it anew once; a file that is still being written differs a second time.
      return attempts < 2
        ? { patch: { state: "queued", attempts }, again: true }
        : {
            patch: {
              state: "failed",
              attempts,
              reason: { code: "hash_mismatch", message: trouble.message, permanent: false },
            },
            again: false,
          };
    case "refused": {
      const { code, message, permanent } = trouble;
      // Asked about again before it is sent again: the refusal may have come after the bytes were kept.
      const state = item.sha256 ? "checking" : "queued";
      if (!permanent && attempts < MOST_ATTEMPTS) return { patch: { state, attempts }, again: true };
      return { patch: { state: "failed", attempts, reason: { code, message, permanent } }, again: false };
    }
  }
}
