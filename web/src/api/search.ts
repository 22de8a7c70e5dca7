/** Search by text, what it can be narrowed to, what can be suggested while typing, and searches that are kept. */
import { type InfiniteData, keepPreviousData, type QueryClient } from "@tanstack/react-query";
import { get, request, withQuery } from "./client";
import type { FacetsAnswer, SavedSearch, SavedSearches, SearchAnswer, SuggestionsAnswer } from "./types";

/** Hits asked for at once: more than anyone looks through, few enough for one answer. */
export const SEARCH_LIMIT = 200;

export interface SearchAsked {
  q: string;
  /** "" as the text says, or else by relevance. */
  sort: string;
  /** The photo whose like is looked for, or "". */
  like: string;
}

export const searchQuery = ({ q, sort, like }: SearchAsked) => ({
  queryKey: ["search", q, sort, like] as const,
  queryFn: ({ signal, pageParam }: { signal: AbortSignal; pageParam: number }) =>
    get<SearchAnswer>(withQuery("/api/search", { q, sort, like, limit: SEARCH_LIMIT, offset: pageParam || undefined }), signal),
  initialPageParam: 0,
  getNextPageParam: (last: SearchAnswer) => {
    const next = last.offset + last.hits.length;
    return last.hits.length > 0 && next < last.total ? next : undefined;
  },
  staleTime: 60_000,
  placeholderData: keepPreviousData<InfiniteData<SearchAnswer, number>>,
});

export const facetsQuery = ({ q, like }: Pick<SearchAsked, "q" | "like">) => ({
  queryKey: ["facets", q, like] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<FacetsAnswer>(withQuery("/api/search/facets", { q, like }), signal),
  staleTime: 60_000,
});

export const suggestionsQuery = (q: string) => ({
  queryKey: ["suggestions", q] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<SuggestionsAnswer>(withQuery("/api/search/suggestions", { q }), signal),
  staleTime: 60_000,
  placeholderData: keepPreviousData,
});

export const savedSearchesQuery = {
  queryKey: ["saved-searches"] as const,
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await get<SavedSearches>("/api/search/saved", signal)).searches,
  staleTime: 5 * 60_000,
};

export async function saveSearch(client: QueryClient, search: Pick<SavedSearch, "name" | "q" | "sort">): Promise<void> {
  await request<SavedSearch>("POST", "/api/search/saved", { body: search });
  await client.invalidateQueries({ queryKey: savedSearchesQuery.queryKey });
}

export async function dropSavedSearch(client: QueryClient, id: string): Promise<void> {
  await request<undefined>("DELETE", `/api/search/saved/${id}`);
  await client.invalidateQueries({ queryKey: savedSearchesQuery.queryKey });
}
