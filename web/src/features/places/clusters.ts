/** Groups points that would lie on one another on the screen; pure. 100,000 points take some ten milliseconds. */
import type { Points } from "./points";

/** A box in Web Mercator; x may go beyond 0…1 where the map shows the world again. */
export interface Box {
  west: number;
  north: number;
  east: number;
  south: number;
}

export interface Cluster {
  /** Centre of its points, Web Mercator. */
  x: number;
  y: number;
  count: number;
  /** Newest photo of it; stands for it on the map. */
  first: number;
  /** Which copy of the world it is on. */
  turn: number;
  /** Positions in `Points`, newest first. */
  members: () => number[];
}

interface Cell {
  column: number;
  row: number;
  count: number;
  sumX: number;
  sumY: number;
  head: number;
  cells: Cell[];
}

/** Points nearer than this on the screen are one marker. */
export const RADIUS_PX = 68;
/** MapLibre's world is 512 px wide at zoom 0. */
const WORLD_PX = 512;

export function clustersIn(points: Points, box: Box, zoom: number): Cluster[] {
  const size = RADIUS_PX / (WORLD_PX * 2 ** zoom);
  const found: Cluster[] = [];
  for (let turn = Math.floor(box.west); turn <= Math.floor(box.east); turn += 1) {
    found.push(...onOneWorld(points, { ...box, west: box.west - turn, east: box.east - turn }, size, turn));
  }
  return found.sort((one, other) => other.count - one.count || one.first - other.first);
}

/** Positions of the points inside `box`, newest first: how many there are, and the first `most` of them. */
export function pointsIn(points: Points, box: Box, most: number): { total: number; first: number[] } {
  const first: number[] = [];
  let total = 0;
  const { x, y, count } = points;
  for (let at = 0; at < count; at += 1) {
    const py = y[at] as number;
    if (py < box.north || py > box.south) continue;
    const px = x[at] as number;
    const turn = Math.ceil(box.west - px);
    if (px + turn > box.east) continue;
    if (first.length < most) first.push(at);
    total += 1;
  }
  return { total, first };
}

function onOneWorld(points: Points, box: Box, size: number, turn: number): Cluster[] {
  const { x, y, count } = points;
  const columns = Math.ceil(1 / size) + 1;
  // A cell more on every side, so that groups at the edge do not change while the map is moved.
  const west = box.west - size;
  const east = box.east + size;
  const north = box.north - size;
  const south = box.south + size;
  const cells = new Map<number, Cell>();
  const next = new Int32Array(count);
  // From the oldest to the newest, so that each chain begins with the newest.
  for (let at = count - 1; at >= 0; at -= 1) {
    const px = x[at] as number;
    const py = y[at] as number;
    if (px < west || px > east || py < north || py > south) continue;
    const column = Math.floor(px / size);
    const row = Math.floor(py / size);
    const key = row * columns + column;
    const cell = cells.get(key);
    if (cell) {
      next[at] = cell.head;
      cell.head = at;
      cell.count += 1;
      cell.sumX += px;
      cell.sumY += py;
    } else {
      next[at] = -1;
      cells.set(key, { column, row, count: 1, sumX: px, sumY: py, head: at, cells: [] });
    }
  }
  return merged(cells, columns, size).map((cell) => ({
    x: cell.sumX / cell.count + turn,
    y: cell.sumY / cell.count,
    count: cell.count,
    first: Math.min(cell.head, ...cell.cells.map((taken) => taken.head)),
    turn,
    members: () => chained([cell, ...cell.cells], next),
  }));
}

/** Large cells take in their neighbours whose points lie near their own: a place at the edge of a cell is one place. */
function merged(cells: Map<number, Cell>, columns: number, size: number): Cell[] {
  const near = size * size;
  const result: Cell[] = [];
  const gone = new Set<Cell>();
  for (const cell of [...cells.values()].sort((one, other) => other.count - one.count || one.head - other.head)) {
    if (gone.has(cell)) continue;
    gone.add(cell);
    const cx = cell.sumX / cell.count;
    const cy = cell.sumY / cell.count;
    for (let row = cell.row - 1; row <= cell.row + 1; row += 1) {
      for (let column = cell.column - 1; column <= cell.column + 1; column += 1) {
        const other = cells.get(row * columns + column);
        if (!other || gone.has(other)) continue;
        const dx = other.sumX / other.count - cx;
        const dy = other.sumY / other.count - cy;
        if (dx * dx + dy * dy >= near) continue;
        gone.add(other);
        cell.cells.push(other);
      }
    }
    for (const taken of cell.cells) {
      cell.sumX += taken.sumX;
      cell.sumY += taken.sumY;
      cell.count += taken.count;
    }
    result.push(cell);
  }
  return result;
}

function chained(cells: Cell[], next: Int32Array): number[] {
  const found: number[] = [];
  for (const cell of cells) for (let at = cell.head; at >= 0; at = next[at] as number) found.push(at);
  return cells.length > 1 ? found.sort((one, other) => one - other) : found;
}

/** The box around some points. Around the date line it takes the shorter way. */
export function boxAround(points: Points, members: readonly number[]): Box {
  const xs = members.map((at) => points.x[at] as number);
  const ys = members.map((at) => points.y[at] as number);
  const range = (values: number[]): [number, number] => [
    values.reduce((low, value) => Math.min(low, value), Infinity),
    values.reduce((high, value) => Math.max(high, value), -Infinity),
  ];
  let [west, east] = range(xs);
  const [north, south] = range(ys);
  const [west2, east2] = range(xs.map((value) => (value < 0.5 ? value + 1 : value)));
  if (east2 - west2 < east - west) [west, east] = [west2, east2];
  return { west, north, east, south };
}
