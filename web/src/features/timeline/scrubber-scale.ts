/** The scrubber's arithmetic: months along the height of the timeline, labels that do not touch. */
import type { TimelineLayout } from "./layout";

export interface Month {
  /** "2024-07" */
  month: string;
  /** Share of the timeline's height where it begins, 0…1. */
  at: number;
  count: number;
}

export interface YearLabel {
  year: string;
  at: number;
}

/** Months in the order in which they are met from top to bottom. */
export function monthsOf(layout: TimelineLayout): Month[] {
  const months: Month[] = [];
  for (const block of layout.blocks) {
    const month = block.day.slice(0, 7);
    const last = months.at(-1);
    if (last?.month === month) last.count += block.count;
    else months.push({ month, at: layout.height > 0 ? block.top / layout.height : 0, count: block.count });
  }
  return months;
}

/** Years whose labels are at least `apart` px from the one before on a track of `height` px. */
export function yearLabels(months: readonly Month[], height: number, apart: number): YearLabel[] {
  const labels: YearLabel[] = [];
  let year = "";
  for (const { month, at } of months) {
    const own = month.slice(0, 4);
    if (own === year) continue;
    year = own;
    const last = labels.at(-1);
    if (!last || (at - last.at) * height >= apart) labels.push({ year: own, at });
  }
  return labels;
}

/** The month at a share of the height, as a position in `months`; −1 without months. */
export function monthAt(months: readonly Month[], share: number): number {
  let found = months.length > 0 ? 0 : -1;
  for (let at = 0; at < months.length && (months[at] as Month).at <= share + 1e-9; at += 1) found = at;
  return found;
}

/** The month that a key leads to from `present`, or null when the key is none of the scrubber's. */
export function monthAfterKey(key: string, months: readonly Month[], present: number): number | null {
  const last = months.length - 1;
  if (last < 0) return null;
  const year = months[present]?.month.slice(0, 4) ?? "";
  switch (key) {
    case "ArrowDown":
    case "ArrowRight":
      return Math.min(last, present + 1);
    case "ArrowUp":
    case "ArrowLeft":
      return Math.max(0, present - 1);
    case "PageDown": {
      const next = months.findIndex((month, at) => at > present && month.month.slice(0, 4) !== year);
      return next < 0 ? last : next;
    }
    case "PageUp": {
      let at = present;
      while (at > 0 && months[at]?.month.slice(0, 4) === year) at -= 1;
      const target = months[at]?.month.slice(0, 4);
      while (at > 0 && months[at - 1]?.month.slice(0, 4) === target) at -= 1;
      return at;
    }
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
