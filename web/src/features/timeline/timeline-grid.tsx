/** The virtual grid: only what is near the view is mounted, everything has its final place from the index. */
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { TimelineIndex, View } from "@/api/types";
import { isShortcut } from "@/lib/shortcut-keys";
import { type Anchor, anchorAt, positionOf } from "./anchor";
import { DayBlock } from "./day-block";
import { moveFrom, placeOf, type RatiosOf } from "./grid-move";
import { bandsBetween, blockOf, segmentsBetween, type TimelineLayout } from "./layout";
import type { PhotoFinder } from "./photo-finder";
import { Scrubber } from "./scrubber";
import type { UseSelection } from "./use-selection";
import { rememberOnScreen, useSegments } from "./use-timeline-data";
import { useVisibleRange } from "./use-visible-range";

interface TimelineGridProps {
  view: View;
  label: string;
  base: string;
  index: TimelineIndex;
  layout: TimelineLayout;
  finder: PhotoFinder;
  choosing: UseSelection;
  leaving: ReadonlySet<string>;
  /** Photo to be brought into view and focused, for example after the viewer was closed. */
  reveal: { id: string } | null;
  container: RefObject<HTMLDivElement | null>;
  onOpen: (id: string) => void;
  onKey: (event: KeyboardEvent, active: number | null) => void;
}

/** Mounted beyond the window on both sides, px. */
const margin = 500;
const longPressMs = 450;

const indexFrom = (target: EventTarget | null, attribute: "at" | "day"): number | null => {
  const value = (target as Element | null)?.closest<HTMLElement>(`[data-${attribute}]`)?.dataset[attribute];
  return value === undefined ? null : Number(value);
};

export function TimelineGrid(props: TimelineGridProps) {
  const { view, index, layout, finder, choosing, container, reveal, onOpen } = props;
  const { selection, toggleOne, extendTo, toggleDay } = choosing;
  const range = useVisibleRange(container);
  const seenTop = range.top - margin;
  const seenBottom = range.bottom + margin;

  const near = useMemo(
    () => segmentsBetween(layout, range.top - window.innerHeight, range.bottom + window.innerHeight),
    [layout, range.top, range.bottom],
  );
  const [wanted, setWanted] = useState(near);
  if (range.calm && wanted.join() !== near.join()) setWanted(near);
  const { segmentAt, thumbhashAt } = useSegments(view, index, wanted);

  const ratiosOf = useCallback<RatiosOf>(
    (block) => segmentAt(block.segment)?.ratios.slice(block.offset, block.offset + block.count) ?? null,
    [segmentAt],
  );

  const [from, to] = bandsBetween(layout, seenTop, seenBottom);
  const firstBand = layout.bands[from];
  const lastBand = layout.bands[to - 1];
  const [active, setActive] = useState<number | null>(null);
  const focusable = active ?? (firstBand ? (layout.blocks[firstBand.from]?.first ?? null) : null);

  useEffect(() => {
    const newest = firstBand && layout.blocks[firstBand.from]?.day;
    const oldest = lastBand && layout.blocks[lastBand.to - 1]?.day;
    if (newest && oldest) rememberOnScreen(view, newest, oldest);
  }, [view, layout, firstBand, lastBand]);

  useSteadyView(container, layout);

  const scrollToLayout = useCallback(
    (top: number) => {
      const start = (container.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
      window.scrollTo({ top: top === 0 ? 0 : start + top - barHeight(), behavior: "instant" });
    },
    [container],
  );

  const focusPhoto = useCallback(
    (at: number, how: "nearest" | "middle") => {
      const place = placeOf(layout, at, ratiosOf);
      if (!place || !container.current) return;
      setActive(at);
      const start = container.current.getBoundingClientRect().top;
      const top = start + place.top;
      const clearTop = barHeight() + layout.sizes.head + 8;
      const clearBottom = window.innerHeight - 96;
      if (how === "middle" && (top < clearTop || top + place.height > clearBottom)) {
        window.scrollBy({ top: top - (window.innerHeight - place.height) / 2, behavior: "instant" });
      } else if (top < clearTop) window.scrollBy({ top: top - clearTop, behavior: "instant" });
      else if (top + place.height > clearBottom) {
        window.scrollBy({ top: top + place.height - clearBottom, behavior: "instant" });
      }
      focusWhenMounted(container, at);
    },
    [container, layout, ratiosOf],
  );

  // Closing the viewer brings the photo that was open back into view.
  const latestFocus = useRef(focusPhoto);
  useEffect(() => {
    latestFocus.current = focusPhoto;
  });
  useEffect(() => {
    if (!reveal) return;
    const at = finder.knownIndexOf(reveal.id);
    if (at !== null) latestFocus.current(at, "middle");
    // Only a new wish counts, not a new finder.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal]);

  const pressed = useRef<{ timer: ReturnType<typeof setTimeout>; fired: boolean } | null>(null);
  const onPointerDown = (event: PointerEvent) => {
    const at = indexFrom(event.target, "at");
    if (at === null || event.pointerType !== "touch") return;
    const press = {
      fired: false,
      timer: setTimeout(() => {
        press.fired = true;
        navigator.vibrate?.(12);
        toggleOne(at);
      }, longPressMs),
    };
    pressed.current = press;
  };
  const endPress = () => {
    if (pressed.current) clearTimeout(pressed.current.timer);
  };

  const onClick = (event: MouseEvent) => {
    const day = indexFrom(event.target, "day");
    if (day !== null) {
      const block = blockOf(layout, day);
      if (block) toggleDay(block);
      return;
    }
    const at = indexFrom(event.target, "at");
    if (at === null) return;
    const onCheck = (event.target as Element).closest("[data-check]") !== null;
    if (!onCheck && !event.shiftKey && (event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (pressed.current?.fired) {
      pressed.current = null;
      return;
    }
    setActive(at);
    if (event.shiftKey) extendTo(at);
    else if (onCheck || selection.ids.size > 0) toggleOne(at);
    else {
      const photo = finder.known(at);
      if (photo) onOpen(photo.id);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const letter = event.key === "j" || event.key === "k";
    const here = focusable;
    if (here !== null && !event.ctrlKey && !event.metaKey && !event.altKey && (!letter || isShortcut(event.nativeEvent))) {
      const rightToLeft = getComputedStyle(document.documentElement).direction === "rtl";
      const next = moveFrom(event.key, here, layout, ratiosOf, window.innerHeight, rightToLeft);
      if (next !== null) {
        event.preventDefault();
        if (event.shiftKey) {
          if (selection.from === null) toggleOne(here);
          extendTo(next);
        }
        focusPhoto(next, "nearest");
        return;
      }
    }
    props.onKey(event, here);
  };

  const blocks = firstBand && lastBand ? layout.blocks.slice(firstBand.from, lastBand.to) : [];
  const pinned = active === null ? null : blockOf(layout, active);
  if (pinned && !blocks.includes(pinned)) blocks.push(pinned);

  return (
    <>
      {/* Photos are opened by the links and chosen by the buttons inside; this only listens for all of them at once. */}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        ref={container}
        role="grid"
        aria-label={props.label}
        aria-rowcount={layout.rowCount}
        aria-multiselectable="true"
        className={`relative ${selection.ids.size > 0 ? "choosing" : ""}`}
        style={{ height: layout.height }}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerUp={endPress}
        onPointerCancel={endPress}
        onPointerLeave={endPress}
        onContextMenu={(event) => pressed.current?.fired && event.preventDefault()}
      >
        {blocks.map((block) => (
          <DayBlock
            key={block.key}
            block={block}
            gap={layout.sizes.gap}
            segment={segmentAt(block.segment)}
            thumbhashAt={thumbhashAt}
            base={props.base}
            selectedIds={selection.ids}
            leavingIds={props.leaving}
            active={focusable}
            seenTop={seenTop}
            seenBottom={seenBottom}
          />
        ))}
      </div>
      {layout.height > window.innerHeight * 2 && (
        <Scrubber layout={layout} top={range.top + barHeight()} seen={window.innerHeight - barHeight()} onJump={scrollToLayout} />
      )}
    </>
  );
}

const barHeight = (): number => (window.innerWidth >= 768 ? 64 : 56);

/** The tile may be mounted only after the next render: look for it a few frames long. */
function focusWhenMounted(container: RefObject<HTMLElement | null>, at: number, tries = 10): void {
  const link = container.current?.querySelector<HTMLElement>(`[data-at="${at}"] a`);
  if (link) link.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusWhenMounted(container, at, tries - 1));
}

/** When the layout changes (new photos, another width), the day on top of the screen stays there. */
function useSteadyView(container: RefObject<HTMLDivElement | null>, layout: TimelineLayout): void {
  const anchor = useRef<Anchor | null>(null);
  const before = useRef(layout);
  useEffect(() => {
    const remember = () => {
      const top = barHeight() - (container.current?.getBoundingClientRect().top ?? 0);
      anchor.current = top > 40 ? anchorAt(before.current, top) : null;
    };
    remember();
    window.addEventListener("scroll", remember, { passive: true });
    return () => window.removeEventListener("scroll", remember);
  }, [container]);
  useLayoutEffect(() => {
    if (before.current === layout) return;
    before.current = layout;
    if (!anchor.current || !container.current) return;
    const start = container.current.getBoundingClientRect().top + window.scrollY;
    window.scrollTo({ top: start + positionOf(layout, anchor.current) - barHeight(), behavior: "instant" });
  }, [container, layout]);
}
