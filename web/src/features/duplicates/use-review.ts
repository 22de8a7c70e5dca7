/** What can be said about a set of copies: one request each, one undo, and the next set. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "@/api/client";
import { areDifferent, type CopyGroup, type DuplicatesAnswer, duplicatesKey, keepCopy, stackPhotos } from "@/api/duplicates";
import { photosChanged, undoAction } from "@/api/timeline";
import { tell } from "@/components/toast";
import { countOf } from "@/lib/format-number";

export function useReview() {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  const look = () => Promise.all([client.invalidateQueries({ queryKey: duplicatesKey }), photosChanged(client)]);

  const say = async (group: CopyGroup, act: () => Promise<{ undo: string | null }>, sentence: string) => {
    setBusy(true);
    try {
      const { undo } = await act();
      client.setQueryData<DuplicatesAnswer>(duplicatesKey, (before) =>
        before && { ...before, total: before.total - 1, groups: before.groups.filter((each) => each.key !== group.key) },
      );
      tell({ text: sentence, undo: undo ? () => void takeBack(undo) : undefined });
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    setBusy(false);
    await look();
  };
  const takeBack = async (undo: string) => {
    try {
      await undoAction(undo);
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    await look();
  };

  const ids = (group: CopyGroup) => group.members.map((each) => each.id);
  return {
    busy,
    keep: (group: CopyGroup, kept: string) => {
      const others = ids(group).filter((id) => id !== kept);
      return say(group, () => keepCopy(kept, others), `One kept, ${countOf(others.length, "copy", "copies")} moved to the trash.`);
    },
    different: (group: CopyGroup) => say(group, () => areDifferent(ids(group)), "Noted: these are different."),
    stack: (group: CopyGroup) => say(group, () => stackPhotos(ids(group), group.suggested), "Kept all, on one stack."),
  };
}
