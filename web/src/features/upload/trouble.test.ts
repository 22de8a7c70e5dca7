import { describe, expect, it } from "vitest";
import { backOffMs, troubleFromAnswer, troubleOf } from "./trouble";

const told = (code: string, message: string, permanent: boolean) => JSON.stringify({ code, message, permanent, details: {} });

describe("troubleFromAnswer", () => {
  it.each([
    [0, "", null, { kind: "network" }],
    [401, told("not_signed_in", "Sign in.", true), null, { kind: "signed_out" }],
    [507, told("storage_full", "Almost full.", false), null, { kind: "storage_full", message: "Almost full." }],
    [415, told("unsupported_format", "A text.", true), null, { kind: "unsupported", code: "unsupported_format", message: "A text." }],
    [422, told("hash_mismatch", "Changed.", false), null, { kind: "changed", message: "Changed." }],
    [503, "<html>proxy</html>", "12", { kind: "busy", message: "The server answered 503.", retryAfterMs: 12_000 }],
    [429, told("throttled", "Slower.", false), null, { kind: "busy", message: "Slower.", retryAfterMs: null }],
    [413, told("too_large", "Too large.", true), null, { kind: "refused", code: "too_large", message: "Too large.", permanent: true }],
    [500, "", null, { kind: "refused", code: "http_500", message: "The server answered 500.", permanent: false }],
    [404, "not json", null, { kind: "refused", code: "http_404", message: "The server answered 404.", permanent: true }],
  ])("reads status %i", (status, body, retryAfter, expected) => {
    expect(troubleFromAnswer(status, body, retryAfter)).toEqual(expected);
  });
});

describe("troubleOf", () => {
  it("knows a file that was moved by the browser's names for it", () => {
    expect(troubleOf(new DOMException("", "NotReadableError"))).toEqual({ kind: "file_gone" });
    expect(troubleOf(new DOMException("", "NotFoundError"))).toEqual({ kind: "file_gone" });
  });

  it("keeps the words of anything else and lets it be tried again", () => {
    expect(troubleOf(new Error("odd"))).toMatchObject({ kind: "refused", permanent: false, message: expect.stringContaining("odd") });
  });
});

describe("backOffMs", () => {
  it("doubles up to half a minute and spreads by at most a quarter", () => {
    expect([1, 2, 3, 4, 5, 6, 20].map((losses) => backOffMs(losses, () => 0))).toEqual([1e3, 2e3, 4e3, 8e3, 16e3, 30e3, 30e3]);
    expect(backOffMs(3, () => 1)).toBe(5_000);
  });
});
