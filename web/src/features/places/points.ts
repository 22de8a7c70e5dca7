/** The positions of all photos as the server packs them (docs/reference/api.md), and as the map wants them. */

export interface Points {
  count: number;
  /** Web Mercator, 0…1 from west to east. */
  x: Float64Array;
  /** 0…1 from north to south. */
  y: Float64Array;
  latitude: (at: number) => number;
  longitude: (at: number) => number;
  id: (at: number) => string;
}

const HEAD = 16;
const MAGIC = "PNMAP";
const highest = 85.051129;

export const noPoints: Points = readPoints(emptyAnswer());

/** Newest photo first. Throws for anything that is not such an answer. */
export function readPoints(body: ArrayBuffer): Points {
  const bytes = new Uint8Array(body);
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new Error("this is no answer about positions");
  const count = new DataView(body).getUint32(8, true);
  if (body.byteLength !== HEAD + count * 24) throw new Error("the answer about positions was cut off");
  const latitudes = new Int32Array(body, HEAD, count);
  const longitudes = new Int32Array(body, HEAD + 4 * count, count);
  const ids = HEAD + 8 * count;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (let at = 0; at < count; at += 1) {
    x[at] = mercatorX((longitudes[at] as number) / 1e6);
    y[at] = mercatorY((latitudes[at] as number) / 1e6);
  }
  return {
    count,
    x,
    y,
    latitude: (at) => (latitudes[at] as number) / 1e6,
    longitude: (at) => (longitudes[at] as number) / 1e6,
    id: (at) => uuidOf(bytes.subarray(ids + 16 * at, ids + 16 * (at + 1))),
  };
}

export const mercatorX = (longitude: number): number => longitude / 360 + 0.5;

export function mercatorY(latitude: number): number {
  const kept = Math.max(-highest, Math.min(highest, latitude));
  const sine = Math.sin((kept * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export const longitudeOf = (x: number): number => (x - 0.5) * 360;
export const latitudeOf = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

function uuidOf(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function emptyAnswer(): ArrayBuffer {
  const bytes = new Uint8Array(HEAD);
  bytes.set([...MAGIC].map((letter) => letter.charCodeAt(0)));
  return bytes.buffer;
}
