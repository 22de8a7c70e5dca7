/** Over the picture: boxes with names, and a box to draw around a face that was missed. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { Asset } from "@/api/types";
import { Button } from "@/components/button";
import { classNames } from "@/lib/class-names";
import { drag, fromCorners, nudge } from "./draw-box";
import { type Box, usePhotoPeople } from "./photo-people";

export function FaceLayer({ asset }: { asset: Asset }) {
  const { shown, drawing } = usePhotoPeople();
  const faces = asset.faces.filter((face) => !face.is_ignored && (shown === "all" || shown === face.id));
  if (drawing) return <Drawing />;
  return faces.map((face) => (
    <span key={face.id} aria-hidden="true" className="pointer-events-none absolute" style={placed(face.box)}>
      <span className="absolute inset-0 rounded-small border-2 border-white shadow-[0_0_0_1px_rgb(0_0_0/.5)]" />
      {(face.person?.name || face.name_in_file) && (
        <span
          dir="auto"
          className="absolute start-1/2 top-full mt-1.5 max-w-48 -translate-x-1/2 truncate rounded-small bg-black/70 px-2 py-0.5 text-meta whitespace-nowrap text-white"
        >
          {face.person?.name || `${face.name_in_file}?`}
        </span>
      )}
    </span>
  ));
}

const start: Box = [0.4, 0.3, 0.2, 0.3];

function Drawing() {
  const { draw, name, naming } = usePhotoPeople();
  const [box, setBox] = useState<Box>(start);
  const from = useRef<{ x: number; y: number } | null>(null);
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => area.current?.focus(), []);
  const at = (event: PointerEvent) => {
    const frame = area.current?.getBoundingClientRect();
    return frame
      ? { x: (event.clientX - frame.left) / frame.width, y: (event.clientY - frame.top) / frame.height }
      : { x: 0, y: 0 };
  };
  const stop = (event: PointerEvent | KeyboardEvent) => event.stopPropagation();
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = nudge(box, event.key, event.shiftKey);
    if (moved) setBox(moved);
    else if (event.key === "Enter") name(box);
    else if (event.key === "Escape") draw(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      {/* Drawn on by pointer and by keys; its name says how. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={area}
        role="application"
        aria-label="Mark a face: drag a box around it, or move it with the arrow keys and size it with Shift and the arrow keys; Enter names it, Escape stops"
        // The box is moved by keys from here.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          stop(event);
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = at(event);
        }}
        onPointerMove={(event) => {
          stop(event);
          if (from.current) setBox(drag(from.current, at(event)));
        }}
        onPointerUp={(event) => {
          stop(event);
          const begun = from.current;
          from.current = null;
          const drawn = begun && fromCorners(begun, at(event));
          if (drawn) {
            setBox(drawn);
            name(drawn);
          }
        }}
        className="absolute inset-0 cursor-crosshair touch-none bg-black/30 outline-none focus-visible:outline-2 focus-visible:outline-white"
      >
        <span
          aria-hidden="true"
          className={classNames("absolute rounded-small border-2 border-white shadow-[0_0_0_9999px_rgb(0_0_0/.25)]", naming && "border-accent")}
          style={placed(box)}
        />
      </div>
      <div
        className="absolute inset-x-0 top-3 flex flex-wrap items-center justify-center gap-2 px-3"
        onPointerDown={stop}
        onPointerUp={stop}
      >
        <span className="rounded-control bg-black/70 px-3 py-2 text-meta text-white">Drag a box around the face</span>
        <Button look="primary" onClick={() => name(box)}>
          Name it
        </Button>
        <Button onClick={() => draw(false)}>Cancel</Button>
      </div>
    </>
  );
}

const placed = (box: readonly number[]) => ({
  left: `${(box[0] ?? 0) * 100}%`,
  top: `${(box[1] ?? 0) * 100}%`,
  width: `${(box[2] ?? 0) * 100}%`,
  height: `${(box[3] ?? 0) * 100}%`,
});
