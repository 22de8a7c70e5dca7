import { describe, expect, it } from "vitest";
import { fitInto, kept, largestScale, swipeEnd, whole, zoomAround } from "./zoom";

const stage = { width: 1000, height: 600 };

describe("zoom", () => {
  it("fits the picture as large as it can be without distorting it", () => {
    expect(fitInto(stage, 2)).toEqual({ width: 1000, height: 500 });
    expect(fitInto(stage, 0.5)).toEqual({ width: 300, height: 600 });
  });

  it("does not blow a small picture up", () => {
    expect(fitInto(stage, 1, { width: 400, height: 400 })).toEqual({ width: 400, height: 400 });
  });

  it("keeps the point under the cursor where it is", () => {
    const point = { x: 200, y: -100 };
    const zoomed = zoomAround({ scale: 1.5, x: 40, y: 10 }, 3, point);
    const before = { x: (point.x - 40) / 1.5, y: (point.y - 10) / 1.5 };
    expect((point.x - zoomed.x) / 3).toBeCloseTo(before.x);
    expect((point.y - zoomed.y) / 3).toBeCloseTo(before.y);
  });

  it("never pans beyond the edge of the picture", () => {
    const fit = { width: 900, height: 600 };
    expect(kept({ scale: 2, x: 5000, y: -5000 }, fit, stage, 4)).toEqual({ scale: 2, x: 400, y: -300 });
    expect(kept({ scale: 1, x: 80, y: 80 }, fit, stage, 4)).toEqual(whole);
    expect(kept({ scale: 0.2, x: 0, y: 0 }, fit, stage, 4).scale).toBe(1);
  });

  it("allows two screen pixels for one of the picture", () => {
    expect(largestScale({ width: 1000, height: 500 }, { width: 8000, height: 4000 })).toBe(16);
    expect(largestScale({ width: 1000, height: 500 }, null)).toBe(4);
  });

  it("tells a turn of the page from a wobble", () => {
    expect(swipeEnd({ x: -300, y: 10 }, 1000, 800)).toBe("next");
    expect(swipeEnd({ x: 60, y: 5 }, 1000, 120)).toBe("previous");
    expect(swipeEnd({ x: 60, y: 5 }, 1000, 900)).toBe("stay");
    expect(swipeEnd({ x: 3, y: 150 }, 1000, 900)).toBe("close");
    expect(swipeEnd({ x: 3, y: -400 }, 1000, 100)).toBe("stay");
  });
});
