import { describe, expect, it } from "vitest";
import { layOut, sizesFor } from "./layout";
import { monthAfterKey, monthAt, monthsOf, yearLabels } from "./scrubber-scale";

const months = ["2026-03", "2026-01", "2025-12", "2025-06", "2024-01"].map((month, number) => ({
  month,
  at: number * 0.2,
  count: 10,
}));

describe("the scrubber", () => {
  it("gathers days into months with their counts and places", () => {
    const layout = layOut(
      {
        version: "1",
        total: 31,
        segments: [
          {
            key: "a",
            count: 31,
            first_day: "2024-07-04",
            last_day: "2024-06-30",
            days: [
              ["2024-07-04", 20, 26, null],
              ["2024-07-01", 10, 13, null],
              ["2024-06-30", 1, 1.3, null],
            ],
          },
        ],
      },
      sizesFor(1110),
    );
    const found = monthsOf(layout);
    expect(found.map(({ month, count }) => [month, count])).toEqual([
      ["2024-07", 30],
      ["2024-06", 1],
    ]);
    expect(found[0]?.at).toBe(0);
    expect(found[1]?.at).toBeGreaterThan(0.5);
  });

  it("tells the month under the pointer", () => {
    expect(monthAt(months, 0)).toBe(0);
    expect(monthAt(months, 0.45)).toBe(2);
    expect(monthAt(months, 1)).toBe(4);
    expect(monthAt([], 0.5)).toBe(-1);
  });

  it("leaves out year labels that would touch", () => {
    expect(yearLabels(months, 500, 26).map((label) => label.year)).toEqual(["2026", "2025", "2024"]);
    expect(yearLabels(months, 100, 50).map((label) => label.year)).toEqual(["2026", "2024"]);
  });

  it("steps by months and by years with the keys", () => {
    expect(monthAfterKey("ArrowDown", months, 0)).toBe(1);
    expect(monthAfterKey("ArrowUp", months, 0)).toBe(0);
    expect(monthAfterKey("PageDown", months, 1)).toBe(2);
    expect(monthAfterKey("PageUp", months, 4)).toBe(2);
    expect(monthAfterKey("End", months, 1)).toBe(4);
    expect(monthAfterKey("Home", months, 3)).toBe(0);
    expect(monthAfterKey("a", months, 3)).toBeNull();
  });
});
