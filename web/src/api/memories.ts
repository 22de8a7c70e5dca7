/** Memories of today, and what is hidden from them. */
import { get, post, remove } from "./client";
import type { HiddenMemory, HiddenMemories, HiddenWhat, MemoriesAnswer } from "./types";

export const memoriesKey = ["memories"] as const;

export const memoriesQuery = {
  queryKey: [...memoriesKey, "today"] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<MemoriesAnswer>("/api/memories", signal),
  staleTime: 30 * 60_000,
};

export const hiddenQuery = {
  queryKey: [...memoriesKey, "hidden"] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<HiddenMemories>("/api/memories/hidden", signal),
};

export const hideMemories = (what: HiddenWhat, value: string, label: string) =>
  post<HiddenMemory>("/api/memories/hidden", { what, value, label });
export const showMemoriesAgain = (id: string) => remove<HiddenMemories>(`/api/memories/hidden/${id}`);
