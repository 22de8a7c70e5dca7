/** Boxes in shares of a picture: from two corners, or moved and sized by keys; always inside the picture. */
import type { Box } from "./photo-people";

interface Point {
  x: number;
  y: number;
}

const STEP = 0.01;
const LEAST = 0.01;

const inside = (value: number): number => Math.min(1, Math.max(0, value));

/** While the pointer moves. */
export function drag(from: Point, to: Point): Box {
  const [x1, x2] = [inside(Math.min(from.x, to.x)), inside(Math.max(from.x, to.x))];
  const [y1, y2] = [inside(Math.min(from.y, to.y)), inside(Math.max(from.y, to.y))];
  return [x1, y1, x2 - x1, y2 - y1];
}

/** A finished box, or null for one too small to be meant. */
export function fromCorners(from: Point, to: Point): Box | null {
  const box = drag(from, to);
  return box[2] < LEAST || box[3] < LEAST ? null : box;
}

/** The box after an arrow key, with Shift its size; null for any other key. */
export function nudge(box: Box, key: string, sizes: boolean): Box | null {
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [-STEP, 0],
    ArrowRight: [STEP, 0],
    ArrowUp: [0, -STEP],
    ArrowDown: [0, STEP],
  };
  const move = moves[key];
  if (!move) return null;
  const [left, top, width, height] = box;
  if (sizes) {
    return [left, top, Math.min(1 - left, Math.max(LEAST, width + move[0])), Math.min(1 - top, Math.max(LEAST, height + move[1]))];
  }
  return [Math.min(1 - width, inside(left + move[0])), Math.min(1 - height, inside(top + move[1])), width, height];
}
