/** The picture grows out of its tile when the stage opens, and goes back into it when the stage closes. */
import { type RefObject, useLayoutEffect, useRef } from "react";

const durationMs = 200;
const easing = "cubic-bezier(0.2, 0, 0, 1)";

/** Starts the growing once, and gives the way back: `close` runs when the picture is in its tile again, or at once without one. */
export function useZoomFromTile(layer: RefObject<HTMLElement | null>, id: string): (close: () => void) => void {
  const opened = useRef(id);
  const closing = useRef(false);

  useLayoutEffect(() => {
    // Only the photo that was opened comes out of a tile; those turned to are on the stage already.
    // In a microtask: the stage measures itself in this commit too, and has its size right after it, before the paint.
    queueMicrotask(() => layer.current && void move(layer.current, opened.current, "out"));
  }, [layer]);

  return (close) => {
    if (closing.current) return;
    closing.current = true;
    const moving = layer.current && move(layer.current, id, "back");
    if (moving) void moving.finally(close);
    else close();
  };
}

/** Null where nothing moves: no tile in view, no picture, or a person who asked for less motion. */
function move(layer: HTMLElement, id: string, way: "out" | "back"): Promise<unknown> | null {
  const picture = layer.querySelector<HTMLElement>(".stage-photo");
  const tile = document.querySelector<HTMLElement>(`#root a[href$="/photo/${id}"]`);
  if (!picture?.animate || !tile || matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  const from = tile.getBoundingClientRect();
  const to = picture.getBoundingClientRect();
  const inView = from.bottom > 0 && from.top < window.innerHeight && from.width > 0 && to.width > 0;
  if (!inView) return null;
  const away = {
    x: from.left + from.width / 2 - (to.left + to.width / 2),
    y: from.top + from.height / 2 - (to.top + to.height / 2),
  };
  const shrunk = { x: from.width / to.width, y: from.height / to.height };
  // The picture is centred by its own transform; `scale` acts before it, about a point half a picture further on.
  const frames = [
    {
      translate: `${away.x - ((1 - shrunk.x) * picture.offsetWidth) / 2}px ${away.y - ((1 - shrunk.y) * picture.offsetHeight) / 2}px`,
      scale: `${shrunk.x} ${shrunk.y}`,
    },
    { translate: "0 0", scale: "1 1" },
  ];
  const stage = [{ backgroundColor: "rgb(0 0 0 / 0)" }, { backgroundColor: "rgb(0 0 0 / 1)" }];
  const options = { duration: durationMs, easing, direction: way === "out" ? ("normal" as const) : ("reverse" as const) };
  layer.animate(stage, options);
  return picture.animate(frames, options).finished;
}
