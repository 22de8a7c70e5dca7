// @vitest-environment node
/** The outlines of the world: whole, and without a band around the globe where a country crosses the date line. */
import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { cutLine, cutPolygon, outlines } from "../world/outlines";

const widest = (line: Position[]): number =>
  Math.max(0, ...line.slice(1).map((point, at) => Math.abs((point[0] as number) - ((line[at] as Position)[0] as number))));

const area = (ring: Position[]): number =>
  Math.abs(
    ring.slice(1).reduce((sum, point, at) => {
      const [x0, y0] = ring[at] as [number, number];
      const [x1, y1] = point as [number, number];
      return sum + x0 * y1 - x1 * y0;
    }, 0) / 2,
  );

const fiji: Position[] = [
  [179, -16],
  [-179, -16],
  [-179, -18],
  [179, -18],
  [179, -16],
];

describe("the outlines of the world", () => {
  it.each(["110m", "50m"] as const)("have no edge across the map at %s", (scale) => {
    const { land, borders } = outlines(scale);
    expect(land.features.length).toBeGreaterThan(170);
    for (const country of land.features) {
      for (const ring of country.geometry.coordinates.flat()) {
        // Only along the bottom edge of the map may Antarctica be that wide.
        const jumps = ring.slice(1).filter((point, at) => widest([ring[at] as Position, point]) > 180);
        expect([country.properties.name, jumps.filter((point) => (point[1] as number) > -90)]).toEqual([country.properties.name, []]);
        expect(ring.every(([x, y]) => Math.abs(x as number) <= 180 && Math.abs(y as number) <= 90)).toBe(true);
      }
    }
    expect(Math.max(...borders.geometry.coordinates.map(widest))).toBeLessThan(180);
  });

  it("keep their area when they are cut in two", () => {
    const parts = cutPolygon([fiji]);
    expect(parts).toHaveLength(2);
    expect(parts.reduce((sum, [shell]) => sum + area(shell as Position[]), 0)).toBeCloseTo(4);
  });

  it("leave alone what does not cross the date line", () => {
    const square: Position[] = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [0, 0],
    ];
    expect(cutPolygon([square])).toEqual([[square]]);
    expect(cutLine(square)).toEqual([square]);
  });

  it("show Russia on both edges of the map", () => {
    const russia = outlines("110m").land.features.find((country) => country.properties.name === "Russia");
    const xs = (russia?.geometry.coordinates ?? []).flat(2).map(([x]) => x as number);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([-180, 180]);
  });
});
