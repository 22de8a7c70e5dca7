import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next";

describe("safeNext", () => {
  it("goes back to a place of this site", () => {
    expect(safeNext("/favourites/photo/1?x=2")).toBe("/favourites/photo/1?x=2");
  });

  it.each([undefined, "https://elsewhere.test", "//elsewhere.test", "/\\elsewhere.test", "javascript:alert(1)"])(
    "does not follow %s",
    (next) => {
      expect(safeNext(next)).toBe("/");
    },
  );
});
