/** Where every day of the timeline lies, computed from the index alone: bands of day blocks with final positions. */
import type { TimelineIndex } from "@/api/types";
import { type BlockPlan, planBlock, rowWidth } from "@/lib/justified";

export interface LayoutSizes {
  /** Usable width, px. */
  width: number;
  /** Wished row height, px. */
  target: number;
  /** Between tiles, px. */
  gap: number;
  /** Height of a day head, px. */
  head: number;
  /** Between days side by side, px. */
  dayGap: number;
  /** Below a band, px. */
  below: number;
  /** A day is at least this wide, so that its head can be read. */
  narrowest: number;
  /** A single row that does not fill the width may be this much higher than the target. */
  stretch: number;
}

export interface DayBlock {
  /** Stays the same while photos come and go in other days. */
  key: string;
  day: string;
  place: string | null;
  /** Position among all photos of the view, newest first. */
  first: number;
  count: number;
  ratioSum: number;
  segment: number;
  /** Position of the block's first photo in its segment. */
  offset: number;
  /** The rest of a day that began in the segment before: it has no head of its own. */
  continued: boolean;
  x: number;
  top: number;
  /** Width of the block, at least that of the plan. */
  width: number;
  head: number;
  plan: BlockPlan;
  /** Photo rows and heads of the grid that come before this block; for screen readers. */
  rowsBefore: number;
}

export interface Band {
  top: number;
  height: number;
  /** Blocks `from` (included) to `to` (excluded). */
  from: number;
  to: number;
}

export interface TimelineLayout {
  blocks: DayBlock[];
  bands: Band[];
  height: number;
  total: number;
  rowCount: number;
  sizes: LayoutSizes;
}

/** Sizes for a content width: dense on phones, 180–240 px rows on desktops. */
export function sizesFor(width: number): LayoutSizes {
  const target = width < 600 ? 118 : width < 1000 ? 165 : 210;
  return width < 600
    ? { width, target, gap: 2, head: 40, dayGap: 8, below: 8, narrowest: 116, stretch: 1.5 }
    : { width, target, gap: 2, head: 44, dayGap: 16, below: 16, narrowest: 150, stretch: 1.15 };
}

interface Seed {
  key: string;
  day: string;
  place: string | null;
  count: number;
  ratioSum: number;
  first: number;
  segment: number;
  offset: number;
  continued: boolean;
  continues: boolean;
}

function seedsOf(index: TimelineIndex): Seed[] {
  const seeds: Seed[] = [];
  const met = new Map<string, number>();
  let first = 0;
  index.segments.forEach((segment, number) => {
    let offset = 0;
    segment.days.forEach(([day, count, ratioSum, place]) => {
      const before = seeds.at(-1);
      const continued = before !== undefined && before.segment === number - 1 && before.day === day;
      if (continued) before.continues = true;
      const time = met.get(day) ?? 0;
      met.set(day, time + 1);
      seeds.push({ key: `${day}/${time}`, day, place, count, ratioSum, first, segment: number, offset, continued, continues: false });
      first += count;
      offset += count;
    });
  });
  return seeds;
}

/** Days that take one short row stand side by side; every other day has a band for itself. */
export function layOut(index: TimelineIndex, sizes: LayoutSizes): TimelineLayout {
  const layout: TimelineLayout = { blocks: [], bands: [], height: 0, total: index.total, rowCount: 0, sizes };
  const seeds = seedsOf(index).filter((seed) => seed.count > 0);
  let at = 0;
  while (at < seeds.length) {
    const run = sideBySide(seeds, at, sizes);
    if (run > 0) addShared(layout, seeds.slice(at, at + run));
    else addAlone(layout, seeds[at] as Seed);
    at += Math.max(1, run);
  }
  return layout;
}

/** How many days from `at` on share one band: as many as fit in one row of an allowed height. */
function sideBySide(seeds: Seed[], at: number, sizes: LayoutSizes): number {
  let run = 0;
  while (at + run < seeds.length) {
    const seed = seeds[at + run] as Seed;
    if (seed.continued || seed.continues) break;
    if (sharedHeight(seeds.slice(at, at + run + 1), sizes) < sizes.target * (run === 0 ? 1 : 0.86)) break;
    run += 1;
  }
  return run;
}

/** Row height at which these days fill the width side by side; days narrower than their head keep its width. */
function sharedHeight(seeds: Seed[], sizes: LayoutSizes): number {
  const { width, target, gap, dayGap, narrowest } = sizes;
  let height = target;
  for (let turn = 0; turn < 3; turn += 1) {
    let fixed = dayGap * (seeds.length - 1);
    let sum = 0;
    for (const seed of seeds) {
      if (rowWidth(seed.count, seed.ratioSum, height, gap) < narrowest) fixed += narrowest;
      else {
        fixed += gap * (seed.count - 1);
        sum += rowWidth(seed.count, seed.ratioSum, 1, 0);
      }
    }
    if (sum === 0) return fixed <= width ? target : 0;
    height = (width - fixed) / sum;
    if (height <= 0) return 0;
    height = Math.min(height, target * sizes.stretch);
  }
  return height;
}

function addShared(layout: TimelineLayout, seeds: Seed[]): void {
  const { sizes } = layout;
  const filling = sharedHeight(seeds, sizes);
  const height = Math.floor(filling);
  let x = 0;
  const placed = seeds.map((seed) => {
    const natural = Math.floor(rowWidth(seed.count, seed.ratioSum, height, sizes.gap));
    const width = Math.max(natural, sizes.narrowest);
    const block = { seed, x, width, plan: { rows: 1, width: natural, height } };
    x += width + sizes.dayGap;
    return block;
  });
  // What rounding left over goes to the last day, so that the band ends flush when it is full.
  const last = placed.at(-1);
  if (last) {
    const rest = sizes.width - (x - sizes.dayGap);
    const flush = Math.abs(rest) <= 2 * seeds.length && last.plan.width === last.width;
    // The head of the last day may use all that is left, its photos only what is due to rounding.
    last.width += rest;
    if (flush) last.plan = { ...last.plan, width: last.width };
  }
  addBand(layout, placed);
}

function addAlone(layout: TimelineLayout, seed: Seed): void {
  const { width, target, gap } = layout.sizes;
  const plan = planBlock(seed.count, seed.ratioSum, width, target, gap);
  addBand(layout, [{ seed, x: 0, width, plan }]);
}

function addBand(
  layout: TimelineLayout,
  placed: { seed: Seed; x: number; width: number; plan: BlockPlan }[],
): void {
  const { sizes, bands, blocks } = layout;
  const from = blocks.length;
  let height = 0;
  for (const { seed, x, width, plan } of placed) {
    const head = seed.continued ? 0 : sizes.head;
    const { continues, ...kept } = seed;
    blocks.push({ ...kept, x, top: layout.height, width, head, plan, rowsBefore: layout.rowCount });
    layout.rowCount += plan.rows + (head > 0 ? 1 : 0);
    height = Math.max(height, head + plan.height + (continues ? sizes.gap : sizes.below));
  }
  bands.push({ top: layout.height, height, from, to: blocks.length });
  layout.height += height;
}

/** Index of the last element whose `key` is ≤ `value`; 0 if there is none. */
export function lastAtMost<T>(sorted: readonly T[], value: number, key: (element: T) => number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (key(sorted[middle] as T) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Bands [from, to) that touch the pixels `top`…`bottom`. */
export function bandsBetween(layout: TimelineLayout, top: number, bottom: number): [from: number, to: number] {
  if (layout.bands.length === 0) return [0, 0];
  const from = lastAtMost(layout.bands, top, (band) => band.top);
  const to = lastAtMost(layout.bands, bottom, (band) => band.top);
  return [from, to + 1];
}

export function blockOf(layout: TimelineLayout, photo: number): DayBlock | null {
  if (photo < 0 || photo >= layout.total || layout.blocks.length === 0) return null;
  return layout.blocks[lastAtMost(layout.blocks, photo, (block) => block.first)] ?? null;
}

/** Numbers of the segments whose blocks touch these pixels, nearest the middle first. */
export function segmentsBetween(layout: TimelineLayout, top: number, bottom: number): number[] {
  const [from, to] = bandsBetween(layout, top, bottom);
  const found = new Set<number>();
  const middle = (top + bottom) / 2;
  const bands = layout.bands.slice(from, to).sort((a, b) => distance(a, middle) - distance(b, middle));
  for (const band of bands) for (let at = band.from; at < band.to; at += 1) found.add((layout.blocks[at] as DayBlock).segment);
  return [...found];
}

const distance = (band: Band, y: number): number =>
  y < band.top ? band.top - y : Math.max(0, y - band.top - band.height);

