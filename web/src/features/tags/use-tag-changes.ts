/** Changes of one tag on all photos: each says what happened and offers to take it back. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "@/api/client";
import { deleteTag, renameTag, tagsChanged } from "@/api/tags";
import { undoAction } from "@/api/timeline";
import type { ActionAnswer } from "@/api/types";
import { tell } from "@/components/toast";
import { countOf } from "@/lib/format-number";
import type { TagLine } from "./tag-tree";

export function useTagChanges() {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  const run = async (act: () => Promise<ActionAnswer>, words: (photos: string) => string) => {
    setBusy(true);
    try {
      const { changed, undo } = await act();
      await tagsChanged(client);
      tell({ text: words(countOf(changed, "photo", "photos")), undo: undo ? () => void takeBack(undo) : undefined });
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    setBusy(false);
  };
  const takeBack = async (undo: string) => {
    try {
      await undoAction(undo);
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    await tagsChanged(client);
  };
  return {
    busy,
    rename: (line: TagLine, to: string, merges: boolean) =>
      run(
        () => renameTag(line.path, to),
        (photos) => (merges ? `“${line.path}” is part of “${to}” now, on ${photos}.` : `“${line.path}” is “${to}” now, on ${photos}.`),
      ),
    remove: (line: TagLine) =>
      run(
        () => deleteTag(line.path),
        (photos) => `“${line.path}”${line.under > 0 ? ` and ${countOf(line.under, "tag", "tags")} under it` : ""} taken off ${photos}.`,
      ),
  };
}
