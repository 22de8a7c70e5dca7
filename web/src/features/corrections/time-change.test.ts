import { describe, expect, it } from "vitest";
import { timeChange, untouched } from "./time-change";

describe("what the time dialog asks for", () => {
  it("is nothing until something is filled in", () => {
    expect(timeChange(untouched)).toBeNull();
    expect(timeChange({ ...untouched, hours: "abc" })).toBeNull();
    expect(timeChange({ ...untouched, way: "set" })).toBeNull();
    expect(timeChange({ ...untouched, way: "zone", zone: "  " })).toBeNull();
  });

  it("adds days, hours and minutes up, and goes both ways", () => {
    const fields = { ...untouched, days: "1", hours: "2", minutes: "30" };
    expect(timeChange(fields)?.time?.shift_seconds).toBe(95_400);
    expect(timeChange({ ...fields, later: false })?.time?.shift_seconds).toBe(-95_400);
    expect(timeChange({ ...untouched, hours: "1,5" })?.time?.shift_seconds).toBe(5_400);
  });

  it("sets a day, a time of day or both", () => {
    expect(timeChange({ ...untouched, way: "set", day: "1987-08-01" })?.time).toMatchObject({ day: "1987-08-01", clock: null });
    expect(timeChange({ ...untouched, way: "set", clock: "09:30" })?.time).toMatchObject({ day: null, clock: "09:30" });
  });

  it("says what stays when the zone changes", () => {
    const asked = timeChange({ ...untouched, way: "zone", zone: "Asia/Tokyo", keeps: "moment" });
    expect(asked?.time).toEqual({ time_zone: "Asia/Tokyo", zone_keeps: "moment" });
  });
});
