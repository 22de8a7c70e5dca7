import { describe, expect, it } from "vitest";
import type { TimelineDay, TimelineIndex } from "@/api/types";
import { anchorAt, positionOf } from "./anchor";
import { moveFrom, placeOf } from "./grid-move";
import { bandsBetween, blockOf, layOut, segmentsBetween, sizesFor } from "./layout";

const day = (number: number, count: number, ratio = 1.333): TimelineDay => [
  new Date(Date.UTC(2026, 0, 1) - number * 86_400_000).toISOString().slice(0, 10),
  count,
  count * ratio,
  null,
];

function indexOf(...segments: TimelineDay[][]): TimelineIndex {
  const heads = segments.map((days, number) => ({
    key: `s${number}`,
    count: days.reduce((sum, [, count]) => sum + count, 0),
    first_day: days[0]?.[0] ?? "",
    last_day: days.at(-1)?.[0] ?? "",
    days,
  }));
  return { version: "1", total: heads.reduce((sum, head) => sum + head.count, 0), segments: heads };
}

const many = indexOf(
  ...Array.from({ length: 100 }, (_, segment) =>
    Array.from({ length: 50 }, (_, number) => day(segment * 50 + number, 20)),
  ),
);

describe("layOut", () => {
  it.each([320, 390, 820, 1110, 1900])("covers every photo once, without overlap, at %i px", (width) => {
    const layout = layOut(many, sizesFor(width));
    let next = 0;
    let bottom = 0;
    for (const band of layout.bands) {
      expect(band.top).toBe(bottom);
      bottom = band.top + band.height;
      let right = -1;
      for (const block of layout.blocks.slice(band.from, band.to)) {
        expect(block.first).toBe(next);
        next += block.count;
        expect(block.x).toBeGreaterThan(right);
        right = block.x + block.width;
        expect(right).toBeLessThanOrEqual(width);
        expect(block.head + block.plan.height).toBeLessThanOrEqual(band.height);
      }
    }
    expect(next).toBe(100_000);
    expect(layout.height).toBe(bottom);
  });

  it("puts short days side by side and keeps long ones alone", () => {
    const layout = layOut(indexOf([day(0, 1), day(1, 1), day(2, 60), day(3, 1)]), sizesFor(1110));
    expect(layout.bands.map((band) => band.to - band.from)).toEqual([2, 1, 1]);
  });

  it("shows one head for a day that two segments share", () => {
    const layout = layOut(indexOf([day(0, 5), day(1, 40)], [day(1, 30), day(2, 5)]), sizesFor(1110));
    const shared = layout.blocks.filter((block) => block.day === day(1, 1)[0]);
    expect(shared.map((block) => block.head > 0)).toEqual([true, false]);
    expect(shared[1]?.first).toBe(45);
    const band = layout.bands.find((each) => layout.blocks[each.from] === shared[0]);
    expect(shared[1]?.top).toBe((shared[0]?.top ?? 0) + 44 + (shared[0]?.plan.height ?? 0) + 2);
    expect(band?.height).toBe(44 + (shared[0]?.plan.height ?? 0) + 2);
  });

  it("does not depend on the single ratios, so nothing moves when a segment arrives", () => {
    const layout = layOut(many, sizesFor(1110));
    const block = layout.blocks[40];
    if (!block) throw new Error("no block");
    const skewed = Array.from({ length: block.count }, (_, at) => (at % 2 ? 0.666 : 2));
    const equal = placeOf(layout, block.first + block.count - 1, () => null);
    const loaded = placeOf(layout, block.first + block.count - 1, () => skewed);
    expect((loaded?.top ?? 0) + (loaded?.height ?? 0)).toBe((equal?.top ?? 0) + (equal?.height ?? 0));
  });

  it("lays 100,000 photos out in well under a frame's budget of patience", () => {
    const start = performance.now();
    layOut(many, sizesFor(1110));
    expect(performance.now() - start).toBeLessThan(250);
  });

  it("says nothing about an empty library", () => {
    const layout = layOut(indexOf(), sizesFor(390));
    expect(layout).toMatchObject({ bands: [], height: 0, rowCount: 0 });
    expect(bandsBetween(layout, 0, 800)).toEqual([0, 0]);
    expect(blockOf(layout, 0)).toBeNull();
  });
});

describe("what is near the view", () => {
  it("needs only the segments that touch it, the nearest first", () => {
    const layout = layOut(many, sizesFor(1110));
    const middle = layout.height / 2;
    const near = segmentsBetween(layout, middle, middle + 900);
    expect(near.length).toBeLessThanOrEqual(2);
    expect(near[0]).toBeGreaterThan(45);
    expect(near[0]).toBeLessThan(55);
  });

  it("touches few bands, whatever the size of the library", () => {
    const layout = layOut(many, sizesFor(1110));
    const [from, to] = bandsBetween(layout, 100_000, 101_900);
    expect(to - from).toBeLessThan(12);
    expect(layout.bands[from]?.top).toBeLessThanOrEqual(100_000);
  });
});

describe("the anchor", () => {
  it("keeps the day on top where it is when newer photos arrive", () => {
    const before = layOut(indexOf([day(1, 30), day(2, 30), day(3, 30)]), sizesFor(1110));
    const after = layOut(indexOf([day(0, 200), day(1, 30), day(2, 30), day(3, 30)]), sizesFor(1110));
    const top = (before.bands[1]?.top ?? 0) + 100;
    const anchor = anchorAt(before, top);
    expect(anchor && positionOf(after, anchor) - (after.bands[2]?.top ?? 0)).toBeCloseTo(100);
  });

  it("goes to the next older day when its own is gone", () => {
    const before = layOut(indexOf([day(1, 30), day(2, 30), day(3, 30)]), sizesFor(1110));
    const after = layOut(indexOf([day(1, 30), day(3, 30)]), sizesFor(1110));
    const anchor = anchorAt(before, (before.bands[1]?.top ?? 0) + 100);
    expect(anchor && positionOf(after, anchor)).toBe(after.bands[1]?.top);
  });
});

describe("moveFrom", () => {
  const layout = layOut(indexOf([day(0, 2), day(1, 2), day(2, 60), day(3, 1)]), sizesFor(1110));
  const move = (key: string, from: number) => moveFrom(key, from, layout, () => null, 900);

  it("walks every photo with the arrow keys and stops at the ends", () => {
    let at: number | null = 0;
    let steps = 0;
    for (let next = move("ArrowRight", 0); next !== null; next = move("ArrowRight", next)) {
      expect(next).toBe((at ?? 0) + 1);
      at = next;
      steps += 1;
    }
    expect(steps).toBe(64);
    expect(move("ArrowLeft", 0)).toBeNull();
  });

  it("goes down to the last row and back up to the first", () => {
    const path: number[] = [0];
    for (let next = move("ArrowDown", 0); next !== null; next = move("ArrowDown", next)) {
      const above = placeOf(layout, path.at(-1) as number, () => null);
      const below = placeOf(layout, next, () => null);
      expect(below?.top).toBeGreaterThan(above?.top ?? Infinity);
      path.push(next);
    }
    expect(path.at(-1)).toBe(64);
    let up = 64;
    for (let next = move("ArrowUp", up); next !== null; next = move("ArrowUp", up)) up = next;
    expect(placeOf(layout, up, () => null)?.top).toBe(placeOf(layout, 0, () => null)?.top);
  });

  it("jumps to the ends, by a screen, and ignores other keys", () => {
    expect(move("Home", 30)).toBe(0);
    expect(move("End", 0)).toBe(64);
    const down = move("PageDown", 0);
    expect(down).toBeGreaterThan(4);
    expect(move("q", 3)).toBeNull();
    expect(moveFrom("ArrowRight", 5, layout, () => null, 900, true)).toBe(4);
  });
});
