/** One event in the list: its cover, what it is called, when, where, how many. */
import { tileUrl } from "@/api/timeline";
import type { EventFacts, EventKind } from "@/api/types";
import { Picture } from "@/components/picture";
import { daySpan } from "@/lib/date-span";
import { followInPlace } from "@/lib/follow-link";
import { countOf } from "@/lib/format-number";
import { guessedKind, kindReasons, kindWords } from "./kind-words";

const namedByFacts: ReadonlySet<EventKind> = new Set(["trip", "holiday", "birthday"]);

interface EventCardProps {
  event: EventFacts;
  href: string;
  onOpen: (id: string) => void;
}

export function EventCard({ event, href, onOpen }: EventCardProps) {
  // What the machine's own title says by the calendar or the map is not guessed a second time.
  const kind = !event.title && namedByFacts.has(guessedKind(event) ?? "everyday") ? null : kindWords(event);
  // A place that the title names already is not said twice.
  const place = event.name.includes(event.place) ? null : event.place;
  return (
    <a href={href} onClick={(click) => followInPlace(click, () => onOpen(event.id))} className="group/event block">
      <span className="block aspect-[4/3] overflow-hidden bg-sunken">
        {event.cover && (
          <Picture
            src={tileUrl(event.cover.id)}
            alt=""
            colour={event.cover.colour}
            thumbhash={event.cover.thumbhash}
            className="size-full transition-opacity group-hover/event:opacity-90"
          />
        )}
      </span>
      <span dir="auto" className="mt-2 line-clamp-2 block font-medium group-hover/event:underline">
        {event.name}
      </span>
      <span className="counts block text-meta text-soft">{daySpan(event.start_at, event.end_at)}</span>
      <span className="counts block text-meta text-soft">
        {[place, countOf(event.photo_count, "photo", "photos")].filter(Boolean).join(" · ")}
      </span>
      {kind && (
        <span title={kindReasons(event).join(" ")} className="mt-0.5 block text-meta text-ai">
          {kind}
        </span>
      )}
    </a>
  );
}
