/** One event: its name, what it probably was and why, its photos by moments, and what can be changed about it. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { messageOf } from "@/api/client";
import { coverEvent, dismissEvent, eventQuery, mergeEvents, moveToEvent, renameEvent, renameMoment, splitEvent } from "@/api/events";
import type { EventAnswer, EventMoment } from "@/api/types";
import { ErrorPlace } from "@/components/error-boundary";
import { Waiting } from "@/components/waiting";
import { useActions } from "@/lib/actions";
import { countOf } from "@/lib/format-number";
import { orderOf } from "@/lib/photo-order";
import { PhotoSequenceContext } from "@/lib/photo-sequence";
import { useShortcuts } from "@/lib/shortcut-keys";
import { ChosenBar } from "./chosen-bar";
import { eventActions } from "./event-actions";
import { EventHeader } from "./event-header";
import { MomentSection } from "./moment-section";
import { useEventChanges } from "./use-event-changes";

interface EventPageProps {
  id: string;
  /** Whether a photo is open above. */
  viewerOpen: boolean;
  hrefOf: (photo: string) => string;
  onOpen: (photo: string) => void;
  onTurn: (photo: string) => void;
  onClose: () => void;
  onEvents: () => void;
  onEvent: (id: string) => void;
  /** The viewer, when a photo is open. */
  children?: ReactNode;
}

const none: readonly EventMoment[] = [];

export function EventPage({ id, children, ...does }: EventPageProps) {
  const { data, error, refetch } = useQuery(eventQuery(id));
  const [onlyBest, setOnlyBest] = useState(false);
  const moments = useMemo(() => (data ? shownMoments(data, onlyBest) : none), [data, onlyBest]);
  const photos = useMemo(() => moments.flatMap((moment) => moment.photos), [moments]);
  const { onTurn, onClose } = does;
  const sequence = useMemo(() => orderOf(photos, onTurn, onClose), [photos, onTurn, onClose]);
  return (
    <PhotoSequenceContext value={sequence}>
      {data ? (
        <Shown key={id} event={data} moments={moments} onlyBest={onlyBest} onOnlyBest={setOnlyBest} {...does} />
      ) : error ? (
        <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />
      ) : (
        <div className="page pt-4">
          <Waiting words="Waiting for the photos of this event." />
        </div>
      )}
      {children}
    </PhotoSequenceContext>
  );
}

interface ShownProps extends Omit<EventPageProps, "id" | "children" | "onTurn" | "onClose"> {
  event: EventAnswer;
  moments: readonly EventMoment[];
  onlyBest: boolean;
  onOnlyBest: (on: boolean) => void;
}

function Shown({ event, moments, onlyBest, onOnlyBest, viewerOpen, hrefOf, onOpen, onEvents, onEvent }: ShownProps) {
  const { run, busy } = useEventChanges();
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const stop = useCallback(() => setChosen(null), []);
  useShortcuts({ Escape: stop }, chosen !== null && !viewerOpen);
  const toggle = useCallback(
    (photo: string) =>
      setChosen((before) => {
        const after = new Set(before);
        if (!after.delete(photo)) after.add(photo);
        return after;
      }),
    [],
  );
  const only = chosen?.size === 1 ? [...chosen][0] : undefined;
  const first = event.moments[0]?.photos[0]?.id;

  const merge = (other: { id: string; name: string }) =>
    void run(
      () => mergeEvents([event.id, other.id]),
      `Merged with “${other.name}”.`,
      ({ event: kept }) => onEvent(kept.id),
      () => onEvent(event.id),
    );
  const move = (to: string | null, name: string) => {
    const ids = [...(chosen ?? [])];
    const words = `${countOf(ids.length, "photo", "photos")} moved to ${to ? `“${name}”` : "a new event"}.`;
    const isAll = ids.length === event.photo_count;
    stop();
    void run(
      () => moveToEvent(ids, to),
      words,
      (answer) => isAll && onEvent(answer.event.id),
      () => isAll && onEvent(event.id),
    );
  };
  const split = () => {
    if (!only) return;
    stop();
    void run(
      () => splitEvent(event.id, only),
      "Split into two events.",
      undefined,
      () => onEvent(event.id),
    );
  };
  const cover = () => {
    if (!only) return;
    stop();
    void run(() => coverEvent(event.id, only), "This photo stands for the event now.");
  };

  const dismiss = () =>
    void run(
      () => dismissEvent(event.id),
      "No longer an event. Its photos stay where they are.",
      onEvents,
      () => onEvent(event.id),
    );
  const nameMoment = useCallback(
    (moment: EventMoment, title: string) =>
      moment.id !== null &&
      void run(() => renameMoment(event.id, moment.id as string, title), title ? `Moment named “${title}”.` : "The moment has no name now."),
    [run, event.id],
  );

  useActions(
    "page",
    () => eventActions(event, { onlyBest, onOnlyBest, choosing: chosen !== null, choose: () => setChosen(chosen ? null : new Set()), merge, dismiss }),
    !viewerOpen,
  );

  return (
    <div className="page pt-4 pb-24" aria-busy={busy}>
      <EventHeader
        event={event}
        onlyBest={onlyBest}
        choosing={chosen !== null}
        onOnlyBest={(on) => {
          stop();
          onOnlyBest(on);
        }}
        onRename={(title) =>
          void run(() => renameEvent(event.id, title), title ? `Named “${title}”.` : "It has the name that was found for it again.")
        }
        onChoose={() => setChosen(chosen ? null : new Set())}
        onMerge={merge}
        onDismiss={dismiss}
        onEvents={onEvents}
      />
      <div className="space-y-8">
        {moments.map((moment, index) => (
          <MomentSection
            key={moment.id ?? "rest"}
            moment={moment}
            withDay={moments[index - 1]?.start_at.slice(0, 10) !== moment.start_at.slice(0, 10)}
            chosen={chosen}
            onToggle={toggle}
            hrefOf={hrefOf}
            onOpen={onOpen}
            onRename={nameMoment}
          />
        ))}
      </div>
      {moments.length === 0 && <p className="text-soft">All photos of this event lie in the trash.</p>}
      {chosen && !viewerOpen && (
        <ChosenBar
          count={chosen.size}
          earlier={event.earlier}
          later={event.later}
          canSplit={only !== undefined && only !== first}
          onSplit={split}
          onCover={cover}
          onMove={move}
          onClose={stop}
        />
      )}
    </div>
  );
}

/** All moments, or only the best photos of each. */
export function shownMoments(event: Pick<EventAnswer, "moments" | "best">, onlyBest: boolean): readonly EventMoment[] {
  if (!onlyBest) return event.moments;
  const best = new Set(event.best);
  return event.moments
    .map((moment) => ({ ...moment, photos: moment.photos.filter((photo) => best.has(photo.id)) }))
    .filter((moment) => moment.photos.length > 0);
}
