import { describe, expect, it } from "vitest";
import { boxAround, clustersIn, pointsIn } from "./clusters";
import { latitudeOf, longitudeOf, mercatorX, mercatorY, noPoints, type Points, readPoints } from "./points";

function pack(places: [latitude: number, longitude: number][]): ArrayBuffer {
  const body = new ArrayBuffer(16 + 24 * places.length);
  const bytes = new Uint8Array(body);
  const view = new DataView(body);
  bytes.set([..."PNMAP"].map((letter) => letter.charCodeAt(0)));
  view.setUint32(8, places.length, true);
  places.forEach(([latitude, longitude], at) => {
    view.setInt32(16 + 4 * at, Math.round(latitude * 1e6), true);
    view.setInt32(16 + 4 * (places.length + at), Math.round(longitude * 1e6), true);
    view.setUint32(16 + 8 * places.length + 16 * at + 12, at, false);
  });
  return body;
}

const pointsAt = (...places: [number, number][]): Points => readPoints(pack(places));
const whole = { west: 0, north: 0, east: 1 - 1e-9, south: 1 };
const lisbon: [number, number] = [38.7167, -9.1333];
const porto: [number, number] = [41.1496, -8.611];
const tokyo: [number, number] = [35.68, 139.77];

describe("positions", () => {
  it("are read as they were packed, with their ids", () => {
    const points = pointsAt(lisbon, tokyo);
    expect(points.count).toBe(2);
    expect([points.latitude(1), points.longitude(1)]).toEqual(tokyo);
    expect(points.id(1)).toBe("00000000-0000-0000-0000-000000000001");
  });

  it("refuse an answer that was cut off or is something else", () => {
    expect(() => readPoints(pack([lisbon]).slice(0, 30))).toThrow("cut off");
    expect(() => readPoints(new ArrayBuffer(40))).toThrow("no answer");
    expect(noPoints.count).toBe(0);
  });

  it("go to Web Mercator and back", () => {
    for (const [latitude, longitude] of [lisbon, tokyo, [-54.8, -68.3]] as const) {
      expect(latitudeOf(mercatorY(latitude))).toBeCloseTo(latitude, 9);
      expect(longitudeOf(mercatorX(longitude))).toBeCloseTo(longitude, 9);
    }
    expect(mercatorY(90)).toBeCloseTo(0, 5);
  });
});

describe("clusters", () => {
  it("hold what lies together, and let go of it when one comes nearer", () => {
    const points = pointsAt(lisbon, porto, lisbon, tokyo);
    expect(clustersIn(points, whole, 2).map((cluster) => [cluster.count, cluster.first])).toEqual([
      [3, 0],
      [1, 3],
    ]);
    expect(clustersIn(points, whole, 7).map((cluster) => cluster.count)).toEqual([2, 1, 1]);
  });

  it("lose and repeat no point, at any zoom", () => {
    const random = seeded(7);
    const points = pointsAt(
      ...Array.from({ length: 3_000 }, (): [number, number] => [random() * 150 - 75, random() * 359.8 - 179.9]),
    );
    for (const zoom of [0.6, 1.2, 3, 5.5, 9, 17]) {
      const members = clustersIn(points, whole, zoom).flatMap((cluster) => cluster.members());
      expect(members.length).toBe(3_000);
      expect(new Set(members).size).toBe(3_000);
    }
  });

  it("name their members newest first and count them right", () => {
    const points = pointsAt(...Array.from({ length: 50 }, (_, n): [number, number] => [38.7 + n * 1e-5, -9.13]));
    const [cluster] = clustersIn(points, whole, 4);
    expect(cluster?.count).toBe(50);
    expect(cluster?.members()).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(cluster?.first).toBe(0);
  });

  it("stand on every copy of the world that is in sight", () => {
    const points = pointsAt([-17, 179.5], [-17, -179.5]);
    const overTheLine = { west: 0.99, north: 0.5, east: 1.01, south: 0.6 };
    const found = clustersIn(points, overTheLine, 8);
    expect(found.map((cluster) => cluster.turn).sort()).toEqual([0, 1]);
    expect(pointsIn(points, overTheLine, 10)).toEqual({ total: 2, first: [0, 1] });
  });
});

describe("the photos of an area", () => {
  it("are counted, and the newest are named", () => {
    const points = pointsAt(lisbon, tokyo, lisbon, lisbon);
    const portugal = { west: mercatorX(-10), north: mercatorY(43), east: mercatorX(-6), south: mercatorY(36) };
    expect(pointsIn(points, portugal, 2)).toEqual({ total: 3, first: [0, 2] });
    expect(pointsIn(points, whole, 10).total).toBe(4);
  });

  it("have a box that takes the short way round the world", () => {
    const points = pointsAt([-17, 179], [-18, -179]);
    const box = boxAround(points, [0, 1]);
    expect(longitudeOf(box.west)).toBeCloseTo(179);
    expect(longitudeOf(box.east)).toBeCloseTo(181);
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}
