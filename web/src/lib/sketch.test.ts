import { describe, expect, it } from "vitest";
import { boxOf, type Frame, namesIn, sketch, spotIn } from "./sketch";

const frame: Frame = { latitude: 38.72, longitude: -9.14, width: 288, height: 136, scale: 70 };
const square = (west: number, south: number) => [
  [west, south],
  [west + 1, south],
  [west + 1, south + 1],
  [west, south + 1],
  [west, south],
];
const world = (...rings: number[][][]) => ({
  land: {
    type: "FeatureCollection" as const,
    features: [
      { type: "Feature" as const, properties: { name: "x" }, geometry: { type: "MultiPolygon" as const, coordinates: rings.map((ring) => [ring]) } },
    ],
  },
  borders: { type: "Feature" as const, properties: {}, geometry: { type: "MultiLineString" as const, coordinates: [] } },
});

describe("the small map", () => {
  it("has its spot in the middle, north above and east to the right", () => {
    expect(spotIn(frame, frame.longitude, frame.latitude)).toEqual({ x: 144, y: 68 });
    const away = spotIn(frame, frame.longitude + 1, frame.latitude + 0.5);
    expect(away.x).toBeGreaterThan(144);
    expect(away.x).toBeLessThan(144 + 70); // a degree of longitude is shorter here than at the equator
    expect(away.y).toBe(68 - 35);
  });

  it("draws the land in its frame and nothing of the rest of the world", () => {
    expect(sketch(frame, world(square(-9.5, 38.5))).land.match(/M/g)).toHaveLength(1);
    expect(sketch(frame, world(square(20, 38.5), square(-9.5, 60))).land).toBe("");
  });

  it("goes on across the date line", () => {
    const fiji: Frame = { ...frame, latitude: -17, longitude: 179.9 };
    expect(sketch(fiji, world(square(-179.9, -17.5))).land).toMatch(/^M\d/);
    expect(spotIn(fiji, -179.9, -17).x).toBeGreaterThan(144);
    const { west, east } = boxOf(fiji);
    expect(west).toBeGreaterThan(east);
  });

  it("asks for towns of exactly what it shows", () => {
    const box = boxOf(frame);
    expect(spotIn(frame, box.west, box.north)).toEqual({ x: expect.closeTo(0), y: expect.closeTo(0) });
    expect(spotIn(frame, box.east, box.south)).toEqual({ x: expect.closeTo(288), y: expect.closeTo(136) });
  });

  it("names the largest towns that have room, none over another, none cut off", () => {
    const town = (name: string, longitude: number, latitude: number) => ({ name, longitude, latitude });
    const found = namesIn(
      frame,
      [town("Setúbal", -8.2, 38.2), town("Palmela", -8.21, 38.25), town("Lisbon", -9.14, 38.72), town("Evora", -6.85, 38.5), town("Leiria", -8.8, 39.4)],
      5,
    );
    expect(found.map((each) => each.name)).toEqual(["Setúbal", "Leiria"]);
  });
});
