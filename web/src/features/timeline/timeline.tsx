/** One view of the library from newest to oldest, with selection, actions, and the order for the viewer. */
import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { messageOf } from "@/api/client";
import type { TimelineIndex, View } from "@/api/types";
import { ErrorPlace } from "@/components/error-boundary";
import { Waiting } from "@/components/waiting";
import { useActions } from "@/lib/actions";
import { command } from "@/lib/commands";
import { countOf } from "@/lib/format-number";
import { type PhotoSequence, PhotoSequenceContext } from "@/lib/photo-sequence";
import { isShortcut, useShortcuts } from "@/lib/shortcut-keys";
import { EmptyTimeline } from "./empty-timeline";
import { blockOf, layOut, sizesFor } from "./layout";
import { photoFinder } from "./photo-finder";
import { timelineActions } from "./timeline-actions";
import { TimelineGrid } from "./timeline-grid";
import { TimelineHeader } from "./timeline-header";
import "./timeline.css";
import { usePhotoActions } from "./use-photo-actions";
import { useSelection } from "./use-selection";
import { useStacking } from "./use-stacking";
import { useTimelineIndex } from "./use-timeline-data";
import { useWidth } from "./use-visible-range";
import { viewTitles } from "./view-titles";

const ActionBar = lazy(() => import("./action-bar").then((part) => ({ default: part.ActionBar })));

interface TimelineProps {
  view: View;
  /** Address of the view, ending with "/". */
  base: string;
  /** The photo that the viewer shows, if it is open. */
  openId: string | null;
  onOpen: (id: string) => void;
  /** Goes to another photo while the viewer is open. */
  onTurn: (id: string) => void;
  onClose: () => void;
  /** Stands above the photos of a library that has some. */
  above?: ReactNode;
  /** The viewer, when a photo is open. */
  children: ReactNode;
}

const nothing: TimelineIndex = { version: "", total: 0, segments: [] };

export function Timeline({ view, base, openId, onOpen, onTurn, onClose, above, children }: TimelineProps) {
  const client = useQueryClient();
  const { data, error, refetch } = useTimelineIndex(view);
  const index = data ?? nothing;
  const frame = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const layout = useMemo(() => layOut(index, sizesFor(Math.max(width, 280))), [index, width]);
  const finder = useMemo(() => photoFinder(client, view, index), [client, view, index]);
  const choosing = useSelection(finder, index.total);
  const { selection, clear } = choosing;
  const { run, leaving, clearTrash } = usePhotoActions(view);
  const viewerOpen = openId !== null;
  const reveal = useLeftPhoto(openId);

  const favourites = (ids: ReadonlySet<string>) =>
    [...ids].every((id) => {
      const at = finder.knownIndexOf(id);
      return at !== null && finder.known(at)?.favourite;
    });

  /** Keys for the chosen photos, or for the one that the keyboard is on. */
  const actOnKey = (key: string, ids: ReadonlySet<string>): boolean => {
    if (ids.size === 0) return false;
    if (key === "Delete" && view !== "trash") void run("trash", ids);
    else if (key === "f" && view !== "trash") void run(favourites(ids) ? "unfavourite" : "favourite", ids);
    else if (key === "g" && view !== "trash") command("set-tags", { ids: [...ids] });
    else if (key === "l" && view !== "trash") command("set-place", { ids: [...ids] });
    else if (key === "e" && view !== "trash") command("set-time", { ids: [...ids] });
    else if (/^[0-5]$/.test(key) && view !== "trash") void run("rate", ids, Number(key));
    else return false;
    if (key === "Delete") clear();
    return true;
  };
  useShortcuts(
    {
      Escape: clear,
      Delete: () => actOnKey("Delete", selection.ids),
      f: () => actOnKey("f", selection.ids),
      ...Object.fromEntries([..."012345gle"].map((key) => [key, () => actOnKey(key, selection.ids)])),
    },
    selection.ids.size > 0 && !viewerOpen,
  );

  const all = () => choosing.selectDayThenAll(null);
  const { stack, unstack } = useStacking();
  const does = { act: actOnKey, clear, all, stack, unstack, restore: (ids: ReadonlySet<string>) => void run("restore", ids) };
  useActions("page", () => timelineActions(view, selection.ids, index.total, does), !viewerOpen);

  const onKey = (event: KeyboardEvent, active: number | null) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "a") {
      event.preventDefault();
      choosing.selectDayThenAll(active === null ? null : blockOf(layout, active));
      return;
    }
    const photo = active === null ? null : finder.known(active);
    if (!photo || active === null) return;
    // Space and Enter on a check or a day head press that button.
    const onButton = (event.target as Element).tagName === "BUTTON";
    if ((event.key === "Enter" || event.key === " ") && !onButton && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (selection.ids.size > 0 && event.key === " ") choosing.toggleOne(active);
      else onOpen(photo.id);
      return;
    }
    if (event.key !== "Delete" && !isShortcut(event.nativeEvent)) return;
    if (event.key === "x") choosing.toggleOne(active);
    else if (selection.ids.size > 0 || !actOnKey(event.key, new Set([photo.id]))) return;
    event.preventDefault();
  };

  const sequence = useMemo<PhotoSequence>(
    () => ({
      total: index.total,
      indexOf: finder.indexOf,
      idAt: finder.idAt,
      hintOf: (id) => {
        const at = finder.knownIndexOf(id);
        const photo = at === null ? null : finder.known(at);
        return photo && { ratio: photo.ratio, colour: photo.colour, kind: photo.kind };
      },
      open: onTurn,
      close: onClose,
    }),
    [finder, index.total, onTurn, onClose],
  );

  return (
    <PhotoSequenceContext value={sequence}>
      <TimelineHeader view={view} total={data?.total ?? null} onEmptyTrash={() => void clearTrash()} />
      {index.total > 0 && above}
      <div className="tablet:ps-[var(--page-margin)] tablet:pe-[3.75rem]">
        <div ref={frame}>
          {!data && error && <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />}
          {!data && !error && (
            <div className="max-tablet:px-[var(--page-margin)]">
              <Waiting words="Waiting for the list of your photos." />
            </div>
          )}
          {data && data.total === 0 && <EmptyTimeline view={view} />}
          {data && data.total > 0 && width > 0 && (
            <TimelineGrid
              view={view}
              label={`${viewTitles[view]}, ${countOf(index.total, "photo", "photos")}`}
              base={base}
              index={index}
              layout={layout}
              finder={finder}
              choosing={choosing}
              leaving={leaving}
              reveal={reveal}
              container={grid}
              onOpen={onOpen}
              onKey={onKey}
            />
          )}
        </div>
      </div>
      {selection.ids.size > 0 && !viewerOpen && (
        <Suspense fallback={null}>
          <ActionBar view={view} ids={selection.ids} allFavourites={favourites(selection.ids)} run={run} onClear={clear} />
        </Suspense>
      )}
      {children}
    </PhotoSequenceContext>
  );
}

/** The photo that was open when the viewer went away; a new object for every time. */
function useLeftPhoto(openId: string | null): { id: string } | null {
  const [before, setBefore] = useState(openId);
  const [left, setLeft] = useState<{ id: string } | null>(null);
  if (before !== openId) {
    setBefore(openId);
    if (before !== null && openId === null) setLeft({ id: before });
  }
  return left;
}
