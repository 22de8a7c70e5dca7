import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sendFile } from "./send";

/** The part of XMLHttpRequest that sending uses. */
class TestRequest {
  static last: TestRequest;
  status = 0;
  responseText = "";
  upload: { onprogress: ((event: { loaded: number }) => void) | null } = { onprogress: null };
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  onloadend: (() => void) | null = null;
  opened: [string, string] = ["", ""];
  headers: Record<string, string> = {};
  body: unknown;

  constructor() {
    TestRequest.last = this;
  }
  open(method: string, url: string): void {
    this.opened = [method, url];
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  getResponseHeader(): string | null {
    return null;
  }
  send(body: unknown): void {
    this.body = body;
  }
  abort(): void {
    this.onabort?.();
    this.onloadend?.();
  }
  answer(status: number, body: string): void {
    this.status = status;
    this.responseText = body;
    this.onload?.();
    this.onloadend?.();
  }
}

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", TestRequest);
  document.cookie = "photonest_csrf=tok%201";
});
afterEach(() => vi.unstubAllGlobals());

const about = { filename: "Straße & Meer.jpg", folder: "Trip/1", modifiedMs: 1_700_000_000_000.4, sha256: "ab" };
const options = (signal = new AbortController().signal) => ({ onProgress: vi.fn(), signal });

describe("sendFile", () => {
  it("puts the raw bytes with name, folder, time and hash, and the token", async () => {
    const file = new File(["bytes"], "x.jpg");
    const sending = sendFile(file, about, options());
    const { opened, headers, body } = TestRequest.last;
    expect(opened[0]).toBe("PUT");
    const url = new URL(opened[1], "http://localhost");
    expect(url.pathname).toBe("/api/uploads");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      filename: "Straße & Meer.jpg",
      folder: "Trip/1",
      modified_ms: "1700000000000",
      sha256: "ab",
    });
    expect(headers["X-CSRFToken"]).toBe("tok 1");
    expect(body).toBe(file);
    TestRequest.last.answer(201, '{"status":"stored","asset_id":"a"}');
    expect(await sending).toEqual({ status: "stored", asset_id: "a" });
  });

  it("tells how much was sent", () => {
    const told = options();
    void sendFile(new File(["bytes"], "x.jpg"), about, told);
    TestRequest.last.upload.onprogress?.({ loaded: 3 });
    expect(told.onProgress).toHaveBeenCalledWith(3);
  });

  it("turns a refusal into a trouble with the server's sentence", async () => {
    const sending = sendFile(new File(["bytes"], "x.jpg"), about, options());
    TestRequest.last.answer(415, '{"code":"unsupported_format","message":"This is a text.","permanent":true}');
    await expect(sending).rejects.toMatchObject({ trouble: { kind: "unsupported", message: "This is a text." } });
  });

  it("stops when it is told to", async () => {
    const abort = new AbortController();
    const sending = sendFile(new File(["bytes"], "x.jpg"), about, options(abort.signal));
    abort.abort();
    await expect(sending).rejects.toMatchObject({ name: "AbortError" });
  });

  it("tells a lost connection from a file that is gone", async () => {
    const lost = sendFile(new File(["bytes"], "x.jpg"), about, options());
    TestRequest.last.onerror?.();
    await expect(lost).rejects.toMatchObject({ trouble: { kind: "network" } });

    const moved = new File(["bytes"], "x.jpg");
    moved.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) }) as never;
    const gone = sendFile(moved, about, options());
    TestRequest.last.onerror?.();
    await expect(gone).rejects.toMatchObject({ trouble: { kind: "file_gone" } });
  });
});
