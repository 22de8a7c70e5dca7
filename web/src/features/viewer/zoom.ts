/** Arithmetic of zooming and panning: a picture of `fit` size centred in a stage, scaled about its middle, then moved. */

export interface Size {
  width: number;
  height: number;
}

export interface Zoom {
  /** 1 = the whole picture is seen. */
  scale: number;
  /** Shift of the picture's middle from the stage's middle, px. */
  x: number;
  y: number;
}

export interface Point {
  x: number;
  y: number;
}

export const whole: Zoom = { scale: 1, x: 0, y: 0 };

/** Largest box of the ratio within the stage; pictures smaller than the stage are not blown up. */
export function fitInto(stage: Size, ratio: number, natural?: Size | null): Size {
  const width = Math.min(stage.width, stage.height * ratio, natural?.width ? Math.max(natural.width, 320) : Infinity);
  return { width: Math.round(width), height: Math.round(width / ratio) };
}

/** At most two screen pixels for a pixel of the picture, and at least four times the whole view. */
export function largestScale(fit: Size, natural: Size | null): number {
  return Math.max(4, natural && fit.width > 0 ? (natural.width / fit.width) * 2 : 4);
}

/** Keeps the picture over the stage: no pan beyond its edges, no drift when it is smaller than the stage. */
export function kept(zoom: Zoom, fit: Size, stage: Size, largest: number): Zoom {
  const scale = Math.min(largest, Math.max(1, zoom.scale));
  const roomX = Math.max(0, (fit.width * scale - stage.width) / 2);
  const roomY = Math.max(0, (fit.height * scale - stage.height) / 2);
  const within = (value: number, room: number) => (room === 0 ? 0 : Math.min(room, Math.max(-room, value)));
  return { scale, x: within(zoom.x, roomX), y: within(zoom.y, roomY) };
}

/** Scales so that what lies under `point` (from the stage's middle) stays under it. */
export function zoomAround(zoom: Zoom, scale: number, point: Point): Zoom {
  const factor = scale / zoom.scale;
  return { scale, x: point.x - (point.x - zoom.x) * factor, y: point.y - (point.y - zoom.y) * factor };
}

/** What a lifted finger meant: more than a quarter of the width, or a fast flick, turns the page. */
export function swipeEnd(moved: Point, width: number, ms: number): "next" | "previous" | "close" | "stay" {
  const fast = ms < 300;
  if (Math.abs(moved.x) > Math.abs(moved.y)) {
    if (Math.abs(moved.x) > width / 4 || (fast && Math.abs(moved.x) > 40)) return moved.x < 0 ? "next" : "previous";
  } else if (moved.y > 120 || (fast && moved.y > 60)) return "close";
  return "stay";
}
