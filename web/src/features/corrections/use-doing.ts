/** Does an act on photos, says so with an undo, and has every open page look again. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { messageOf } from "@/api/client";
import type { Done } from "@/api/corrections";
import { photosChanged, undoAction } from "@/api/timeline";
import { tell } from "@/components/toast";

export function useDoing(onDone: () => void) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (act: () => Promise<Done>, sentence: (changed: number) => string) => {
      setBusy(true);
      try {
        const { changed, undos } = await act();
        onDone();
        tell({ text: sentence(changed), undo: undos.length > 0 ? () => void takeBack(undos) : undefined });
      } catch (error) {
        tell({ text: messageOf(error), tone: "bad" });
      } finally {
        setBusy(false);
        await photosChanged(client);
      }
      async function takeBack(undos: string[]) {
        try {
          for (const undo of undos) await undoAction(undo);
        } catch (error) {
          tell({ text: messageOf(error), tone: "bad" });
        }
        await photosChanged(client);
      }
    },
    [client, onDone],
  );
  return { run, busy };
}
