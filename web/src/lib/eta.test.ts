import { describe, expect, it } from "vitest";
import { formatTimeLeft, RateMeter } from "./eta";

/** Same numbers on every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Sends 1,000 files of 1 to 9 MB over a shared line: its speed swings by about a third around its own mean and
 * stays fast or slow for some 20 files. Returns the estimate at half way and the truth.
 */
function importOf1000(seed: number): { lowS: number; highS: number; trueS: number } {
  const random = seeded(seed);
  const sizes = Array.from({ length: 1000 }, () => 1e6 + random() * 8e6);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const meter = new RateMeter();
  let nowMs = 0;
  let done = 0;
  const meanSpeed = 2e6 + random() * 10e6;
  let swing = 0;
  let half: { lowS: number; highS: number; atMs: number } | null = null;
  meter.sample(0, 0);
  sizes.forEach((size, index) => {
    swing = swing * 0.95 + (random() - 0.5) * 0.37;
    nowMs += (size / (meanSpeed * Math.exp(swing))) * 1000;
    done += size;
    meter.sample(nowMs, done);
    if (!half && done >= total / 2) {
      const left = meter.timeLeft(nowMs, { doneUnits: done, totalUnits: total, doneItems: index + 1 });
      if (left) half = { ...left, atMs: nowMs };
    }
  });
  const found = half as { lowS: number; highS: number; atMs: number } | null;
  if (!found) throw new Error("no estimate at half way");
  return { lowS: found.lowS, highS: found.highS, trueS: (nowMs - found.atMs) / 1000 };
}

describe("RateMeter", () => {
  it("says nothing before 20 items or 30 seconds", () => {
    const meter = new RateMeter();
    meter.sample(0, 0);
    meter.sample(5_000, 500);
    expect(meter.timeLeft(5_000, { doneUnits: 500, totalUnits: 10_000, doneItems: 19 })).toBeNull();
    expect(meter.timeLeft(5_000, { doneUnits: 500, totalUnits: 10_000, doneItems: 20 })).not.toBeNull();
    meter.sample(30_000, 600);
    expect(meter.timeLeft(30_000, { doneUnits: 600, totalUnits: 10_000, doneItems: 3 })).not.toBeNull();
  });

  it("gives a range around the truth for an even pace", () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 40; second += 1) meter.sample(second * 1000, second * 10);
    const left = meter.timeLeft(40_000, { doneUnits: 400, totalUnits: 1_400, doneItems: 40 });
    expect(left?.lowS).toBeCloseTo(90);
    expect(left?.highS).toBeCloseTo(110);
  });

  it("widens the range when the pace changes", () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 120; second += 1) meter.sample(second * 1000, second * 10);
    for (let second = 121; second <= 200; second += 1) meter.sample(second * 1000, 1200 + (second - 120));
    const left = meter.timeLeft(200_000, { doneUnits: 1280, totalUnits: 2280, doneItems: 200 });
    expect(left?.highS).toBeGreaterThan(900);
    expect(left?.lowS).toBeLessThan(200);
  });

  it("does not count the time while it was held", () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 40; second += 1) meter.sample(second * 1000, second * 10);
    meter.hold(40_000);
    meter.sample(640_000, 400);
    for (let second = 641; second <= 650; second += 1) meter.sample(second * 1000, 400 + (second - 640) * 10);
    const left = meter.timeLeft(650_000, { doneUnits: 500, totalUnits: 1_500, doneItems: 50 });
    expect(left?.highS).toBeCloseTo(110);
  });

  it("is silent when nothing moves", () => {
    const meter = new RateMeter();
    meter.sample(0, 100);
    meter.sample(60_000, 100);
    expect(meter.timeLeft(60_000, { doneUnits: 100, totalUnits: 1000, doneItems: 30 })).toBeNull();
  });

  it("is within 30 % at half way in at least 90 % of imports of 1,000 files", () => {
    const runs = Array.from({ length: 200 }, (_, seed) => importOf1000(seed));
    const near = runs.filter(({ lowS, highS, trueS }) => {
      const middle = (lowS + highS) / 2;
      return Math.abs(middle - trueS) <= 0.3 * trueS;
    });
    expect(near.length / runs.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe("formatTimeLeft", () => {
  it.each([
    [null, null],
    [{ lowS: 10, highS: 40 }, "under a minute left"],
    [{ lowS: 30, highS: 80 }, "up to 2 min left"],
    [{ lowS: 12.2 * 60, highS: 14.5 * 60 }, "about 12–15 min left"],
    [{ lowS: 3600, highS: 5400 }, "about 1–1.5 h left"],
    [{ lowS: 7100, highS: 7300 }, "about 2 h left"],
    [{ lowS: 3 * 86_400, highS: 4.5 * 86_400 }, "about 3–5 days left"],
    [{ lowS: 1, highS: Number.POSITIVE_INFINITY }, null],
  ])("words %o as %s", (left, words) => {
    expect(formatTimeLeft(left)).toBe(words);
  });
});
