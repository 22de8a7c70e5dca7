/** Search by text, and what can be suggested while it is typed. */
import { keepPreviousData } from "@tanstack/react-query";
import { get, withQuery } from "./client";
import type { SearchAnswer, SuggestionsAnswer } from "./types";

/** Hits asked for at once: more than anyone looks through, few enough for one answer. */
export const SEARCH_LIMIT = 200;

export const searchQuery = (q: string) => ({
  queryKey: ["search", q] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<SearchAnswer>(withQuery("/api/search", { q, limit: SEARCH_LIMIT }), signal),
  staleTime: 60_000,
  placeholderData: keepPreviousData,
});

export const suggestionsQuery = (q: string) => ({
  queryKey: ["suggestions", q] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<SuggestionsAnswer>(withQuery("/api/search/suggestions", { q }), signal),
  staleTime: 60_000,
  placeholderData: keepPreviousData,
});
