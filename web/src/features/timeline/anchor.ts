/** Keeps what the user looks at in place while the timeline around it changes. */
import { bandsBetween, lastAtMost, type TimelineLayout } from "./layout";

export interface Anchor {
  day: string;
  /** How far into the day the top of the screen was, as a share of its height; may lie outside 0…1. */
  share: number;
}

/** `y` is the top of what can be seen, in pixels of the layout. */
export function anchorAt(layout: TimelineLayout, y: number): Anchor | null {
  const band = layout.bands[bandsBetween(layout, y, y)[0]];
  const block = band && layout.blocks[band.from];
  return band && block ? { day: block.day, share: (y - band.top) / band.height } : null;
}

/** Where that place is now. A day that is gone is replaced by the next older one. */
export function positionOf(layout: TimelineLayout, anchor: Anchor): number {
  if (layout.bands.length === 0) return 0;
  const found = layout.blocks.findIndex((block) => block.day === anchor.day);
  const older = found >= 0 ? found : layout.blocks.findIndex((block) => block.day < anchor.day);
  const block = layout.blocks[older >= 0 ? older : layout.blocks.length - 1];
  if (!block) return 0;
  const band = layout.bands[lastAtMost(layout.bands, block.top, (each) => each.top)];
  if (!band) return 0;
  return band.top + (found >= 0 ? anchor.share * band.height : 0);
}
