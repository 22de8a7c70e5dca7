/** What stands above the photos of an event: name, span, place, count, the guess with its reasons, and the actions. */
import { ArrowLeft, CalendarX, CircleCheckBig, Combine, EllipsisVertical } from "lucide-react";
import type { EventAnswer, EventNeighbour } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { iconButtonClass } from "@/components/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { classNames } from "@/lib/class-names";
import { clockSpan, daySpan } from "@/lib/date-span";
import { followInPlace } from "@/lib/follow-link";
import { countOf, formatCount } from "@/lib/format-number";
import { EventName } from "./event-name";
import { kindReasons, kindWords } from "./kind-words";

interface EventHeaderProps {
  event: EventAnswer;
  onlyBest: boolean;
  choosing: boolean;
  onOnlyBest: (on: boolean) => void;
  onRename: (title: string) => void;
  onChoose: () => void;
  onMerge: (other: EventNeighbour) => void;
  onDismiss: () => void;
  onEvents: () => void;
}

export function EventHeader({ event, onlyBest, choosing, ...does }: EventHeaderProps) {
  const isOneDay = event.start_at.slice(0, 10) === event.end_at.slice(0, 10);
  return (
    <header className="mb-6">
      <a
        href="/events"
        onClick={(click) => followInPlace(click, does.onEvents)}
        className="-ms-2 mb-1 inline-flex min-h-10 items-center gap-1.5 rounded-control px-2 text-meta font-medium text-soft hover:bg-ink/6"
      >
        <Icon of={ArrowLeft} size={16} />
        Events
      </a>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <EventName name={event.name} title={event.title} onRename={does.onRename} />
          <p className="counts mt-1 text-soft">
            {[
              daySpan(event.start_at, event.end_at),
              isOneDay && clockSpan(event.start_at, event.end_at),
              placeOf(event),
              countOf(event.photo_count, "photo", "photos"),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <Guess event={event} />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <BestSwitch event={event} onlyBest={onlyBest} onOnlyBest={does.onOnlyBest} />
          <Button aria-pressed={choosing} icon={<Icon of={CircleCheckBig} size={18} />} onClick={does.onChoose}>
            Choose
          </Button>
          <Menu
            trigger={
              <button type="button" aria-label="More for this event" className={iconButtonClass}>
                <Icon of={EllipsisVertical} />
              </button>
            }
          >
            {event.earlier && <MergeItem other={event.earlier} where="before" onMerge={does.onMerge} />}
            {event.later && <MergeItem other={event.later} where="after" onMerge={does.onMerge} />}
            {(event.earlier ?? event.later) && <MenuSeparator />}
            <MenuItem icon={CalendarX} onSelect={does.onDismiss}>
              Not an event
            </MenuItem>
          </Menu>
        </div>
      </div>
    </header>
  );
}

function MergeItem({ other, where, onMerge }: { other: EventNeighbour; where: string; onMerge: (other: EventNeighbour) => void }) {
  return (
    <MenuItem icon={Combine} onSelect={() => onMerge(other)}>
      <span className="block max-w-72 truncate">
        Merge with “{other.name}”, {where}
      </span>
      <span className="counts block text-meta text-soft">{daySpan(other.start_at, other.end_at)}</span>
    </MenuItem>
  );
}

function placeOf(event: EventAnswer): string {
  return [event.place, event.country].filter((part, index, parts) => part && parts.indexOf(part) === index).join(", ");
}

/** What it probably was, worded as a guess, and what speaks for it. */
function Guess({ event }: { event: EventAnswer }) {
  const words = kindWords(event);
  if (!words) return null;
  const reasons = kindReasons(event);
  return (
    <p className="mt-1 max-w-prose text-meta">
      <span className="font-medium text-ai">{words.charAt(0).toUpperCase() + words.slice(1)}</span>
      {reasons.length > 0 && <span className="text-soft">: {reasons.slice(0, 3).join(" ")}</span>}
    </p>
  );
}

function BestSwitch({ event, onlyBest, onOnlyBest }: Pick<EventHeaderProps, "event" | "onlyBest" | "onOnlyBest">) {
  if (event.best.length === 0 || event.best.length >= event.photo_count) return null;
  const choices = [
    { on: false, words: "All" },
    { on: true, words: `The best ${formatCount(event.best.length)}` },
  ];
  return (
    <div role="group" aria-label="Which photos" className="flex rounded-control border border-line bg-raised p-0.5">
      {choices.map(({ on, words }) => (
        <button
          key={words}
          type="button"
          aria-pressed={onlyBest === on}
          onClick={() => onOnlyBest(on)}
          className={classNames(
            "counts min-h-9 rounded-[8px] px-3 text-meta font-medium",
            onlyBest === on ? "bg-ink/8 text-ink" : "text-soft hover:text-ink",
          )}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
