/** The list of events and one event at their addresses, with the viewer as a layer above. */
import { Outlet, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { EventKind } from "@/api/types";
import { EventPage as OneEvent } from "@/features/events/event-page";
import { EventsPage as Listed } from "@/features/events/events-page";
import { useViewerOver } from "./viewer-above";

const hrefOf = (id: string): string => `/events/${id}`;

export function EventsPage() {
  const router = useRouter();
  const { kind = "" } = useSearch({ strict: false }) as { kind?: EventKind };
  return (
    <Listed
      kind={kind}
      onKind={(next) =>
        void router.navigate({ to: "/events" as never, search: (next ? { kind: next } : {}) as never, replace: true })
      }
      hrefOf={hrefOf}
      onOpen={(id) => void router.navigate({ to: hrefOf(id) as never })}
    />
  );
}

export function EventPage() {
  const router = useRouter();
  const { eventId = "", id } = useParams({ strict: false }) as { eventId?: string; id?: string };
  const viewer = useViewerOver(hrefOf(eventId));
  const onEvent = useCallback(
    (next: string) => {
      if (next !== eventId) void router.navigate({ to: hrefOf(next) as never, replace: true });
    },
    [eventId, router],
  );
  const onEvents = useCallback(() => void router.navigate({ to: "/events" as never }), [router]);
  return (
    <OneEvent id={eventId} viewerOpen={id !== undefined} {...viewer} onEvents={onEvents} onEvent={onEvent}>
      <Outlet />
    </OneEvent>
  );
}
