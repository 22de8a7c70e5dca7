/** One PUT of one file. XMLHttpRequest, because `fetch` does not tell how much has been sent. */
import { csrfToken, withQuery } from "@/api/client";
import type { UploadAnswer } from "@/api/types";
import type { SendAbout } from "./ports";
import { troubleFromAnswer, UploadTrouble } from "./trouble";

interface SendOptions {
  onProgress: (bytes: number) => void;
  signal: AbortSignal;
}

/** Resolves once the server has the file on its disk; rejects with `UploadTrouble` or `AbortError`. */
export function sendFile(file: Blob, about: SendAbout, { onProgress, signal }: SendOptions): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const url = withQuery("/api/uploads", {
      filename: about.filename,
      modified_ms: Math.round(about.modifiedMs),
      sha256: about.sha256,
      folder: about.folder,
    });
    request.open("PUT", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    const stop = (): void => request.abort();
    signal.addEventListener("abort", stop, { once: true });
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    request.onerror = () => void whyNoAnswer(file).then(reject);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as UploadAnswer);
      } else {
        const retryAfter = request.getResponseHeader("Retry-After");
        reject(new UploadTrouble(troubleFromAnswer(request.status, request.responseText, retryAfter)));
      }
    };
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.send(file);
  });
}

/** Browsers give a lost connection and a file that was moved the same face; reading one byte tells them apart. */
async function whyNoAnswer(file: Blob): Promise<Error> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return new UploadTrouble({ kind: "network" });
  } catch {
    return new UploadTrouble({ kind: "file_gone" });
  }
}
