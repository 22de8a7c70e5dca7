/** What can be done with an event, by name, for the command palette. */
import type { EventAnswer, EventNeighbour } from "@/api/types";
import type { PageAction } from "@/lib/actions";

interface Does {
  onlyBest: boolean;
  onOnlyBest: (on: boolean) => void;
  choosing: boolean;
  choose: () => void;
  merge: (other: EventNeighbour) => void;
  dismiss: () => void;
}

export function eventActions(event: EventAnswer, does: Does): PageAction[] {
  const group = "This event";
  const merge = (other: EventNeighbour | null, where: string): PageAction[] =>
    other ? [{ title: `Merge with “${other.name}”, ${where}`, group, words: "join", run: () => does.merge(other) }] : [];
  const hasBest = event.best.length > 0 && event.best.length < event.photo_count;
  return [
    {
      title: "Rename this event",
      group,
      words: "name title",
      run: () => document.querySelector<HTMLElement>('main [data-action="rename-event"]')?.click(),
    },
    { title: does.choosing ? "Stop choosing photos" : "Choose photos of this event", group, words: "select split move cover", run: does.choose },
    ...(hasBest
      ? [{ title: does.onlyBest ? "Show all photos of this event" : "Show only the best photos", group, words: "album", run: () => does.onOnlyBest(!does.onlyBest) }]
      : []),
    ...merge(event.earlier, "before"),
    ...merge(event.later, "after"),
    { title: "Not an event", group, words: "dismiss remove", run: does.dismiss },
  ];
}
