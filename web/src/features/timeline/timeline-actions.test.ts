import { describe, expect, it, vi } from "vitest";
import { timelineActions } from "./timeline-actions";

const does = () => ({ act: vi.fn(() => true), clear: vi.fn(), all: vi.fn(), restore: vi.fn(), stack: vi.fn(), unstack: vi.fn() });
const titles = (...given: Parameters<typeof timelineActions>) => timelineActions(...given).map((action) => action.title);

describe("what can be done in a timeline", () => {
  it("is everything the bar of chosen photos offers", () => {
    const found = titles("library", new Set(["a", "b"]), 9, does());
    for (const title of ["Add to favourites, or remove", "Give or take off tags", "Set the place", "Set the time", "Move to the trash", "Put on one stack", "Unstack"]) {
      expect(found).toContain(title);
    }
    expect(titles("library", new Set(["a"]), 9, does())).not.toContain("Put on one stack");
  });

  it("puts chosen photos of the trash back, and chooses nothing afterwards", () => {
    const acts = does();
    const chosen = new Set(["a"]);
    timelineActions("trash", chosen, 9, acts).find((action) => action.title === "Put back")?.run();
    expect(acts.restore).toHaveBeenCalledWith(chosen);
    expect(acts.clear).toHaveBeenCalled();
  });

  it("is nothing in an empty one", () => {
    expect(titles("library", new Set(), 0, does())).toEqual([]);
  });
});
