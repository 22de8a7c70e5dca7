/** All events, newest first, narrowed to a kind if wanted. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarHeart } from "lucide-react";
import { useMemo } from "react";
import { messageOf } from "@/api/client";
import { eventsQuery } from "@/api/events";
import type { EventKind } from "@/api/types";
import { Button } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";
import { Page } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { classNames } from "@/lib/class-names";
import { countOf } from "@/lib/format-number";
import { EventCard } from "./event-card";
import { kindNames } from "./kind-words";

interface EventsPageProps {
  kind: EventKind | "";
  onKind: (kind: EventKind | "") => void;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
}

export function EventsPage({ kind, onKind, hrefOf, onOpen }: EventsPageProps) {
  const asked = useInfiniteQuery(eventsQuery(kind));
  const events = useMemo(() => asked.data?.pages.flatMap((page) => page.events) ?? [], [asked.data]);
  const total = asked.data?.pages[0]?.total ?? 0;
  return (
    <Page
      title="Events"
      width="full"
      lead={asked.data && total > 0 && <p className="counts">{countOf(total, "event", "events")}</p>}
    >
      <KindChoice kind={kind} onKind={onKind} />
      {!asked.data && asked.error && (
        <ErrorPlace sentence={messageOf(asked.error)} onRetry={() => void asked.refetch()} />
      )}
      {!asked.data && !asked.error && <Waiting words="Waiting for the list of events." />}
      {asked.data && events.length === 0 && <NoEvents kind={kind} onAll={() => onKind("")} />}
      <ul className="grid grid-cols-2 gap-x-3 gap-y-7 tablet:grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] tablet:gap-x-4">
        {events.map((event) => (
          <li key={event.id}>
            <EventCard event={event} href={hrefOf(event.id)} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {asked.hasNextPage && (
        <div className="mt-8 text-center">
          <Button onClick={() => void asked.fetchNextPage()} disabled={asked.isFetchingNextPage}>
            Show earlier events
          </Button>
        </div>
      )}
    </Page>
  );
}

function KindChoice({ kind, onKind }: Pick<EventsPageProps, "kind" | "onKind">) {
  const choices: [EventKind | "", string][] = [["", "All"], ...(Object.entries(kindNames) as [EventKind, string][])];
  return (
    <div
      role="group"
      aria-label="Kinds of events"
      className="-mx-[var(--page-margin)] mb-6 flex gap-2 overflow-x-auto px-[var(--page-margin)] pb-1"
    >
      {choices.map(([value, name]) => (
        <button
          key={value}
          type="button"
          aria-pressed={kind === value}
          onClick={() => onKind(value)}
          className={classNames(
            "min-h-10 shrink-0 rounded-full border px-4 text-meta font-medium transition-colors",
            kind === value ? "border-accent bg-accent/10 text-ink" : "border-line bg-raised text-soft hover:bg-sunken",
          )}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function NoEvents({ kind, onAll }: { kind: EventKind | ""; onAll: () => void }) {
  if (kind) {
    return (
      <EmptyPlace
        icon={CalendarHeart}
        title="No event looks like this"
        action={<Button onClick={onAll}>Show all events</Button>}
      >
        Kinds are guessed from the calendar, places and what is in the pictures. Thin evidence stays unnamed.
      </EmptyPlace>
    );
  }
  return (
    <EmptyPlace icon={CalendarHeart} title="No events yet">
      Photos taken close together in time and place become an event by themselves, a few moments after they were added.
    </EmptyPlace>
  );
}
