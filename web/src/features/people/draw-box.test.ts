import { expect, test } from "vitest";
import { drag, fromCorners, nudge } from "./draw-box";

test("a box is the same whichever corner it begins in, and stays inside the picture", () => {
  expect(drag({ x: 0.2, y: 0.1 }, { x: 0.6, y: 0.4 }).map((side) => side.toFixed(2))).toEqual(["0.20", "0.10", "0.40", "0.30"]);
  expect(drag({ x: 0.6, y: 0.4 }, { x: 0.2, y: 0.1 })).toEqual(drag({ x: 0.2, y: 0.1 }, { x: 0.6, y: 0.4 }));
  expect(drag({ x: -1, y: 0.5 }, { x: 2, y: 3 })).toEqual([0, 0.5, 1, 0.5]);
});

test("a click without a drag draws nothing", () => {
  expect(fromCorners({ x: 0.5, y: 0.5 }, { x: 0.503, y: 0.9 })).toBeNull();
  expect(fromCorners({ x: 0.5, y: 0.5 }, { x: 0.6, y: 0.6 })).not.toBeNull();
});

test("arrow keys move the box, with Shift they size it, and both stop at the edge", () => {
  expect(nudge([0, 0.5, 0.2, 0.2], "ArrowLeft", false)).toEqual([0, 0.5, 0.2, 0.2]);
  expect(nudge([0.8, 0.5, 0.2, 0.2], "ArrowRight", false)).toEqual([0.8, 0.5, 0.2, 0.2]);
  expect(nudge([0.5, 0.5, 0.2, 0.2], "ArrowDown", true)?.[3]).toBeCloseTo(0.21);
  expect(nudge([0.5, 0.5, 0.5, 0.01], "ArrowUp", true)).toEqual([0.5, 0.5, 0.5, 0.01]);
  expect(nudge([0.5, 0.5, 0.2, 0.2], "a", false)).toBeNull();
});
