/**
 * Where a photo was taken, drawn small: the outlines that the big map uses, and the towns around. An SVG on purpose:
 * a map that moves would bring half a megabyte of code and a drawing surface of the graphics card to a panel that is
 * only looked at.
 */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { mapTownsQuery } from "@/api/places";
import { boxOf, type Frame, namesIn, sketch } from "@/lib/sketch";
import { coarseOutlines, fineOutlines } from "@/lib/world-outlines";

interface PlaceSketchProps {
  latitude: number;
  longitude: number;
}

const width = 288;
const height = 136;
/** Some 400 km from side to side: a part of a country. */
const scale = 70;

export function PlaceSketch({ latitude, longitude }: PlaceSketchProps) {
  const frame = useMemo((): Frame => ({ latitude, longitude, width, height, scale }), [latitude, longitude]);
  const coarse = useQuery({ queryKey: ["outlines", "coarse"], queryFn: coarseOutlines, staleTime: Infinity });
  const fine = useQuery({ queryKey: ["outlines", "fine"], queryFn: fineOutlines, staleTime: Infinity, enabled: coarse.isSuccess });
  const towns = useQuery(mapTownsQuery(useMemo(() => boxOf(frame), [frame])));
  const known = fine.data ?? coarse.data;
  const drawn = useMemo(() => known && sketch(frame, known), [frame, known]);
  const names = useMemo(() => namesIn(frame, towns.data?.towns ?? [], 5), [frame, towns.data]);
  return (
    <Link
      to={"/places" as never}
      search={{ at: `${latitude.toFixed(5)},${longitude.toFixed(5)},12` } as never}
      className="mt-2 block max-w-88 overflow-hidden rounded-control border border-line hover:border-faint"
    >
      {/* The names on it are a drawing: what the link does is said instead. */}
      <span className="sr-only">Show on the map</span>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="place-sketch block w-full">
        <rect width={width} height={height} className="sea" />
        {drawn && <path d={drawn.land} className="land" />}
        {drawn && <path d={drawn.borders} className="border" />}
        {names.map((town) => (
          <text key={`${town.name} ${town.x}`} x={town.x} y={town.y} className="town">
            {town.name}
          </text>
        ))}
        <path
          className="pin"
          transform={`translate(${width / 2} ${height / 2})`}
          d="M0 0C0 0-9-9.5-9-15.5A9 9 0 1 1 9-15.5C9-9.5 0 0 0 0ZM0-19.2a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 1 0 0-7.4Z"
          fillRule="evenodd"
        />
      </svg>
    </Link>
  );
}
