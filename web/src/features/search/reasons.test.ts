import { describe, expect, it } from "vitest";
import { readReason, reasonLine } from "./reasons";
import { understoodParts } from "./understood";

describe("readReason", () => {
  it.each([
    ["tag: beach 0.81", "“beach”, 81 % sure", true],
    ["tag: beach wagon 0.07", "“beach wagon”, 7 % sure", true],
    ["tag: holiday", "tagged “holiday”", false],
    ["looks like: sea, shore", "looks like sea, shore", true],
    ["name: IMG_1.jpg", "named IMG_1.jpg", false],
    ["place: Lisbon", "place: Lisbon", false],
    ["something new", "something new", false],
  ])("words %s as %s", (text, words, guessed) => {
    expect(readReason(text)).toMatchObject({ words, guessed });
  });

  it("joins several reasons to one line", () => {
    expect(reasonLine(["tag: sea 0.5", "name: sea.jpg"])).toBe("“sea”, 50 % sure · named sea.jpg");
  });
});

describe("understoodParts", () => {
  it("lets each part be taken away and keeps the others", () => {
    const parts = understoodParts({ meaning: "dog", phrases: ["red car", "lisbon"] });
    expect(parts.map((part) => part.words)).toEqual(["about “dog”", "exactly “red car”", "exactly “lisbon”"]);
    expect(parts.map((part) => part.without)).toEqual(['"red car" "lisbon"', 'dog "lisbon"', 'dog "red car"']);
  });

  it("shows what a newer server understood under its own name, and nothing for empty parts", () => {
    expect(understoodParts({ meaning: "", phrases: [], dates: ["July 2024"] }).map((part) => part.words)).toEqual([
      "dates: July 2024",
    ]);
  });
});
