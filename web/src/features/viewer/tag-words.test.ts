import { describe, expect, it } from "vitest";
import { guessOf, tagWords } from "./tag-words";

describe("words of a tag", () => {
  it("says of a mood what the picture looks like", () => {
    expect(tagWords({ kind: "mood", name: "joyful" })).toBe("looks joyful");
  });

  it("names a colour by its plain word and things as they are", () => {
    expect(tagWords({ kind: "colour", name: "orange colour" })).toBe("orange");
    expect(tagWords({ kind: "object", name: "orange" })).toBe("orange");
    expect(tagWords({ kind: "scene", name: "beach" })).toBe("beach");
  });

  it("says what kind of guess it is and how sure", () => {
    expect(guessOf({ kind: "light", source: "looks@1", score: 0.876 })).toBe("Light, guessed by looks@1, score 0.88");
    expect(guessOf({ kind: "label", source: "lite2@1", score: 0.5 })).toBe("Guessed by lite2@1, score 0.50");
  });
});
