/** The picture on its stage: zoom by wheel, pinch, double tap and key; pan; swipe to the neighbours or down to close. */
import { type PointerEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { Asset } from "@/api/types";
import { classNames } from "@/lib/class-names";
import { StagePicture } from "./stage-picture";
import { fitInto, kept, largestScale, type Point, type Size, swipeEnd, whole, type Zoom, zoomAround } from "./zoom";

export interface StageControl {
  /** Between the whole view and a close one. */
  toggleZoom: () => void;
  zoomBy: (factor: number) => void;
  /** Moves what is seen while zoomed; returns whether it was zoomed. */
  pan: (x: number, y: number) => boolean;
  /** Back to the whole view; returns whether it was zoomed. */
  reset: () => boolean;
}

interface StageProps {
  id: string;
  asset: Asset | undefined;
  hint: { ratio: number; colour: string; kind: string } | null;
  size: Size;
  previous: string | null;
  next: string | null;
  showText: boolean;
  /** Drawn over the picture, in its own measure. */
  overPicture?: ReactNode;
  onTurn: (to: "next" | "previous") => void;
  onClose: () => void;
  onTap: () => void;
  control: Ref<StageControl>;
}

const close = 2.5;
const doubleTapMs = 280;
const turnMs = 200;

export function Stage(props: StageProps) {
  const { id, asset, hint, size, previous, next, onTurn, onClose, onTap } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<Zoom>(whole);
  const [swipe, setSwipe] = useState<Point>({ x: 0, y: 0 });
  const [settling, setSettling] = useState(false);
  const pointers = useRef(new Map<number, Point>());
  const gesture = useRef<{ start: Point; at: number; moved: boolean } | null>(null);
  const lastTap = useRef(0);
  const tapTimer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const [shownId, setShownId] = useState(id);
  if (shownId !== id) {
    setShownId(id);
    setZoom(whole);
    setSwipe({ x: 0, y: 0 });
    setSettling(false);
  }

  const natural = asset?.width_px && asset.height_px ? { width: asset.width_px, height: asset.height_px } : null;
  const ratio = natural ? natural.width / natural.height : (hint?.ratio ?? 1.5);
  const fit = fitInto(size, ratio, natural);
  const largest = largestScale(fit, natural);
  const update = (change: (before: Zoom) => Zoom) => setZoom((before) => kept(change(before), fit, size, largest));

  const fromMiddle = (event: { clientX: number; clientY: number }): Point => {
    const box = frame.current?.getBoundingClientRect();
    return box
      ? { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
      : { x: 0, y: 0 };
  };
  const toggleAt = (point: Point) =>
    update((before) => (before.scale > 1.05 ? whole : zoomAround(before, Math.min(close, largest), point)));

  useImperativeHandle(props.control, () => ({
    toggleZoom: () => toggleAt({ x: 0, y: 0 }),
    zoomBy: (factor) => update((before) => zoomAround(before, before.scale * factor, { x: 0, y: 0 })),
    pan: (x, y) => {
      if (zoom.scale <= 1.01) return false;
      update((before) => ({ ...before, x: before.x + x, y: before.y + y }));
      return true;
    },
    reset: () => {
      setZoom(whole);
      return zoom.scale > 1.01;
    },
  }));

  // React listens passively to wheel events; zooming must keep the page from scrolling.
  const onWheel = useRef<(event: WheelEvent) => void>(undefined);
  useEffect(() => {
    onWheel.current = (event) => {
      event.preventDefault();
      const point = fromMiddle(event);
      const strength = event.ctrlKey ? 0.01 : 0.0022;
      update((before) => zoomAround(before, Math.max(1, before.scale * Math.exp(-event.deltaY * strength)), point));
    };
  });
  useEffect(() => {
    const element = frame.current;
    const listen = (event: WheelEvent) => onWheel.current?.(event);
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, []);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || settling) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, fromMiddle(event));
    gesture.current = { start: fromMiddle(event), at: event.timeStamp, moved: (gesture.current?.moved ?? false) || pointers.current.size > 1 };
  };

  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (!before || !gesture.current) return;
    const now = fromMiddle(event);
    const others = [...pointers.current].filter(([pointer]) => pointer !== event.pointerId).map(([, point]) => point);
    pointers.current.set(event.pointerId, now);
    const other = others[0];
    if (other) {
      gesture.current.moved = true;
      const spread = (a: Point) => Math.hypot(a.x - other.x, a.y - other.y);
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      const drift = { x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 };
      update((old) => {
        const scaled = zoomAround(old, Math.max(1, (old.scale * spread(now)) / Math.max(1, spread(before))), middle);
        return { ...scaled, x: scaled.x + drift.x, y: scaled.y + drift.y };
      });
      return;
    }
    const moved = { x: now.x - gesture.current.start.x, y: now.y - gesture.current.start.y };
    if (Math.hypot(moved.x, moved.y) > 8) gesture.current.moved = true;
    if (!gesture.current.moved) return;
    if (zoom.scale > 1.01) update((old) => ({ ...old, x: old.x + now.x - before.x, y: old.y + now.y - before.y }));
    else if (Math.abs(moved.x) > Math.abs(moved.y)) setSwipe({ x: moved.x, y: 0 });
    else setSwipe({ x: 0, y: Math.max(0, moved.y) });
  };

  const onPointerUp = (event: PointerEvent) => {
    const end = pointers.current.get(event.pointerId);
    pointers.current.delete(event.pointerId);
    const present = gesture.current;
    if (!end || !present || pointers.current.size > 0) return;
    gesture.current = null;
    if (!present.moved) return tapped(event, end);
    if (zoom.scale > 1.01) return;
    const moved = { x: end.x - present.start.x, y: end.y - present.start.y };
    const meant = swipeEnd(moved, size.width, event.timeStamp - present.at);
    if (meant === "close") return onClose();
    if ((meant === "next" && next) || (meant === "previous" && previous)) {
      setSettling(true);
      setSwipe({ x: (meant === "next" ? -1 : 1) * (size.width + 24), y: 0 });
      setTimeout(() => onTurn(meant), turnMs);
      return;
    }
    setSettling(true);
    setSwipe({ x: 0, y: 0 });
    setTimeout(() => setSettling(false), turnMs);
  };

  const tapped = (event: PointerEvent, point: Point) => {
    clearTimeout(tapTimer.current);
    if (event.timeStamp - lastTap.current < doubleTapMs) {
      lastTap.current = 0;
      toggleAt(point);
      return;
    }
    lastTap.current = event.timeStamp;
    tapTimer.current = setTimeout(onTap, doubleTapMs);
  };
  useEffect(() => () => clearTimeout(tapTimer.current), []);

  const neighbours = [
    { id: previous, shift: -1 },
    { id: next, shift: 1 },
  ];
  return (
    <div
      ref={frame}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      className={classNames("absolute inset-0 touch-none overflow-hidden", zoom.scale > 1.01 ? "cursor-grab active:cursor-grabbing" : "cursor-default")}
    >
      <div
        className={classNames("absolute inset-0", settling && "transition-transform duration-200 ease-out")}
        style={{ transform: `translate(${swipe.x}px, ${swipe.y}px)` }}
      >
        <StagePicture
          key={id}
          id={id}
          asset={asset}
          colour={asset?.colour ?? hint?.colour ?? "#1e1c1a"}
          fit={fit}
          zoom={zoom}
          showText={props.showText}
          overPicture={props.overPicture}
          animated={hint?.kind === "a"}
        />
        {swipe.x !== 0 &&
          neighbours.map(
            (neighbour) =>
              neighbour.id && (
                <div
                  key={neighbour.id}
                  aria-hidden="true"
                  className="absolute inset-0"
                  style={{ transform: `translateX(${neighbour.shift * (size.width + 24)}px)` }}
                >
                  <img src={`/media/${neighbour.id}/preview`} alt="" draggable={false} className="size-full object-contain" />
                </div>
              ),
          )}
      </div>
    </div>
  );
}
