/** What can go wrong between this tab and the server, and how long to wait before the next try. */

export type Trouble =
  | { kind: "network" } // no answer came at all
  | { kind: "busy"; message: string; retryAfterMs: number | null } // 429, 502, 503, 504
  | { kind: "signed_out" } // 401, 403 without a session
  | { kind: "storage_full"; message: string } // 507
  | { kind: "file_gone" } // moved or changed since it was chosen
  | { kind: "changed"; message: string } // 422 hash_mismatch
  | { kind: "unsupported"; code: string; message: string } // 415
  | { kind: "refused"; code: string; message: string; permanent: boolean };

/** Carries a `Trouble` through promises. */
export class UploadTrouble extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.kind);
    this.name = "UploadTrouble";
  }
}

interface ErrorBody {
  code: string;
  message: string;
  permanent: boolean;
}

/** Reads an HTTP answer that is not a success; `body` is the answer's text. */
export function troubleFromAnswer(status: number, body: string, retryAfter: string | null): Trouble {
  const told = readBody(body);
  const message = told?.message ?? `The server answered ${status}.`;
  if (status === 0) return { kind: "network" };
  if (status === 401) return { kind: "signed_out" };
  if (status === 507) return { kind: "storage_full", message };
  if (status === 415) return { kind: "unsupported", code: told?.code ?? "unsupported_format", message };
  if (status === 422 && told?.code === "hash_mismatch") return { kind: "changed", message };
  if (status === 429 || status === 502 || status === 503 || status === 504) {
    const seconds = Number(retryAfter);
    return { kind: "busy", message, retryAfterMs: retryAfter && Number.isFinite(seconds) ? seconds * 1000 : null };
  }
  return {
    kind: "refused",
    code: told?.code ?? `http_${status}`,
    message,
    permanent: told?.permanent ?? (status >= 400 && status < 500),
  };
}

function readBody(body: string): ErrorBody | null {
  try {
    const value: unknown = JSON.parse(body);
    if (value && typeof value === "object" && "message" in value && typeof value.message === "string") {
      const code = "code" in value && typeof value.code === "string" ? value.code : "refused";
      const permanent = "permanent" in value ? value.permanent === true : false;
      return { code, message: value.message, permanent };
    }
  } catch {
    // Not JSON: a proxy answered. The status says enough.
  }
  return null;
}

/** Any error of the ports as a `Trouble`. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof UploadTrouble) return error.trouble;
  if (error instanceof DOMException && (error.name === "NotReadableError" || error.name === "NotFoundError")) {
    return { kind: "file_gone" };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "refused", code: "unexpected", message: `Something unexpected happened: ${message}`, permanent: false };
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** 1, 2, 4, … 30 s, each up to a quarter longer so that many tabs do not come back at once. */
export function backOffMs(losses: number, random: () => number = Math.random): number {
  const base = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, losses - 1));
  return base * (1 + random() / 4);
}
