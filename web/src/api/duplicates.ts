/** Near duplicates and stacks: what the server knows and what can be said about it. */
import { get, post, withQuery } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type DuplicatesAnswer = Schemas["DuplicatesOut"];
export type CopyGroup = Schemas["CopyGroupOut"];
export type PhotoCopy = Schemas["CopyOut"];

interface Settled {
  changed: number;
  undo: string | null;
}

export const duplicatesKey = ["duplicates"] as const;

export const duplicatesQuery = {
  queryKey: duplicatesKey,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<DuplicatesAnswer>(withQuery("/api/duplicates", { limit: 100 }), signal),
};

export const keepCopy = (keep: string, trash: string[]) => post<Settled>("/api/duplicates/keep", { keep, trash });
export const areDifferent = (ids: string[]) => post<Settled>("/api/duplicates/different", { ids });

export const stackPhotos = (ids: string[], cover?: string) => post<Settled>("/api/stacks", { ids, cover: cover ?? null });
export const unstackPhotos = (ids: string[]) => post<Settled>("/api/stacks/unstack", { ids });
export const takeOffStack = (id: string) => post<Settled>(`/api/stacks/take_out/${encodeURIComponent(id)}`);
export const chooseCover = (id: string) => post<Settled>(`/api/stacks/cover/${encodeURIComponent(id)}`);
