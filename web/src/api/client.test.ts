import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, get, messageOf, onSignedOut, post, withQuery } from "./client";

function answer(status: number, body: unknown): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json" },
  });
}

const fetching = () => vi.spyOn(globalThis, "fetch");

afterEach(() => {
  document.cookie = "photonest_csrf=; max-age=0";
});

describe("the API client", () => {
  it("sends the CSRF cookie back with everything that changes something", async () => {
    document.cookie = "photonest_csrf=abc%3D1";
    const fetch = fetching().mockResolvedValue(answer(200, { changed: 1 }));
    await post("/api/assets/actions", { action: "trash", ids: ["1"] });
    const [, options] = fetch.mock.calls[0] as [string, RequestInit];
    expect(options.headers).toMatchObject({ "X-CSRFToken": "abc=1", "Content-Type": "application/json" });
    expect(options.body).toBe('{"action":"trash","ids":["1"]}');
  });

  it("gives reading requests no CSRF header", async () => {
    const fetch = fetching().mockResolvedValue(answer(200, {}));
    await get("/api/session");
    const [, options] = fetch.mock.calls[0] as [string, RequestInit];
    expect(options.headers).not.toHaveProperty("X-CSRFToken");
  });

  it("turns an error into its code and its sentence", async () => {
    const body = { code: "trash_is_empty", message: "The trash is empty.", permanent: true, details: { a: 1 } };
    fetching().mockResolvedValue(answer(409, body));
    const error = await get("/api/x").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: "trash_is_empty", permanent: true, details: { a: 1 } });
    expect(messageOf(error)).toBe("The trash is empty.");
  });

  it("has a sentence when the answer is no JSON", async () => {
    fetching().mockResolvedValue(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(get("/api/x")).rejects.toMatchObject({ code: "http_502", permanent: false });
  });

  it("says that nothing answers when the server is away", async () => {
    fetching().mockRejectedValue(new TypeError("Failed to fetch"));
    await expect(get("/api/x")).rejects.toMatchObject({ code: "offline", status: 0, permanent: false });
  });

  it("tells of the end of a session, and not of a wrong password", async () => {
    const ended = vi.fn();
    const stop = onSignedOut(ended);
    const refusal = { code: "wrong_credentials", message: "Wrong.", permanent: true, details: {} };
    fetching().mockResolvedValueOnce(answer(401, refusal));
    await post("/api/session", {}).catch(() => undefined);
    expect(ended).not.toHaveBeenCalled();
    fetching().mockResolvedValueOnce(answer(401, { ...refusal, code: "not_signed_in" }));
    await get("/api/timeline").catch(() => undefined);
    expect(ended).toHaveBeenCalledOnce();
    stop();
  });

  it("answers nothing for 204", async () => {
    fetching().mockResolvedValue(answer(204, undefined));
    await expect(post("/api/activity/pause")).resolves.toBeUndefined();
  });

  it("leaves empty query parameters out and escapes the others", () => {
    expect(withQuery("/api/search", { q: "a b&c", limit: 5, view: "", v: undefined })).toBe("/api/search?q=a+b%26c&limit=5");
    expect(withQuery("/api/search", {})).toBe("/api/search");
  });
});
