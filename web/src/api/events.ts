/** Events: their list, one with its moments, and what is changed about them. */
import type { QueryClient } from "@tanstack/react-query";
import { get, patch, post, remove, withQuery } from "./client";
import type { EventAnswer, EventChanged, EventKind, EventsAnswer } from "./types";

export const EVENTS_AT_ONCE = 60;

export const eventsKey = ["events"] as const;

export const eventsQuery = (kind: EventKind | "") => ({
  queryKey: [...eventsKey, "list", kind] as const,
  queryFn: ({ pageParam, signal }: { pageParam: number; signal: AbortSignal }) =>
    get<EventsAnswer>(withQuery("/api/events", { kind, offset: pageParam, limit: EVENTS_AT_ONCE }), signal),
  initialPageParam: 0,
  getNextPageParam: (last: EventsAnswer, pages: EventsAnswer[]) => {
    const known = pages.reduce((count, page) => count + page.events.length, 0);
    return known < last.total ? known : undefined;
  },
});

export const eventQuery = (id: string) => ({
  queryKey: [...eventsKey, "one", id] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<EventAnswer>(`/api/events/${id}`, signal),
});

export const renameEvent = (id: string, title: string) => patch<EventChanged>(`/api/events/${id}`, { title });
export const renameMoment = (id: string, moment: string, title: string) =>
  patch<EventChanged>(`/api/events/${id}/moments/${moment}`, { title });
export const coverEvent = (id: string, cover: string) => patch<EventChanged>(`/api/events/${id}`, { cover });
export const mergeEvents = (ids: string[]) => post<EventChanged>("/api/events/merge", { ids });
export const splitEvent = (id: string, assetId: string) =>
  post<EventChanged>(`/api/events/${id}/split`, { asset_id: assetId });
export const moveToEvent = (ids: string[], to: string | null) => post<EventChanged>("/api/events/move", { ids, to });
export const dismissEvent = (id: string) => remove<{ undo: string }>(`/api/events/${id}`);

/** To be called by whatever changes events; lists and photos that name one then look again. */
export async function eventsChanged(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: eventsKey }),
    client.invalidateQueries({ queryKey: ["asset"] }),
    client.invalidateQueries({ queryKey: ["memories"] }),
  ]);
}
