/** The date scrubber at the right edge: drag, click, or keys; years along the track, the month in a bubble. */
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { classNames } from "@/lib/class-names";
import { formatMonth, formatShortMonth } from "@/lib/format-date";
import { formatCount } from "@/lib/format-number";
import type { TimelineLayout } from "./layout";
import { monthAfterKey, monthAt, monthsOf, yearLabels } from "./scrubber-scale";

interface ScrubberProps {
  layout: TimelineLayout;
  /** Top of what can be seen, in pixels of the layout. */
  top: number;
  /** Height of the window part in which the timeline is seen. */
  seen: number;
  onJump: (top: number) => void;
}

export function Scrubber({ layout, top, seen, onJump }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [dragging, setDragging] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [moving, setMoving] = useState(false);
  const months = useMemo(() => monthsOf(layout), [layout]);
  const labels = useMemo(() => yearLabels(months, height, 26), [months, height]);

  useEffect(() => {
    if (!track.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setHeight(entry.contentRect.height));
    observer.observe(track.current);
    return () => observer.disconnect();
  }, []);

  // On touch screens the handle shows only while the page moves.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const onScroll = () => {
      setMoving(true);
      clearTimeout(timer);
      timer = setTimeout(() => setMoving(false), 1_500);
    };
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener("scroll", onScroll);
    };
  }, []);

  const scrollable = Math.max(1, layout.height - seen);
  const here = Math.min(1, Math.max(0, top / scrollable));
  const present = monthAt(months, (here * scrollable) / layout.height);
  const shareAt = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)) : 0;
  };
  const jumpToShare = (share: number) => onJump(share * scrollable);
  const shown = dragging ?? hovered;
  const shownMonth = shown === null ? null : months[monthAt(months, (shown * scrollable) / layout.height)];

  const onKeyDown = (event: KeyboardEvent) => {
    const next = monthAfterKey(event.key, months, present);
    const month = next === null ? undefined : months[next];
    if (!month) return;
    event.preventDefault();
    onJump(Math.min(scrollable, Math.ceil(month.at * layout.height)));
  };

  return (
    <div
      className={classNames(
        "group/scrub fixed end-0 top-[calc(var(--top-bar)+0.5rem)] bottom-[calc(var(--bottom-bar)+0.5rem)] z-20 w-11 tablet:w-14",
        "pointer-coarse:pointer-events-none pointer-coarse:transition-opacity",
        !moving && dragging === null && "pointer-coarse:opacity-0 pointer-coarse:focus-within:opacity-100",
      )}
    >
      <div
        ref={track}
        role="slider"
        tabIndex={0}
        aria-label="Date"
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, months.length - 1)}
        aria-valuenow={Math.max(0, present)}
        aria-valuetext={months[present] ? formatMonth(months[present].month) : undefined}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragging(shareAt(event));
          jumpToShare(shareAt(event));
        }}
        onPointerMove={(event) => {
          if (dragging === null) return setHovered(event.pointerType === "mouse" ? shareAt(event) : null);
          setDragging(shareAt(event));
          jumpToShare(shareAt(event));
        }}
        onPointerUp={() => setDragging(null)}
        onPointerCancel={() => setDragging(null)}
        onPointerLeave={() => setHovered(null)}
        className="relative h-full cursor-ns-resize touch-none rounded-small pointer-coarse:pointer-events-none"
      >
        <div aria-hidden="true" className="pointer-coarse:hidden">
          {labels.map((label) => (
            <span
              key={label.year}
              className={classNames(
                "counts pointer-events-none absolute end-2 -translate-y-1/2 text-small text-faint",
                // On narrow windows the years stand over photos: only while the hand is near, and on a ground of their own.
                "max-tablet:rounded-full max-tablet:bg-raised max-tablet:px-1.5 max-tablet:text-soft max-tablet:opacity-0 max-tablet:transition-opacity max-tablet:group-hover/scrub:opacity-100",
              )}
              style={{ top: `${Math.min(0.99, Math.max(0.012, label.at)) * 100}%` }}
            >
              {label.year}
            </span>
          ))}
        </div>
        <span
          aria-hidden="true"
          className="pointer-events-none absolute end-0 top-0 h-0.5 w-10 bg-accent pointer-coarse:hidden"
          style={{ transform: `translateY(${here * height - 1}px)` }}
        />
        <span
          aria-hidden="true"
          className={classNames(
            !moving && dragging === null ? "pointer-events-none" : "pointer-events-auto",
            "absolute end-0 hidden h-12 w-9 -translate-y-1/2 place-items-center rounded-s-full border border-e-0 border-line bg-raised text-soft shadow-raised pointer-coarse:grid",
          )}
          style={{ top: `${Math.min(0.96, Math.max(0.04, here)) * 100}%` }}
        >
          <svg width="12" height="20" viewBox="0 0 12 20" fill="none" stroke="currentColor" strokeWidth="1.5">
            <path d="M2 7l4-4 4 4M2 13l4 4 4-4" />
          </svg>
        </span>
      </div>
      {shown !== null && shownMonth && (
        <div
          aria-hidden="true"
          className="pointer-events-none absolute end-14 -translate-y-1/2 rounded-full bg-ink px-3 py-1.5 text-meta font-medium whitespace-nowrap text-surface shadow-raised pointer-coarse:end-16 pointer-coarse:text-body"
          style={{ top: `${shown * 100}%` }}
        >
          {formatShortMonth(shownMonth.month)}
          <span className="counts ms-2 font-normal opacity-70">{formatCount(shownMonth.count)}</span>
        </div>
      )}
    </div>
  );
}
