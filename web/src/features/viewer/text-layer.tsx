/** The text that was read in a picture, laid over it letter on letter, so that it can be marked and copied. */
import { useMemo } from "react";
import type { Asset } from "@/api/types";
import { readersOf } from "./text-readers";
import type { Size } from "./zoom";

type Line = Asset["text"][number];

interface TextLayerProps {
  lines: readonly Line[];
  fit: Size;
}

interface Laid {
  text: string;
  by: string;
  left: number;
  top: number;
  width: number;
  height: number;
  turn: number;
  stretch: number;
}

const fontShare = 0.78;
const stop = (event: { stopPropagation: () => void }) => event.stopPropagation();

export function TextLayer({ lines, fit }: TextLayerProps) {
  const laid = useMemo(() => lines.map((line) => layLine(line, fit)), [lines, fit]);
  return (
    <div className="text-layer absolute inset-0" data-text-layer="">
      {laid.map((line, at) => (
        <div
          key={at}
          dir="auto"
          data-by={line.by}
          title={line.by === "machine" ? undefined : `Read by ${readersOf([line])}`}
          onPointerDown={stop}
          onPointerUp={stop}
          onPointerMove={stop}
          className="text-line"
          style={{
            left: line.left,
            top: line.top,
            width: line.width,
            height: line.height,
            fontSize: line.height * fontShare,
            lineHeight: `${line.height}px`,
            transform: line.turn === 0 ? undefined : `rotate(${line.turn}rad)`,
          }}
        >
          <span style={{ transform: `scaleX(${line.stretch})` }}>{line.text}</span>
        </div>
      ))}
    </div>
  );
}

/** A line in pixels of the picture on the stage; its letters are stretched to the width they have there. */
export function layLine({ text, box, by }: Line, fit: Size, measure = widthOf): Laid {
  const [start, end, , foot] = box.map(([x, y]) => ({ x: x * fit.width, y: y * fit.height })) as [Dot, Dot, Dot, Dot];
  const width = Math.hypot(end.x - start.x, end.y - start.y);
  const height = Math.hypot(foot.x - start.x, foot.y - start.y);
  const turn = Math.atan2(end.y - start.y, end.x - start.x);
  const natural = measure(text, height * fontShare);
  return {
    text,
    by,
    left: start.x,
    top: start.y,
    width,
    height,
    turn: Math.abs(turn) < 0.01 ? 0 : turn,
    stretch: natural > 0 ? width / natural : 1,
  };
}

interface Dot {
  x: number;
  y: number;
}

let pen: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string, size: number): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return 0;
  pen.font = `${size}px system-ui, sans-serif`;
  return pen.measureText(text).width;
}
