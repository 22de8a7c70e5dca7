/** The user's own tags. */
import type { QueryClient } from "@tanstack/react-query";
import { get, post } from "./client";
import type { ActionAnswer, OwnTags } from "./types";

export const ownTagsQuery = {
  queryKey: ["tags", "own"] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<OwnTags>("/api/tags", signal),
  staleTime: 30_000,
};

/** Over the whole library, with every tag under it; a path that is a tag already makes the two one. */
export const renameTag = (name: string, to: string) => post<ActionAnswer>("/api/tags/rename", { name, to });
export const deleteTag = (name: string) => post<ActionAnswer>("/api/tags/delete", { name });

/** To be called by whatever changes tags over the whole library. */
export async function tagsChanged(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ownTagsQuery.queryKey }),
    client.invalidateQueries({ queryKey: ["asset"] }),
    client.invalidateQueries({ queryKey: ["search"] }),
  ]);
}
