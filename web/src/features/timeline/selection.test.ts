import { describe, expect, it } from "vitest";
import { add, inRequests, nothingSelected, rangeBetween, toggle, toggleAll, without } from "./selection";

const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort();

describe("a selection", () => {
  it("takes a photo in and out again", () => {
    const one = toggle(nothingSelected, "a", 7);
    expect(ids(one)).toEqual(["a"]);
    expect(one.from).toBe(7);
    expect(toggle(one, "a", 7)).toEqual(nothingSelected);
  });

  it("extends without losing what was chosen, and never changes the selection before", () => {
    const one = toggle(nothingSelected, "a", 2);
    const more = add(one, ["b", "c"]);
    expect(ids(more)).toEqual(["a", "b", "c"]);
    expect(more.from).toBe(2);
    expect(ids(one)).toEqual(["a"]);
  });

  it("toggles a day as a whole: first all of it, then none", () => {
    const part = toggle(nothingSelected, "b", 1);
    const all = toggleAll(part, ["a", "b", "c"], 0);
    expect(ids(all)).toEqual(["a", "b", "c"]);
    expect(ids(toggleAll(all, ["a", "b", "c"], 0))).toEqual([]);
  });

  it("forgets where shift began only when nothing is chosen", () => {
    const two = add(toggle(nothingSelected, "a", 3), ["b"]);
    expect(without(two, ["a"]).from).toBe(3);
    expect(without(two, ["a", "b"]).from).toBeNull();
  });

  it("orders a range whichever way it was drawn", () => {
    expect(rangeBetween(9, 2)).toEqual([2, 9]);
    expect(rangeBetween(2, 9)).toEqual([2, 9]);
  });

  it("sends 10,000 photos as one request and more than 20,000 as few", () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => String(at));
    expect(inRequests(many(10_000))).toHaveLength(1);
    expect(inRequests(many(45_000)).map((part) => part.length)).toEqual([20_000, 20_000, 5_000]);
  });
});
