import { describe, expect, it } from "vitest";
import { fillRows, planBlock } from "./justified";

/** Repeatable random numbers (mulberry32). */
function random(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const common = [1.333, 1.5, 0.75, 0.667, 1.778, 1, 0.5625];

function randomDay(next: () => number): number[] {
  const count = 1 + Math.floor(next() ** 3 * 400);
  return Array.from({ length: count }, () => common[Math.floor(next() * common.length)] as number);
}

describe("planBlock and fillRows", () => {
  it("fill exactly the planned width and height, whatever the ratios", () => {
    const next = random(7);
    for (let run = 0; run < 400; run += 1) {
      const ratios = randomDay(next);
      const width = 300 + Math.floor(next() * 1600);
      const plan = planBlock(ratios.length, sum(ratios), width, 205, 2);
      const rows = fillRows(ratios, plan, 2);
      expect(rows).toHaveLength(plan.rows);
      const last = rows.at(-1);
      expect((last?.top ?? 0) + (last?.height ?? 0)).toBe(plan.height);
      expect(rows.flatMap((row) => row.tiles)).toHaveLength(ratios.length);
      for (const row of rows) {
        const end = row.tiles.at(-1);
        expect((end?.x ?? 0) + (end?.width ?? 0)).toBe(plan.width);
        expect(row.tiles.every((tile) => tile.width > 0)).toBe(true);
      }
    }
  });

  it("crops pictures by a few per cent only", () => {
    const next = random(11);
    const crops: number[] = [];
    for (let run = 0; run < 200; run += 1) {
      const ratios = randomDay(next);
      const rows = fillRows(ratios, planBlock(ratios.length, sum(ratios), 1200, 205, 2), 2);
      for (const row of rows) {
        row.tiles.forEach((tile, index) => {
          const shown = tile.width / row.height;
          const own = ratios[row.first + index] as number;
          crops.push(1 - Math.min(shown / own, own / shown));
        });
      }
    }
    crops.sort((a, b) => a - b);
    expect(crops[Math.floor(crops.length * 0.5)]).toBeLessThan(0.02);
    expect(crops[Math.floor(crops.length * 0.99)]).toBeLessThan(0.1);
  });

  it("keep rows near the target height", () => {
    for (let count = 8; count < 200; count += 1) {
      const plan = planBlock(count, count * 1.333, 1200, 205, 2);
      const height = (plan.height - 2 * (plan.rows - 1)) / plan.rows;
      expect(height).toBeGreaterThanOrEqual(205 * 0.79);
      expect(height).toBeLessThanOrEqual(205 * 1.21);
    }
  });

  it("leave one photo at the target height instead of stretching it over the page", () => {
    expect(planBlock(1, 1.5, 1200, 200, 2)).toEqual({ rows: 1, width: 300, height: 200 });
  });

  it("keep room for extreme strips without breaking the row", () => {
    for (const ratio of [1 / 65_535, 65_535]) {
      const ratios = [ratio, 1.333, 1.333];
      const plan = planBlock(3, sum(ratios), 390, 118, 2);
      const rows = fillRows(ratios, plan, 2);
      expect(plan.height).toBeLessThan(600);
      for (const row of rows) for (const tile of row.tiles) expect(tile.width).toBeGreaterThan(20);
    }
  });

  it("gives every row at least one tile when one picture is as wide as a row", () => {
    const ratios = [3.2, 3.2, 0.4, 0.4, 3.2, 3.2];
    const plan = planBlock(6, sum(ratios), 390, 118, 2);
    expect(fillRows(ratios, plan, 2).every((row) => row.tiles.length > 0)).toBe(true);
  });
});
