/** Which pixels of a tall element can be seen in the window, in steps coarse enough to render rarely. */
import { type RefObject, useLayoutEffect, useState } from "react";

export interface VisibleRange {
  top: number;
  bottom: number;
  /** False while the user moves fast: nothing new is fetched then. */
  calm: boolean;
}

const step = 120;
const calmAfterMs = 90;

export function useVisibleRange(element: RefObject<HTMLElement | null>): VisibleRange {
  const [range, setRange] = useState<VisibleRange>(() => ({ top: 0, bottom: window.innerHeight, calm: true }));
  useLayoutEffect(() => {
    let frame = 0;
    let timer: ReturnType<typeof setTimeout>;
    const rest = () => setRange((before) => (before.calm ? before : { ...before, calm: true }));
    const look = () => {
      const top = -(element.current?.getBoundingClientRect().top ?? 0);
      const coarse = Math.floor(top / step) * step;
      const bottom = coarse + window.innerHeight + step;
      setRange((before) => {
        if (before.top === coarse && before.bottom === bottom) return before;
        const jumped = Math.abs(before.top - coarse) > window.innerHeight * 1.5;
        return { top: coarse, bottom, calm: before.calm && !jumped };
      });
      // Counted from the look, not from the scroll: a late frame must not leave the view restless for ever.
      clearTimeout(timer);
      timer = setTimeout(rest, calmAfterMs);
    };
    const onScroll = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    look();
    window.addEventListener("scroll", onScroll, { passive: true });
    window.addEventListener("resize", onScroll);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      window.removeEventListener("scroll", onScroll);
      window.removeEventListener("resize", onScroll);
    };
  }, [element]);
  return range;
}

/** Width of an element in whole pixels; 0 until it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const look = () => setWidth(Math.floor(measured.clientWidth));
    look();
    const observer = new ResizeObserver(look);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
