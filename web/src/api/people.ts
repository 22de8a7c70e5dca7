/** People, their faces and the questions about them: reading, and every act with what it may change. */
import type { QueryClient } from "@tanstack/react-query";
import { get, patch, post, remove, withQuery } from "./client";
import type {
  FacesOfPerson,
  People,
  PeopleQuestions,
  PeopleSaid,
  Person,
  PersonChange,
  PersonChanged,
  PersonPhotos,
} from "./types";

const peopleKey = ["people"] as const;

/** Photos of one answer; the rest comes while scrolling. */
export const PHOTOS_AT_ONCE = 500;

export const peopleQuery = (hidden = false) => ({
  queryKey: [...peopleKey, "list", hidden] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<People>(withQuery("/api/people", { hidden: String(hidden) }), signal),
  staleTime: 10_000,
});

export const personQuery = (id: string) => ({
  queryKey: [...peopleKey, "one", id] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Person>(`/api/people/${encodeURIComponent(id)}`, signal),
});

export const personPhotosQuery = (id: string) => ({
  queryKey: [...peopleKey, "photos", id] as const,
  initialPageParam: 0,
  queryFn: ({ signal, pageParam }: { signal: AbortSignal; pageParam: number }) =>
    get<PersonPhotos>(withQuery(`/api/people/${encodeURIComponent(id)}/photos`, { skip: pageParam }), signal),
  getNextPageParam: (last: PersonPhotos, pages: PersonPhotos[]) => {
    const have = pages.reduce((sum, page) => sum + page.photos.length, 0);
    return last.photos.length > 0 && have < last.total ? have : undefined;
  },
});

export const personFacesQuery = (id: string, doubtfulFirst: boolean) => ({
  queryKey: [...peopleKey, "faces", id, doubtfulFirst] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<FacesOfPerson>(
      withQuery(`/api/people/${encodeURIComponent(id)}/faces`, { doubtful_first: String(doubtfulFirst) }),
      signal,
    ),
});

export const questionsQuery = {
  queryKey: [...peopleKey, "questions"] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<PeopleQuestions>("/api/people/questions", signal),
  staleTime: Infinity,
};

export const changePerson = (id: string, change: PersonChange) =>
  patch<PersonChanged>(`/api/people/${encodeURIComponent(id)}`, change);
export const mergePeople = (into: string, ids: string[]) => post<PeopleSaid>("/api/people/merge", { into, ids });
export const forgetPerson = (id: string) => remove<PeopleSaid>(`/api/people/${encodeURIComponent(id)}`);
export const splitPerson = (id: string, face_ids: string[], name: string) =>
  post<PeopleSaid>(`/api/people/${encodeURIComponent(id)}/split`, { face_ids, name });
export const takeNames = (names: string[]) => post<PeopleSaid>("/api/people/names_from_files", { names });

export interface FaceWish {
  action: "assign" | "refuse" | "ignore" | "notice";
  face_ids: string[];
  person_id?: string;
  name?: string;
}
export const actOnFaces = (wish: FaceWish) => post<PeopleSaid>("/api/people/faces", wish);

export interface DrawnFace {
  box: [number, number, number, number];
  person_id?: string;
  name?: string;
}
export const drawFace = (assetId: string, drawn: DrawnFace) =>
  post<{ face_id: string; undo: string | null; person: string | null }>(
    `/api/assets/${encodeURIComponent(assetId)}/faces`,
    drawn,
  );

export interface Answer {
  person_id: string;
  other_id?: string;
  face_id?: string;
  is_same: boolean;
}
export const answerQuestion = (answer: Answer) => post<PeopleSaid>("/api/people/questions/answer", answer);

export const eraseFaceData = () => post<{ left: Record<string, number> }>("/api/people/erase");

/** Picture of one face. */
export const faceUrl = (id: string): string => `/media/faces/${id}`;

/** To be called after every act; the open questions stay as they are, so that none moves under a finger. */
export async function peopleChanged(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({
      queryKey: peopleKey,
      predicate: ({ queryKey }) => queryKey[1] !== "questions",
    }),
    client.invalidateQueries({ queryKey: ["asset"] }),
    client.invalidateQueries({ queryKey: questionsQuery.queryKey, refetchType: "none" }),
  ]);
}
