/** The index and the segments near the view, from the server into what the grid draws. */
import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useActivity } from "@/api/activity";
import { fetchIndex, segmentQuery, thumbhashesQuery, timelineKey } from "@/api/timeline";
import type { AssetState, KindLetter, TimelineIndex, TimelineSegment, View } from "@/api/types";

export interface Photo {
  id: string;
  localAt: string;
  ratio: number;
  colour: string;
  kind: KindLetter;
  favourite: boolean;
  durationS: number | null;
  /** How many photos stand for this one, 1 where it is alone. */
  stackSize: number;
  state: AssetState;
  filename: string;
}

const favouriteSets = new WeakMap<TimelineSegment, ReadonlySet<number>>();

function favouritesOf(segment: TimelineSegment): ReadonlySet<number> {
  let set = favouriteSets.get(segment);
  if (!set) favouriteSets.set(segment, (set = new Set(segment.favourites)));
  return set;
}

/** The photo at a position of a segment. */
export function photoIn(segment: TimelineSegment, at: number): Photo {
  return {
    id: segment.ids[at] as string,
    localAt: segment.local_at[at] as string,
    ratio: segment.ratios[at] ?? 1,
    colour: segment.colours[at] ?? "#808080",
    kind: (segment.kinds[at] ?? "i") as KindLetter,
    favourite: favouritesOf(segment).has(at),
    durationS: segment.durations[at] ?? null,
    stackSize: segment.stacks[at] ?? 1,
    state: segment.states[at] ?? "ready",
    filename: segment.filenames[at] ?? "",
  };
}

/** Days on the screen of each view: a new index is shown only once their segments have arrived. */
const onScreen = new Map<View, { newest: string; oldest: string }>();

export function rememberOnScreen(view: View, newest: string, oldest: string): void {
  onScreen.set(view, { newest, oldest });
}

export function useTimelineIndex(view: View) {
  const client = useQueryClient();
  const importing = Boolean(useActivity().data?.importing);
  return useQuery({
    queryKey: timelineKey(view),
    queryFn: async ({ signal }) => {
      const index = await fetchIndex(view, signal);
      const days = onScreen.get(view);
      const needed = days
        ? index.segments.filter((segment) => segment.last_day <= days.newest && segment.first_day >= days.oldest)
        : index.segments.slice(0, 1);
      await Promise.all(needed.slice(0, 3).map((each) => client.prefetchQuery(segmentQuery(view, index.version, each.key))));
      return index;
    },
    // The same version is the same index, however large: keep it and lay out nothing again.
    structuralSharing: (before, after) =>
      (before as TimelineIndex | undefined)?.version === (after as TimelineIndex).version ? before : after,
    refetchInterval: importing ? 4_000 : false,
    refetchOnWindowFocus: true,
    gcTime: Infinity,
  });
}

export type SegmentLookup = (segment: number) => TimelineSegment | undefined;
export type ThumbhashLookup = (segment: number, at: number) => string | null;

/** Loads the segments of these numbers and answers what of them is here. */
export function useSegments(view: View, index: TimelineIndex, numbers: readonly number[]) {
  const wanted = numbers.filter((number) => index.segments[number] !== undefined);
  const key = (number: number) => index.segments[number]?.key ?? "";
  const segments = useQueries({ queries: wanted.map((number) => segmentQuery(view, index.version, key(number))) });
  const hashes = useQueries({
    queries: wanted.map((number) => ({
      ...thumbhashesQuery(view, index.version, key(number)),
      placeholderData: keepPreviousData,
    })),
  });
  const failed = segments.find((result) => result.isError);
  const numbersKey = wanted.join();
  const stamp = [...segments, ...hashes].map((result) => result.dataUpdatedAt).join();
  const lookups = useMemo(() => {
    const bySegment = new Map(wanted.map((number, at) => [number, segments[at]?.data]));
    const byHash = new Map(wanted.map((number, at) => [number, hashes[at]?.data?.thumbhashes]));
    return {
      segmentAt: ((number) => bySegment.get(number)) satisfies SegmentLookup,
      thumbhashAt: ((number, at) => byHash.get(number)?.[at] ?? null) satisfies ThumbhashLookup,
    };
    // The stamp changes with every arrival; the arrays themselves are new on every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [index.version, view, numbersKey, stamp]);
  return { ...lookups, failed };
}
