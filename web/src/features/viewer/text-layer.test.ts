import { describe, expect, it } from "vitest";
import { layLine } from "./text-layer";
import { readersOf } from "./text-readers";

const measure = (text: string, size: number) => text.length * size * 0.5;

describe("a line of text on the stage", () => {
  it("lies where it was read, stretched to its width", () => {
    const laid = layLine({ by: "machine", text: "word", box: [[0.1, 0.2], [0.5, 0.2], [0.5, 0.3], [0.1, 0.3]] }, { width: 1000, height: 500 }, measure);
    expect(laid).toMatchObject({ left: 100, top: 100, width: 400, height: 50, turn: 0 });
    expect(laid.stretch).toBeCloseTo(400 / (4 * 50 * 0.78 * 0.5));
  });

  it("is turned as the line is, in pixels and not in shares", () => {
    const laid = layLine({ by: "machine", text: "up", box: [[0.5, 0.8], [0.5, 0.2], [0.6, 0.2], [0.6, 0.8]] }, { width: 1000, height: 500 }, measure);
    expect(laid.turn).toBeCloseTo(-Math.PI / 2);
    expect(laid).toMatchObject({ width: 300, height: 100 });
  });

  it("is not stretched where nothing can be measured", () => {
    const laid = layLine({ by: "machine", text: "word", box: [[0, 0], [1, 0], [1, 1], [0, 1]] }, { width: 10, height: 10 }, () => 0);
    expect(laid.stretch).toBe(1);
  });
});

describe("who read the text", () => {
  const by = (reader: string) => ({ text: "x", by: reader, box: [[0, 0], [1, 0], [1, 1], [0, 1]] as never });

  it("is said, once each", () => {
    expect(readersOf([by("machine"), by("machine")])).toBe("this machine");
    expect(readersOf([by("machine"), by("google-vision")])).toBe("this machine and Google Vision");
    expect(readersOf([by("google-vision")])).toBe("Google Vision");
  });
});
