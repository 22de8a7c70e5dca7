/** The user's own tags. */
import { get } from "./client";
import type { OwnTags } from "./types";

export const ownTagsQuery = {
  queryKey: ["tags", "own"] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<OwnTags>("/api/tags", signal),
  staleTime: 30_000,
};
