import { expect, test } from "vitest";
import { clockSpan, daySpan } from "./date-span";

test("a span is said as short as it can be", () => {
  expect(daySpan("2024-07-04T10:00:00", "2024-07-04T18:00:00")).toMatch(/^\D*(July )?4[^–]*2024$/);
  expect(daySpan("2024-07-04T10:00:00", "2024-07-09T18:00:00")).toMatch(/4\s*–\s*9/);
  expect(clockSpan("2024-07-04T10:00:10", "2024-07-04T10:00:50")).not.toContain("–");
  expect(clockSpan("2024-07-04T10:00:00", "2024-07-04T11:00:00")).toContain("–");
});
