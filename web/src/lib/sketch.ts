/** A small flat map around one spot, as paths of an SVG: which land and borders lie in its frame, and where. */
import type { Position } from "geojson";
import type { Outlines } from "./world-outlines";

export interface Frame {
  latitude: number;
  longitude: number;
  width: number;
  height: number;
  /** Pixels for one degree of latitude. */
  scale: number;
}

export interface Sketch {
  land: string;
  borders: string;
}

export interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** Meridians stand closer together away from the equator; at the poles a flat map has no right shape anyway. */
const narrowing = ({ latitude }: Frame): number => Math.max(0.2, Math.cos((latitude * Math.PI) / 180));

/** Where a position lies in the frame, taken the short way around the globe. */
export function spotIn(frame: Frame, longitude: number, latitude: number): { x: number; y: number } {
  const east = ((((longitude - frame.longitude + 180) % 360) + 360) % 360) - 180;
  return at(frame, frame.longitude + east, latitude);
}

function at(frame: Frame, longitude: number, latitude: number): { x: number; y: number } {
  return {
    x: frame.width / 2 + (longitude - frame.longitude) * frame.scale * narrowing(frame),
    y: frame.height / 2 - (latitude - frame.latitude) * frame.scale,
  };
}

/** What the frame shows; `west` > `east` runs over the date line. */
export function boxOf(frame: Frame): Box {
  const high = frame.height / 2 / frame.scale;
  const wide = Math.min(179, frame.width / 2 / frame.scale / narrowing(frame));
  const turned = (longitude: number) => ((((longitude + 180) % 360) + 360) % 360) - 180;
  return {
    south: Math.max(-90, frame.latitude - high),
    north: Math.min(90, frame.latitude + high),
    west: turned(frame.longitude - wide),
    east: turned(frame.longitude + wide),
  };
}

export function sketch(frame: Frame, { land, borders }: Pick<Outlines, "land" | "borders">): Sketch {
  const rings = land.features.flatMap((country) => country.geometry.coordinates.flat());
  return {
    land: paths(frame, rings, true),
    borders: paths(frame, borders.geometry.coordinates, false),
  };
}

/** Across the date line the world goes on: each line is tried one turn to the west and to the east, too. */
function paths(frame: Frame, lines: Position[][], closed: boolean): string {
  const drawn: string[] = [];
  for (const line of lines) {
    for (const turn of [-360, 0, 360]) {
      if (!reaches(frame, line, turn)) continue;
      const points = line.map(([longitude = 0, latitude = 0]) => at(frame, longitude + turn, latitude));
      drawn.push(`M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}${closed ? "Z" : ""}`);
    }
  }
  return drawn.join("");
}

function reaches(frame: Frame, line: Position[], turn: number): boolean {
  let left = Infinity;
  let right = -Infinity;
  let low = Infinity;
  let high = -Infinity;
  for (const [longitude = 0, latitude = 0] of line) {
    left = Math.min(left, longitude);
    right = Math.max(right, longitude);
    low = Math.min(low, latitude);
    high = Math.max(high, latitude);
  }
  const start = at(frame, left + turn, high);
  const end = at(frame, right + turn, low);
  return end.x >= 0 && start.x <= frame.width && end.y >= 0 && start.y <= frame.height;
}

export interface Named {
  name: string;
  x: number;
  y: number;
}

/** The first towns (largest first) whose names fit into the frame without touching one another or the middle. */
export function namesIn<Town extends { name: string; latitude: number; longitude: number }>(
  frame: Frame,
  towns: readonly Town[],
  most: number,
): Named[] {
  const kept: Named[] = [];
  for (const town of towns) {
    const { x, y } = spotIn(frame, town.longitude, town.latitude);
    const half = town.name.length * 3.2 + 6;
    if (x < half || x > frame.width - half || y < 14 || y > frame.height - 6) continue;
    const apart = (other: { x: number; y: number }, room: number) => Math.abs(other.x - x) > room || Math.abs(other.y - y) > 16;
    if (!apart({ x: frame.width / 2, y: frame.height / 2 - 6 }, half + 12)) continue;
    if (kept.every((other) => apart(other, half + other.name.length * 3.2 + 6))) kept.push({ name: town.name, x, y });
    if (kept.length === most) break;
  }
  return kept;
}
