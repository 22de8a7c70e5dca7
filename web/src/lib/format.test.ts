import { describe, expect, it } from "vitest";
import { formatDay, formatMonth, formatOffset, formatRecent } from "./format-date";
import { countOf, formatBytes, formatDuration } from "./format-number";

describe("formats", () => {
  it("leave the year out in the present one only", () => {
    const now = new Date(2026, 5, 1);
    expect(formatDay("2026-07-04", now)).not.toContain("2026");
    expect(formatDay("2024-07-04", now)).toContain("2024");
  });

  it("do not shift a wall clock by the zone of the device", () => {
    expect(formatDay("2024-07-04", new Date(2026, 5, 1))).toContain("4");
    expect(formatMonth("2024-01-01")).toContain("2024");
  });

  it("write zones, durations, sizes and counts", () => {
    expect([120, 0, -210].map(formatOffset)).toEqual(["UTC+2", "UTC", "UTC−3:30"]);
    expect([0.4, 75, 3_725].map(formatDuration)).toEqual(["0:00", "1:15", "1:02:05"]);
    expect(formatBytes(1_500_000)).toMatch(/1[.,]5/);
    expect(formatBytes(999)).toMatch(/999/);
    expect([countOf(1, "photo", "photos"), countOf(0, "photo", "photos")]).toEqual(["1 photo", "0 photos"]);
  });
});

describe("a recent moment", () => {
  it("is a clock time today and a day before", () => {
    const now = new Date(2026, 6, 4, 18, 30);
    expect(formatRecent(new Date(2026, 6, 4, 7, 5).toISOString(), now)).toMatch(/^0?7[:.]05/);
    expect(formatRecent(new Date(2026, 6, 3, 7, 5).toISOString(), now)).toMatch(/2026/);
  });
});
