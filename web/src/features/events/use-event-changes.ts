/** What is changed about events: each change says what happened and offers to take it back. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { messageOf } from "@/api/client";
import { eventsChanged } from "@/api/events";
import { undoAction } from "@/api/timeline";
import { tell } from "@/components/toast";

export function useEventChanges() {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  /** Runs `act`, says `words`, and calls `after` with the answer; `back` when it was undone. */
  const run = useCallback(
    async <Answer extends { undo: string }>(
      act: () => Promise<Answer>,
      words: string,
      after?: (answer: Answer) => void,
      back?: () => void,
    ) => {
      setBusy(true);
      try {
        const answer = await act();
        after?.(answer);
        await eventsChanged(client);
        tell({ text: words, undo: () => void undo(answer.undo) });
      } catch (error) {
        tell({ text: messageOf(error), tone: "bad" });
      } finally {
        setBusy(false);
      }
      async function undo(id: string) {
        try {
          await undoAction(id);
          back?.();
        } catch (error) {
          tell({ text: messageOf(error), tone: "bad" });
        }
        await eventsChanged(client);
      }
    },
    [client],
  );
  return { run, busy };
}

export type RunChange = ReturnType<typeof useEventChanges>["run"];
