/** Doing something to people or faces: it happens at once, and can be taken back for ten seconds. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { messageOf } from "@/api/client";
import { peopleChanged } from "@/api/people";
import { undoAction } from "@/api/timeline";
import { tell } from "@/components/toast";

interface Done {
  undo: string | null;
}

/** Resolves to the answer, or to null when it failed, which was said already. */
export function usePeopleAct() {
  const client = useQueryClient();
  return useCallback(
    async <Answer extends Done>(words: string | null, act: () => Promise<Answer>): Promise<Answer | null> => {
      try {
        const done = await act();
        const { undo } = done;
        if (words) {
          tell({
            text: words,
            undo: undo
              ? () =>
                  void undoAction(undo)
                    .then(() => peopleChanged(client))
                    .catch((error: unknown) => tell({ text: messageOf(error), tone: "bad" }))
              : undefined,
          });
        }
        await peopleChanged(client);
        return done;
      } catch (error) {
        tell({ text: messageOf(error), tone: "bad" });
        return null;
      }
    },
    [client],
  );
}
