/** Near duplicates among the hits stand as one: the best of them, with the others behind it until asked for. */
import type { SearchHit } from "@/api/types";

export interface Shown {
  hit: SearchHit;
  /** How many copies of it were found besides; 0 for most, and for the copies themselves. */
  copies: number;
  /** They stand behind it in the rows. */
  open: boolean;
}

/** In the order of `hits`; `open` holds the keys of the sets whose copies are shown. */
export function together(hits: readonly SearchHit[], open: ReadonlySet<string>): Shown[] {
  const sets = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    if (hit.copy_set) sets.set(hit.copy_set, [...(sets.get(hit.copy_set) ?? []), hit]);
  }
  return hits.flatMap((hit): Shown[] => {
    const set = hit.copy_set ? (sets.get(hit.copy_set) ?? []) : [];
    if (set.length < 2) return [{ hit, copies: 0, open: false }];
    if (set[0] !== hit) return [];
    const isOpen = open.has(hit.copy_set as string);
    const others = isOpen ? set.slice(1).map((copy): Shown => ({ hit: copy, copies: 0, open: false })) : [];
    return [{ hit, copies: set.length - 1, open: isOpen }, ...others];
  });
}
