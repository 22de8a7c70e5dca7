/** Own tags are paths ("Places/Lisbon"); here they become lines of a tree, each level once. */
import type { OwnTags } from "@/api/types";

export interface TagLine {
  path: string;
  /** Its last part, as it is shown. */
  name: string;
  level: number;
  /** Photos that carry it; null for a level that only has tags under it. */
  count: number | null;
  /** How many tags lie under it. */
  under: number;
}

export function tagLines(tags: OwnTags["tags"]): TagLine[] {
  const counts = new Map<string, number | null>();
  for (const { name, count } of tags) {
    const parts = name.split("/");
    for (let end = 1; end < parts.length; end += 1) {
      const above = parts.slice(0, end).join("/");
      if (!counts.has(above)) counts.set(above, null);
    }
    counts.set(name, count);
  }
  const paths = [...counts.keys()].sort(byParts);
  return paths.map((path) => ({
    path,
    name: path.split("/").at(-1) ?? path,
    level: path.split("/").length - 1,
    count: counts.get(path) ?? null,
    under: tags.filter((tag) => tag.name.startsWith(`${path}/`)).length,
  }));
}

/** Level by level, so that what lies under a tag follows it: "Lisbon zoo" does not come between. */
function byParts(one: string, other: string): number {
  const left = one.split("/");
  const right = other.split("/");
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = (left[at] as string).localeCompare(right[at] as string);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Lines whose path has the typed words, with the levels above them. */
export function linesWith(lines: readonly TagLine[], typed: string): readonly TagLine[] {
  const wanted = typed.trim().toLocaleLowerCase();
  if (!wanted) return lines;
  const found = lines.filter((line) => line.path.toLocaleLowerCase().includes(wanted));
  return lines.filter((line) => found.some((one) => one.path === line.path || one.path.startsWith(`${line.path}/`)));
}

/** As the server reads a typed path: " Places /  Lisbon" is "Places/Lisbon". */
export const cleanPath = (typed: string): string =>
  typed
    .split("/")
    .map((part) => part.trim().replace(/\s+/g, " "))
    .filter(Boolean)
    .join("/");
