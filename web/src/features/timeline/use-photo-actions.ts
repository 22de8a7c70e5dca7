/** Changes of many photos: one request, one undo, the grid ahead of the answer. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { messageOf } from "@/api/client";
import { actOn, emptyTrash, photosChanged, undoAction } from "@/api/timeline";
import type { AssetAction, TimelineSegment, View } from "@/api/types";
import { tell } from "@/components/toast";
import { countOf } from "@/lib/format-number";
import { inRequests } from "./selection";

const photos = (count: number) => countOf(count, "photo", "photos");

function sentence(action: AssetAction, count: number, rating: number | undefined): string {
  switch (action) {
    case "favourite":
      return `${photos(count)} added to favourites.`;
    case "unfavourite":
      return `${photos(count)} removed from favourites.`;
    case "rate":
      return rating ? `${photos(count)} rated ${rating} of 5.` : `Rating removed from ${photos(count)}.`;
    case "trash":
      return `${photos(count)} moved to the trash.`;
    case "restore":
      return `${photos(count)} put back.`;
    case "delete_forever":
      return `${photos(count)} deleted for good.`;
  }
}

/** Whether photos leave the view they are shown in. */
const leavesView = (action: AssetAction, view: View): boolean =>
  action === "trash" || action === "restore" || action === "delete_forever" || (action === "unfavourite" && view === "favourites");

export function usePhotoActions(view: View) {
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());

  /** Shows hearts at once; the server's answer follows with the next version. */
  const markFavourites = useCallback(
    (ids: ReadonlySet<string>, on: boolean) => {
      client.setQueriesData<TimelineSegment>({ queryKey: ["segment"] }, (segment) => {
        if (!segment || !segment.ids.some((id) => ids.has(id))) return segment;
        const kept = segment.favourites.filter((at) => !ids.has(segment.ids[at] as string));
        const added = on ? segment.ids.flatMap((id, at) => (ids.has(id) ? [at] : [])) : [];
        return { ...segment, favourites: [...kept, ...added] };
      });
    },
    [client],
  );

  const run = useCallback(
    async (action: AssetAction, ids: ReadonlySet<string>, rating?: number) => {
      if (ids.size === 0) return;
      if (action === "favourite" || action === "unfavourite") markFavourites(ids, action === "favourite");
      if (leavesView(action, view)) setLeaving(ids);
      const undos: string[] = [];
      let changed = 0;
      try {
        for (const part of inRequests(ids)) {
          const answer = await actOn(action, part, { rating, withStacks: action === "trash" });
          changed += answer.changed;
          if (answer.undo) undos.unshift(answer.undo);
        }
        await photosChanged(client);
        tell({
          text: sentence(action, changed, rating),
          undo: undos.length === 0 ? undefined : () => void undo(),
        });
      } catch (error) {
        await photosChanged(client);
        tell({ text: messageOf(error), tone: "bad" });
      } finally {
        setLeaving(new Set());
      }
      async function undo() {
        try {
          for (const each of undos) await undoAction(each);
        } catch (error) {
          tell({ text: messageOf(error), tone: "bad" });
        }
        await photosChanged(client);
      }
    },
    [client, markFavourites, view],
  );

  const clearTrash = useCallback(async () => {
    try {
      const { deleted } = await emptyTrash();
      tell({ text: sentence("delete_forever", deleted, undefined) });
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    await photosChanged(client);
  }, [client]);

  return { run, leaving, clearTrash };
}

export type RunAction = ReturnType<typeof usePhotoActions>["run"];
