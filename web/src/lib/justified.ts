/**
 * Justified rows whose total height follows from a count and a sum of ratios alone.
 *
 * The timeline knows for every day how many photos it has and the sum of their width/height ratios long before it knows
 * the single ratios. A block is therefore planned from these two numbers, and the rows are fitted into the planned
 * height afterwards (each picture is cropped by a few per cent at most). Nothing moves when the ratios arrive.
 */

export interface BlockPlan {
  rows: number;
  /** Pixels, integer. */
  width: number;
  height: number;
}

export interface TileBox {
  x: number;
  width: number;
}

export interface Row {
  /** Index of the row's first tile within the block. */
  first: number;
  top: number;
  height: number;
  tiles: TileBox[];
}

/** A row may be this much lower or higher than the target before another number of rows is taken. */
const lowest = 0.8;
const highest = 1.2;
/** Beyond these a picture is cropped in the grid: a 1 × 65,535 strip must not take a row for itself. */
const narrowestRatio = 0.4;
const widestRatio = 3.2;

export const tileRatio = (ratio: number): number =>
  Number.isFinite(ratio) ? Math.min(widestRatio, Math.max(narrowestRatio, ratio)) : 1;

/** A sum of `count` ratios as it would be after each was kept within the limits, as far as the sum tells. */
const soundSum = (count: number, ratioSum: number): number =>
  Math.min(count * widestRatio, Math.max(count * narrowestRatio, ratioSum));

/** Row height at which `count` tiles fill `rows` rows of `width` px exactly. */
function fillingHeight(count: number, ratioSum: number, rows: number, width: number, gap: number): number {
  return (width * rows - gap * (count - rows)) / soundSum(count, ratioSum);
}

/** Width of one row of the given height. */
export function rowWidth(count: number, ratioSum: number, height: number, gap: number): number {
  return height * soundSum(count, ratioSum) + gap * (count - 1);
}

/**
 * Plans a block of `count` ≥ 1 tiles for at most `width` px. Blocks of one short row keep the target height and stay
 * narrower; all others fill the width, so that no row ends ragged.
 */
export function planBlock(count: number, ratioSum: number, width: number, target: number, gap: number): BlockPlan {
  const single = fillingHeight(count, ratioSum, 1, width, gap);
  if (single >= target * lowest || count === 1) {
    const height = Math.round(single > target * highest ? target : single);
    return { rows: 1, width: Math.min(width, Math.round(rowWidth(count, ratioSum, height, gap))), height };
  }
  let rows = 1;
  let best = Infinity;
  const guess = Math.max(1, Math.floor((target * soundSum(count, ratioSum)) / width));
  for (let tried = Math.max(2, guess - 1); tried <= Math.min(count, guess + 2); tried += 1) {
    const height = fillingHeight(count, ratioSum, tried, width, gap);
    const distance = height > 0 ? Math.abs(Math.log(height / target)) : Infinity;
    if (distance < best) {
      best = distance;
      rows = tried;
    }
  }
  const filling = fillingHeight(count, ratioSum, rows, width, gap);
  const rowHeight = Math.round(Math.min(filling, target * highest));
  const used =
    filling > target * highest
      ? Math.round((rowHeight * soundSum(count, ratioSum) + gap * (count - rows)) / rows)
      : width;
  return { rows, width: Math.min(width, used), height: rowHeight * rows + gap * (rows - 1) };
}

/** Fits the tiles into the planned block: exactly its rows, its width and its height. */
export function fillRows(ratios: readonly number[], plan: BlockPlan, gap: number): Row[] {
  const kept = ratios.map(tileRatio);
  const ends = splitEvenly(kept, plan.rows);
  const widths = ends.map((end, row) => {
    const first = row === 0 ? 0 : (ends[row - 1] as number);
    return { first, end, sum: kept.slice(first, end).reduce((sum, ratio) => sum + ratio, 0) };
  });
  const natural = widths.map(({ first, end, sum }) => (plan.width - gap * (end - first - 1)) / sum);
  const scale = (plan.height - gap * (plan.rows - 1)) / natural.reduce((sum, height) => sum + height, 0);
  let top = 0;
  let exact = 0;
  return widths.map(({ first, end, sum }, row) => {
    exact += (natural[row] as number) * scale;
    const bottom = Math.round(exact) + gap * row;
    const placed: Row = {
      first,
      top,
      height: bottom - top,
      tiles: placeTiles(kept.slice(first, end), sum, plan.width, gap),
    };
    top = bottom + gap;
    return placed;
  });
}

function placeTiles(ratios: number[], sum: number, width: number, gap: number): TileBox[] {
  const free = width - gap * (ratios.length - 1);
  let before = 0;
  return ratios.map((ratio, index) => {
    const x = Math.round((before / sum) * free) + gap * index;
    before += ratio;
    const end = Math.round((before / sum) * free) + gap * index;
    return { x, width: end - x };
  });
}

/** How far from the even cut a row may end. */
const reach = 4;

/**
 * Cuts `ratios` into `rows` runs with sums as equal as possible (least squares; dynamic programming over the few cuts
 * around each even one). Returns the end of each run.
 */
function splitEvenly(ratios: readonly number[], rows: number): number[] {
  const count = ratios.length;
  const sums = [0];
  for (const ratio of ratios) sums.push((sums.at(-1) as number) + ratio);
  const even = (sums.at(-1) as number) / rows;
  interface Cut {
    at: number;
    cost: number;
    from: Cut | null;
  }
  let cuts: Cut[] = [{ at: 0, cost: 0, from: null }];
  let nearest = 0;
  for (let row = 1; row <= rows; row += 1) {
    while (nearest < count && (sums[nearest + 1] as number) <= even * row) nearest += 1;
    const next: Cut[] = [];
    // At least one tile a row, on both sides of the cut.
    const low = row === rows ? count : Math.max(row, nearest - reach);
    const high = row === rows ? count : Math.min(count - (rows - row), nearest + reach + 1);
    for (let at = Math.min(low, count - (rows - row)); at <= Math.max(high, row); at += 1) {
      let best: Cut | null = null;
      for (const before of cuts) {
        if (before.at >= at) continue;
        const cost = before.cost + ((sums[at] as number) - (sums[before.at] as number) - even) ** 2;
        if (!best || cost < best.cost) best = { at, cost, from: before };
      }
      if (best) next.push(best);
    }
    cuts = next;
  }
  const ends: number[] = [];
  for (let cut: Cut | null = cuts[0] ?? null; cut?.from; cut = cut.from) ends.unshift(cut.at);
  return ends;
}
