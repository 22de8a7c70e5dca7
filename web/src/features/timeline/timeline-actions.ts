/** What can be done in a timeline, by name and key, for the command palette. */
import type { View } from "@/api/types";
import type { PageAction } from "@/lib/actions";
import { countOf } from "@/lib/format-number";

interface Does {
  act: (key: string, ids: ReadonlySet<string>) => boolean;
  clear: () => void;
  all: () => void;
  restore: (ids: ReadonlySet<string>) => void;
  stack: (ids: ReadonlySet<string>) => void;
  unstack: (ids: ReadonlySet<string>) => void;
}

const forChosen: [title: string, key: string, words?: string][] = [
  ["Add to favourites, or remove", "f", "heart like"],
  ...[5, 4, 3, 2, 1].map((stars): [string, string, string] => [`Rate ${countOf(stars, "star", "stars")}`, String(stars), "rating"]),
  ["Remove the rating", "0", "stars"],
  ["Give or take off tags", "g", "keywords label"],
  ["Set the place", "l", "location map gps"],
  ["Set the time", "e", "date clock zone edit"],
  ["Move to the trash", "Delete", "delete remove"],
];

export function timelineActions(view: View, chosen: ReadonlySet<string>, total: number, does: Does): PageAction[] {
  const all: PageAction = { title: "Choose all photos", keys: "Ctrl + A", group: "Timeline", words: "select everything", run: does.all };
  if (chosen.size === 0) return total > 0 ? [all] : [];
  const group = countOf(chosen.size, "chosen photo", "chosen photos");
  const none: PageAction = { title: "Choose nothing", keys: "Esc", group, words: "deselect unselect", run: does.clear };
  const more = (title: string, words: string, act: (ids: ReadonlySet<string>) => void): PageAction => ({
    title,
    group,
    words,
    run: () => {
      act(chosen);
      does.clear();
    },
  });
  if (view === "trash") return [more("Put back", "restore undelete", does.restore), none, all];
  return [
    ...forChosen.map(([title, key, words]) => ({
      title,
      keys: key === "Delete" ? "Del" : key,
      group,
      words,
      run: () => void does.act(key, chosen),
    })),
    ...(chosen.size > 1 ? [more("Put on one stack", "group burst", does.stack)] : []),
    more("Unstack", "burst", does.unstack),
    none,
    all,
  ];
}
