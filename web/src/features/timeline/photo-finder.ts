/** Ids and positions across all segments of a view, fetched only where they are asked for. */
import type { QueryClient } from "@tanstack/react-query";
import { get } from "@/api/client";
import { assetKey, segmentQuery } from "@/api/timeline";
import type { Asset, TimelineIndex, TimelineSegment, View } from "@/api/types";
import { type Photo, photoIn } from "./use-timeline-data";

export interface PhotoFinder {
  /** The photo at a position, if its segment is already here. */
  known: (at: number) => Photo | null;
  idAt: (at: number) => Promise<string | null>;
  /** Ids from `first` to `last`, both included. */
  idsBetween: (first: number, last: number) => Promise<string[]>;
  indexOf: (id: string) => Promise<number | null>;
  /** As `indexOf`, only among what is already here. */
  knownIndexOf: (id: string) => number | null;
}

const positions = new WeakMap<TimelineSegment, Map<string, number>>();

function positionsIn(segment: TimelineSegment): Map<string, number> {
  let map = positions.get(segment);
  if (!map) positions.set(segment, (map = new Map(segment.ids.map((id, at) => [id, at]))));
  return map;
}

export function photoFinder(client: QueryClient, view: View, index: TimelineIndex): PhotoFinder {
  const starts: number[] = [];
  let sum = 0;
  for (const segment of index.segments) {
    starts.push(sum);
    sum += segment.count;
  }
  const query = (number: number) => segmentQuery(view, index.version, index.segments[number]?.key ?? "");
  const cached = (number: number) => client.getQueryData<TimelineSegment>(query(number).queryKey);
  const fetched = (number: number) => client.ensureQueryData(query(number));
  const segmentOf = (at: number) => {
    let number = starts.length - 1;
    while (number > 0 && (starts[number] as number) > at) number -= 1;
    return number;
  };

  const knownIndexOf = (id: string): number | null => {
    for (let number = 0; number < starts.length; number += 1) {
      const segment = cached(number);
      const at = segment && positionsIn(segment).get(id);
      if (at !== undefined) return (starts[number] as number) + at;
    }
    return null;
  };

  return {
    known: (at) => {
      if (at < 0 || at >= index.total) return null;
      const number = segmentOf(at);
      const segment = cached(number);
      const offset = at - (starts[number] as number);
      return segment && offset < segment.ids.length ? photoIn(segment, offset) : null;
    },
    idAt: async (at) => {
      if (at < 0 || at >= index.total) return null;
      const number = segmentOf(at);
      return (await fetched(number)).ids[at - (starts[number] as number)] ?? null;
    },
    idsBetween: async (first, last) => {
      const numbers: number[] = [];
      for (let number = segmentOf(first); number <= segmentOf(last); number += 1) numbers.push(number);
      const segments = await Promise.all(numbers.map(fetched));
      const base = starts[numbers[0] as number] as number;
      return segments.flatMap((segment) => segment.ids).slice(first - base, last - base + 1);
    },
    indexOf: async (id) => {
      const known = knownIndexOf(id);
      if (known !== null) return known;
      const asset = await client.ensureQueryData({
        queryKey: assetKey(id),
        queryFn: ({ signal }) => get<Asset>(`/api/assets/${encodeURIComponent(id)}`, signal),
      });
      const day = (view === "recent" ? asset.added_at : asset.local_at).slice(0, 10);
      for (let number = 0; number < starts.length; number += 1) {
        const head = index.segments[number];
        if (!head || head.first_day < day || head.last_day > day) continue;
        await fetched(number);
      }
      return knownIndexOf(id);
    },
    knownIndexOf,
  };
}
