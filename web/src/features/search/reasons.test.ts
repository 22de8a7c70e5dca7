import { describe, expect, it } from "vitest";
import { readReason, reasonLine } from "./reasons";

describe("readReason", () => {
  it.each([
    ["tag: beach 0.81", "“beach”, 81 % sure", true],
    ["tag: beach wagon 0.07", "“beach wagon”, 7 % sure", true],
    ["tag: holiday", "tagged “holiday”", false],
    ["looks like: sea, shore", "looks like sea, shore", true],
    ["name: IMG_1.jpg", "named IMG_1.jpg", false],
    ["count: cow ×3", "counted: cow ×3", true],
    ["place: Lisbon", "place: Lisbon", false],
    ["something new", "something new", false],
  ])("words %s as %s", (text, words, guessed) => {
    expect(readReason(text)).toMatchObject({ words, guessed });
  });

  it("joins several reasons to one line", () => {
    expect(reasonLine(["tag: sea 0.5", "name: sea.jpg"])).toBe("“sea”, 50 % sure · named sea.jpg");
  });
});

describe("a reason that stands behind the cover of a stack", () => {
  it("names the photo that says it", () => {
    expect(readReason("behind: IMG_2, copy.jpg, says: Holiday").words).toBe("says: Holiday, in IMG_2, copy.jpg of this stack");
    expect(readReason('behind: IMG_2.jpg, text: "Platform 14: north"').words).toBe('text: "Platform 14: north", in IMG_2.jpg of this stack');
    expect(readReason("behind: IMG_2.jpg, tag: Holiday").words).toBe("tagged “Holiday”, in IMG_2.jpg of this stack");
  });
});
