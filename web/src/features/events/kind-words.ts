/** How a guess about the kind of an event is worded: as a guess. */
import type { EventKind } from "@/api/types";

interface Guessed {
  kinds: Record<string, number>;
}

const things: Record<EventKind, string> = {
  birthday: "a birthday",
  wedding: "a wedding",
  beach: "a day at the beach",
  hike: "a hike",
  graduation: "a graduation",
  concert: "a concert",
  trip: "a trip",
  holiday: "a holiday",
  everyday: "everyday",
};

/** Names of the choices above the list. */
export const kindNames: Partial<Record<EventKind, string>> = {
  trip: "Trips",
  birthday: "Birthdays",
  wedding: "Weddings",
  holiday: "Holidays",
  beach: "Beach",
  hike: "Hikes",
  concert: "Concerts",
  graduation: "Graduations",
};

const PROBABLY = 0.5;
const PERHAPS = 0.3;

/** The kind that is worth naming: everyday is not, and neither is what is unlikely. */
export function guessedKind({ kinds }: Guessed): EventKind | null {
  const [best] = Object.entries(kinds)
    .filter(([kind]) => kind !== "everyday")
    .sort((one, other) => other[1] - one[1]);
  return best && best[1] >= PERHAPS ? (best[0] as EventKind) : null;
}

/** "probably a birthday", "perhaps a hike", or nothing. */
export function kindWords(event: Guessed): string | null {
  const kind = guessedKind(event);
  if (!kind) return null;
  return `${(event.kinds[kind] ?? 0) >= PROBABLY ? "probably" : "perhaps"} ${things[kind]}`;
}

/** The sentences that speak for that kind. */
export function kindReasons(event: Guessed & { reasons: { kind: string; text: string }[] }): string[] {
  const kind = guessedKind(event);
  return event.reasons.filter((reason) => reason.kind === kind).map((reason) => reason.text);
}
