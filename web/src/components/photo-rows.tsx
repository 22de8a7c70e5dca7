/** Photos in justified rows, one link each; arrow keys go from photo to photo, and only one of them is a tab stop. */
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { fillRows, planBlock, tileRatio } from "@/lib/justified";

const GAP = 2;

interface PhotoRowsProps<Photo> {
  label: string;
  photos: readonly Photo[];
  ratioOf: (photo: Photo) => number;
  keyOf: (photo: Photo) => string;
  /** Draws one photo; `focusable` says whether its link is the tab stop. */
  children: (photo: Photo, focusable: boolean) => ReactNode;
}

interface Placed {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Same heights as the timeline. */
const rowHeightFor = (width: number): number => (width < 600 ? 118 : width < 1000 ? 165 : 210);

export function PhotoRows<Photo>({ label, photos, ratioOf, keyOf, children }: PhotoRowsProps<Photo>) {
  const list = useRef<HTMLUListElement>(null);
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState(0);

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = (): void => setWidth(element.clientWidth);
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  const { boxes, height } = useMemo(() => place(photos.map(ratioOf), width), [photos, ratioOf, width]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = neighbour(boxes, at, event.key);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    list.current?.querySelector<HTMLElement>(`[data-photo="${to}"] a`)?.focus();
  };

  return (
    // The list itself takes no focus: its links do, and the keys move between them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul ref={list} aria-label={label} className="relative" style={{ height }} onKeyDown={onKeyDown}>
      {photos.map((photo, index) => (
        <li
          key={keyOf(photo)}
          data-photo={index}
          className="absolute"
          style={boxes[index] ?? { display: "none" }}
          onFocus={() => setAt(index)}
        >
          {children(photo, index === Math.min(at, photos.length - 1))}
        </li>
      ))}
    </ul>
  );
}

function place(ratios: number[], width: number): { boxes: Placed[]; height: number } {
  if (!ratios.length || width <= 0) return { boxes: [], height: 0 };
  const kept = ratios.map(tileRatio);
  const sum = kept.reduce((total, ratio) => total + ratio, 0);
  const plan = planBlock(kept.length, sum, width, rowHeightFor(width), GAP);
  const boxes = fillRows(kept, plan, GAP).flatMap((row) =>
    row.tiles.map((tile) => ({ left: tile.x, top: row.top, width: tile.width, height: row.height })),
  );
  return { boxes, height: plan.height };
}

/** Where a key leads from photo `at`, or null when it leads nowhere. Exported for tests. */
export function neighbour(boxes: readonly Placed[], at: number, key: string): number | null {
  const last = boxes.length - 1;
  if (last < 0) return null;
  switch (key) {
    case "ArrowRight":
      return Math.min(last, at + 1);
    case "ArrowLeft":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return last;
    case "ArrowDown":
    case "ArrowUp":
      return inRow(boxes, at, key === "ArrowDown" ? 1 : -1);
    default:
      return null;
  }
}

/** The photo of the next row below or above whose middle is nearest. */
function inRow(boxes: readonly Placed[], at: number, step: 1 | -1): number | null {
  const from = boxes[at];
  if (!from) return null;
  const tops = [...new Set(boxes.map((box) => box.top))];
  const top = tops[tops.indexOf(from.top) + step];
  if (top === undefined) return null;
  const middle = (box: Placed): number => box.left + box.width / 2;
  let best: number | null = null;
  let nearest = Infinity;
  boxes.forEach((box, index) => {
    const distance = Math.abs(middle(box) - middle(from));
    if (box.top === top && distance < nearest) {
      nearest = distance;
      best = index;
    }
  });
  return best;
}
