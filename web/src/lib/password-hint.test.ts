import { describe, expect, it } from "vitest";
import { passwordHint } from "./password-hint";

describe("passwordHint", () => {
  it("counts down to the shortest length", () => {
    expect(passwordHint("123456789", "anna")).toEqual({ level: 1, words: "One more character." });
    expect(passwordHint("pass", "anna").words).toBe("6 more characters.");
  });

  it("refuses what is long but easy", () => {
    expect(passwordHint("aaaaaaaaaaaaaa", "anna").level).toBe(1);
    expect(passwordHint("anna-1234567", "anna").level).toBe(1);
  });

  it("calls long ones strong", () => {
    expect(passwordHint("tulip9gate-x", "anna").level).toBe(2);
    expect(passwordHint("tulip gate river lamp", "anna").level).toBe(3);
  });
});
