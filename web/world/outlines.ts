/**
 * The outlines of the world for the map, made from the package `world-atlas` (Natural Earth, public domain) when the
 * app is built. Shapes that cross the date line are cut there: a flat map would draw a band around the globe instead.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Feature, FeatureCollection, LineString, MultiLineString, MultiPolygon, Point, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

export interface Outlines {
  land: FeatureCollection<MultiPolygon, { name: string }>;
  borders: Feature<MultiLineString>;
  /** Where a country's name stands, and how large it is (square degrees), so that small ones give way. */
  names: FeatureCollection<Point, { name: string; size: number }>;
}

/** About 100 m at the equator: finer than the data itself. */
const DIGITS = 3;

export function outlines(scale: "110m" | "50m"): Outlines {
  const file = createRequire(import.meta.url).resolve(`world-atlas/countries-${scale}.json`);
  const world = JSON.parse(readFileSync(file, "utf8")) as World;
  const { features } = feature(world, world.objects.countries);
  const land = features.map((country): Feature<MultiPolygon, { name: string }> => {
    const { geometry } = country;
    const polygons =
      geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
    return {
      type: "Feature",
      properties: { name: country.properties.name },
      geometry: { type: "MultiPolygon", coordinates: polygons.flatMap(cutPolygon).map((rings) => rings.map(rounded)) },
    };
  });
  const inner = mesh(world, world.objects.countries, (one, other) => one !== other);
  const kept = land.filter((country) => country.geometry.coordinates.length > 0);
  return {
    names: { type: "FeatureCollection", features: kept.map(nameOf) },
    land: { type: "FeatureCollection", features: kept },
    borders: {
      type: "Feature",
      properties: {},
      geometry: { type: "MultiLineString", coordinates: inner.coordinates.flatMap(cutLine).map(rounded) },
    },
  };
}

/** In the middle of the largest part: the Netherlands are not named in the Caribbean. */
function nameOf(country: Feature<MultiPolygon, { name: string }>): Feature<Point, { name: string; size: number }> {
  const shells = country.geometry.coordinates.map((rings) => rings[0] as Position[]);
  const largest = shells.reduce((best, shell) => (middle(shell).size > middle(best).size ? shell : best));
  const { at, size } = middle(largest);
  return {
    type: "Feature",
    properties: { name: country.properties.name, size: Number(size.toFixed(1)) },
    geometry: { type: "Point", coordinates: rounded([at])[0] as Position },
  };
}

/** Centre of gravity and area of a ring. */
function middle(ring: Position[]): { at: Position; size: number } {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (const [at, point] of ring.slice(1).entries()) {
    const before = ring[at] as Position;
    const part = x(before) * y(point) - x(point) * y(before);
    sum += part;
    sumX += (x(before) + x(point)) * part;
    sumY += (y(before) + y(point)) * part;
  }
  return { at: sum === 0 ? (ring[0] as Position) : [sumX / (3 * sum), sumY / (3 * sum)], size: Math.abs(sum / 2) };
}

/** A polygon as one or more whose longitudes lie between -180 and 180. */
export function cutPolygon(rings: Position[][]): Position[][][] {
  const [outer, ...holes] = rings.map(unrolled);
  if (!outer) return [];
  const parts: Position[][][] = [];
  for (const turn of [-360, 0, 360]) {
    const shell = clipped(outer, turn);
    if (shell.length < 4) continue;
    parts.push([shell, ...holes.map((hole) => clipped(hole, turn)).filter((hole) => hole.length >= 4)]);
  }
  return parts;
}

/** A line as one or more without jumps from one edge of the map to the other. */
export function cutLine(line: Position[]): LineString["coordinates"][] {
  const parts: Position[][] = [];
  let part: Position[] = [];
  for (const [at, point] of line.entries()) {
    const before = line[at - 1];
    if (before && Math.abs(x(point) - x(before)) > 180) {
      parts.push(part);
      part = [];
    }
    part.push(point);
  }
  return [...parts, part].filter((found) => found.length > 1);
}

const x = (point: Position): number => point[0] as number;
const y = (point: Position): number => point[1] as number;

/** Longitudes that go on over 180 instead of jumping to -180. A ring around a pole is closed along its parallel. */
function unrolled(ring: Position[]): Position[] {
  const found: Position[] = [];
  let turns = 0;
  for (const [at, point] of ring.entries()) {
    const before = ring[at - 1];
    if (before && Math.abs(x(point) - x(before)) > 180) turns += x(point) < x(before) ? 360 : -360;
    found.push([x(point) + turns, y(point)]);
  }
  const first = found[0] as Position;
  const last = found.at(-1) as Position;
  if (Math.abs(x(last) - x(first)) > 180) {
    const pole = y(first) < 0 ? -90 : 90;
    found.push([x(last), pole], [x(first), pole], first);
  }
  return found;
}

/** The part of a ring between -180 and 180, after it was moved by `turn` degrees; closed, or empty. */
function clipped(ring: Position[], turn: number): Position[] {
  const moved = ring.map((point): Position => [x(point) + turn, y(point)]);
  const found = keep(keep(moved, (lon) => lon >= -180, -180), (lon) => lon <= 180, 180);
  const first = found[0];
  if (!first || new Set(found.map(x)).size < 2) return [];
  const last = found.at(-1) as Position;
  return x(first) === x(last) && y(first) === y(last) ? found : [...found, first];
}

/** Sutherland and Hodgman's clipping at one meridian. */
function keep(ring: Position[], inside: (lon: number) => boolean, edge: number): Position[] {
  const found: Position[] = [];
  for (const [at, point] of ring.entries()) {
    const before = ring[(at + ring.length - 1) % ring.length] as Position;
    if (inside(x(point)) !== inside(x(before))) {
      const share = (edge - x(before)) / (x(point) - x(before));
      found.push([edge, y(before) + share * (y(point) - y(before))]);
    }
    if (inside(x(point))) found.push(point);
  }
  return found;
}

function rounded(line: Position[]): Position[] {
  const short = line.map((point): Position => [Number(x(point).toFixed(DIGITS)), Number(y(point).toFixed(DIGITS))]);
  return short.filter((point, at) => at === 0 || x(point) !== x(short[at - 1] as Position) || y(point) !== y(short[at - 1] as Position));
}
