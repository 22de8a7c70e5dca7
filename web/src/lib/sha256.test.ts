import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { hashBlob } from "./sha256";

const streaming = { wholeReadBytes: 0, subtle: null } as const;
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
// FIPS 180-2, appendix B.
const VECTORS: [string, string][] = [
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
];

function bytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 255);
}

describe("hashBlob", () => {
  it.each(VECTORS)("agrees with the published vectors, streamed and at once", async (text, expected) => {
    const blob = new Blob([text]);
    expect(await hashBlob(blob, streaming)).toBe(expected);
    expect(await hashBlob(blob, { ...streaming, chunkBytes: 7 * 1024 + 1 })).toBe(expected);
    expect(await hashBlob(blob)).toBe(expected);
  });

  it("hashes an empty file", async () => {
    expect(await hashBlob(new Blob([]), streaming)).toBe(EMPTY);
    expect(await hashBlob(new Blob([]))).toBe(EMPTY);
  });

  it.each([0, 1, 63, 64, 65, 127, 128, 999])("gives the same hash whatever the size of the pieces (%i bytes)", async (size) => {
    const content = bytes(size);
    const expected = createHash("sha256").update(content).digest("hex");
    for (const chunkBytes of [1, 63, 64, 65, 1000]) {
      expect(await hashBlob(new Blob([content]), { ...streaming, chunkBytes })).toBe(expected);
    }
  });

  it("reads a large file in pieces and tells how far it is", async () => {
    const blob = new Blob([bytes(10_000)]);
    const wholeRead = vi.spyOn(blob, "arrayBuffer");
    const told: number[] = [];
    await hashBlob(blob, { wholeReadBytes: 9_999, chunkBytes: 4_096, onProgress: (done) => told.push(done) });
    expect(told).toEqual([4_096, 8_192, 10_000]);
    expect(wholeRead).not.toHaveBeenCalled();
  });

  it("stops when it is told to", async () => {
    const abort = new AbortController();
    const hashing = hashBlob(new Blob([bytes(10_000)]), {
      ...streaming,
      chunkBytes: 1_000,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(hashing).rejects.toMatchObject({ name: "AbortError" });
  });
});
