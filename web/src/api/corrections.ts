/** Correcting time, place and tags of many photos: looked at first, then done, each request with one undo. */
import { post } from "./client";
import type { ActionAnswer, Correction, CorrectionAnswer } from "./types";

/** What the server takes in one request. */
export const MOST_AT_ONCE = 10_000;

export type Change = Partial<Pick<Correction, "place" | "time">>;

/** What would change; of a larger choice the first 10,000 photos are looked at. */
export const previewCorrection = (ids: readonly string[], change: Change) =>
  post<CorrectionAnswer>("/api/assets/corrections", { ids: ids.slice(0, MOST_AT_ONCE), ...change, dry_run: true });

export const correctPhotos = (ids: readonly string[], change: Change) =>
  inParts(ids, (part) => post<CorrectionAnswer>("/api/assets/corrections", { ids: part, ...change }));

export const changeTags = (ids: readonly string[], change: { add?: string[]; remove?: string[] }) =>
  inParts(ids, (part) => post<ActionAnswer>("/api/tags/changes", { ids: part, ...change }));

export interface Done {
  changed: number;
  /** In the order in which they must be taken back. */
  undos: string[];
}

async function inParts(
  ids: readonly string[],
  send: (part: string[]) => Promise<{ changed: number; undo: string | null }>,
): Promise<Done> {
  const done: Done = { changed: 0, undos: [] };
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const answer = await send(ids.slice(at, at + MOST_AT_ONCE));
    done.changed += answer.changed;
    if (answer.undo) done.undos.unshift(answer.undo);
  }
  return done;
}
