import { expect, test } from "vitest";
import { guessedKind, kindReasons, kindWords } from "./kind-words";

test("a guess is worded by how sure it is, and everyday is not worth a word", () => {
  expect(kindWords({ kinds: { birthday: 0.7, everyday: 0.3 } })).toBe("probably a birthday");
  expect(kindWords({ kinds: { everyday: 0.6, hike: 0.4 } })).toBe("perhaps a hike");
  expect(kindWords({ kinds: { everyday: 0.8, hike: 0.2 } })).toBeNull();
  expect(kindWords({ kinds: {} })).toBeNull();
});

test("only the reasons for that kind are told", () => {
  const event = {
    kinds: { trip: 0.6, beach: 0.3 },
    reasons: [
      { kind: "trip", text: "2 nights away." },
      { kind: "beach", text: "3 photos show “seashore”." },
    ],
  };
  expect(guessedKind(event)).toBe("trip");
  expect(kindReasons(event)).toEqual(["2 nights away."]);
});
