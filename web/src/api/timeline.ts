/** The timeline's index, segments and thumbhashes, and the changes to many photos at once. */
import type { QueryClient } from "@tanstack/react-query";
import { get, post, withQuery } from "./client";
import type { ActionAnswer, AssetAction, SegmentThumbhashes, TimelineIndex, TimelineSegment, View } from "./types";

export const timelineKey = (view?: View) => (view ? (["timeline", view] as const) : (["timeline"] as const));
export const assetKey = (id: string) => ["asset", id] as const;

export const fetchIndex = (view: View, signal?: AbortSignal) =>
  get<TimelineIndex>(withQuery("/api/timeline", { view }), signal);

/** A segment never changes under one version, so it is kept for as long as it is remembered. */
export const segmentQuery = (view: View, version: string, key: string) => ({
  queryKey: ["segment", view, version, key] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<TimelineSegment>(withQuery(`/api/timeline/segments/${encodeURIComponent(key)}`, { view, v: version }), signal),
  staleTime: Infinity,
  gcTime: 10 * 60_000,
});

export const thumbhashesQuery = (view: View, version: string, key: string) => ({
  queryKey: ["thumbhashes", view, version, key] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<SegmentThumbhashes>(
      withQuery(`/api/timeline/segments/${encodeURIComponent(key)}/thumbhashes`, { view, v: version }),
      signal,
    ),
  staleTime: Infinity,
  gcTime: 10 * 60_000,
});

/** One request and one undo, whatever the number (at most 20,000 ids). */
interface ActOptions {
  rating?: number;
  /** Also what stands behind the covers of stacks. */
  withStacks?: boolean;
}

export const actOn = (action: AssetAction, ids: string[], { rating, withStacks = false }: ActOptions = {}) =>
  post<ActionAnswer>("/api/assets/actions", {
    action,
    ids,
    ...(rating === undefined ? {} : { rating }),
    ...(withStacks ? { with_stacks: true } : {}),
  });

export const undoAction = (undo: string) => post<ActionAnswer>(`/api/undo/${encodeURIComponent(undo)}`);

export const emptyTrash = () => post<{ deleted: number }>("/api/trash/empty");

/** To be called by whatever adds, removes or changes photos; open timelines then look again. */
export async function photosChanged(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: timelineKey() }),
    client.invalidateQueries({ queryKey: ["asset"] }),
    client.invalidateQueries({ queryKey: ["places"] }),
    client.invalidateQueries({ queryKey: ["tags"] }),
  ]);
}

/** Small picture for grids (about 256 px high). */
export const tileUrl = (id: string): string => `/media/${id}/tile`;
/** Large picture, 1440 px. */
export const previewUrl = (id: string): string => `/media/${id}/preview`;
