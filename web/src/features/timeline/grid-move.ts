/** Which photo an arrow key leads to, from the layout alone. */
import { fillRows, type Row } from "@/lib/justified";
import { blockOf, bandsBetween, type DayBlock, type TimelineLayout } from "./layout";

export type RatiosOf = (block: DayBlock) => readonly number[] | null;

/** Rows of a block; with equal ratios while its segment is not here. */
export function rowsOf(block: DayBlock, ratios: readonly number[] | null, gap: number): Row[] {
  return fillRows(ratios ?? new Array<number>(block.count).fill(block.ratioSum / block.count), block.plan, gap);
}

export interface Place {
  /** Pixels of the layout. */
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where a photo lies. */
export function placeOf(layout: TimelineLayout, photo: number, ratiosOf: RatiosOf): Place | null {
  const block = blockOf(layout, photo);
  if (!block) return null;
  const at = photo - block.first;
  const rows = rowsOf(block, ratiosOf(block), layout.sizes.gap);
  const row = rows.findLast((each) => each.first <= at);
  const tile = row?.tiles[at - row.first];
  if (!row || !tile) return null;
  return { left: block.x + tile.x, top: block.top + block.head + row.top, width: tile.width, height: row.height };
}

/** The photo above (−1) or below (1), the one whose middle is nearest; null at the edge. */
function vertical(layout: TimelineLayout, photo: number, step: -1 | 1, ratiosOf: RatiosOf): number | null {
  const here = placeOf(layout, photo, ratiosOf);
  if (!here) return null;
  const middle = here.left + here.width / 2;
  const y = step < 0 ? here.top - 1 : here.top + here.height + 1;
  // Heads and margins lie between two bands, so the next row is looked for in this band and the one beyond.
  const [from] = bandsBetween(layout, here.top, here.top);
  for (let at = from; at >= 0 && at < layout.bands.length && Math.abs(at - from) <= 1; at += step) {
    const band = layout.bands[at];
    if (!band) break;
    let best: { photo: number; distance: number } | null = null;
    for (const block of layout.blocks.slice(band.from, band.to)) {
      const start = block.top + block.head;
      const rows = rowsOf(block, ratiosOf(block), layout.sizes.gap);
      const row =
        step > 0 ? rows.find((each) => start + each.top >= y - 1) : rows.findLast((each) => start + each.top + each.height <= y + 1);
      row?.tiles.forEach((tile, index) => {
        const distance = Math.abs(block.x + tile.x + tile.width / 2 - middle);
        // The row next to us counts before a nearer middle further away.
        const rowDistance = Math.abs(start + row.top - here.top) * 10 + distance;
        if (!best || rowDistance < best.distance) best = { photo: block.first + row.first + index, distance: rowDistance };
      });
    }
    if (best) return (best as { photo: number }).photo;
  }
  return null;
}

/** The photo that a key leads to, or null when the key is no move or there is nothing further. */
export function moveFrom(
  key: string,
  photo: number,
  layout: TimelineLayout,
  ratiosOf: RatiosOf,
  screenHeight: number,
  rightToLeft = false,
): number | null {
  const last = layout.total - 1;
  const inside = (at: number) => (at >= 0 && at <= last ? at : null);
  switch (key) {
    case "ArrowRight":
      return inside(photo + (rightToLeft ? -1 : 1));
    case "ArrowLeft":
      return inside(photo - (rightToLeft ? -1 : 1));
    case "j":
      return inside(photo + 1);
    case "k":
      return inside(photo - 1);
    case "ArrowDown":
      return vertical(layout, photo, 1, ratiosOf);
    case "ArrowUp":
      return vertical(layout, photo, -1, ratiosOf);
    case "Home":
      return 0;
    case "End":
      return last;
    case "PageDown":
    case "PageUp": {
      const step = key === "PageDown" ? 1 : -1;
      const start = placeOf(layout, photo, ratiosOf)?.top ?? 0;
      let at = photo;
      for (;;) {
        const next = vertical(layout, at, step, ratiosOf);
        if (next === null) return at === photo ? null : at;
        at = next;
        const top = placeOf(layout, at, ratiosOf)?.top ?? 0;
        if (Math.abs(top - start) >= screenHeight * 0.8) return at;
      }
    }
    default:
      return null;
  }
}
