/** People whose name or nickname begins with, or else contains, a text; the better match and the more photos first. */
import type { Person } from "@/api/types";

const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

export function findPeople(people: readonly Person[], text: string): Person[] {
  const wanted = folded(text.trim());
  const named = people.filter((person) => person.name !== "");
  if (!wanted) return named.toSorted((a, b) => b.photos - a.photos).slice(0, 50);
  const ranked = named.flatMap((person) => {
    const names = [person.name, ...person.nicknames].map(folded);
    const rank = names.some((name) => name.startsWith(wanted))
      ? 0
      : names.some((name) => name.split(/\s+/).some((word) => word.startsWith(wanted)))
        ? 1
        : names.some((name) => name.includes(wanted))
          ? 2
          : null;
    return rank === null ? [] : [{ person, rank }];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank || b.person.photos - a.person.photos)
    .slice(0, 50)
    .map(({ person }) => person);
}
