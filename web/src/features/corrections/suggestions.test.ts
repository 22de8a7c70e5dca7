import { expect, it } from "vitest";
import { suggestions } from "./tag-field";

const tags = [
  { name: "Places/Lisbon", count: 3 },
  { name: "Places/Porto", count: 9 },
  { name: "Holiday", count: 5 },
  { name: "holiday home", count: 5 },
];
const names = (typed: string, without: string[] = []) => suggestions(tags, typed, without).map(({ name }) => name);

it("suggests tags by the beginning of any part of their path, most used first", () => {
  expect(names("p")).toEqual(["Places/Porto", "Places/Lisbon"]);
  expect(names("LIS")).toEqual(["Places/Lisbon"]);
  expect(names("places/l")).toEqual(["Places/Lisbon"]);
  expect(names("holi", ["Holiday"])).toEqual(["holiday home"]);
  expect(names("sbon")).toEqual([]);
});
