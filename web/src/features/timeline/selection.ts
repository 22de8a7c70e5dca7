/** Which photos are chosen: pure steps from one selection to the next. */

export interface Selection {
  ids: ReadonlySet<string>;
  /** Position of the photo from which shift extends; null when nothing was chosen yet. */
  from: number | null;
}

/** The server takes at most this many ids in one request. */
export const mostAtOnce = 20_000;

export const nothingSelected: Selection = { ids: new Set(), from: null };

export function toggle(selection: Selection, id: string, at: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, from: ids.size === 0 ? null : at };
}

/** Adds all; the place from which shift extends stays. */
export function add(selection: Selection, more: Iterable<string>, from = selection.from): Selection {
  const ids = new Set(selection.ids);
  for (const id of more) ids.add(id);
  return { ids, from };
}

export function without(selection: Selection, less: Iterable<string>): Selection {
  const ids = new Set(selection.ids);
  for (const id of less) ids.delete(id);
  return { ids, from: ids.size === 0 ? null : selection.from };
}

/** All chosen → none of them; else all. */
export function toggleAll(selection: Selection, group: readonly string[], from: number): Selection {
  return group.every((id) => selection.ids.has(id)) ? without(selection, group) : add(selection, group, from);
}

/** Positions between the two, both included. */
export function rangeBetween(a: number, b: number): [first: number, last: number] {
  return a <= b ? [a, b] : [b, a];
}

/** Cuts a large choice into requests that the server takes. */
export function inRequests(ids: Iterable<string>, size = mostAtOnce): string[][] {
  const all = [...ids];
  const parts: string[][] = [];
  for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size));
  return parts;
}
