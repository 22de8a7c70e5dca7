/** Hiding a person, a place or a day from memories, and showing it again. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { messageOf } from "@/api/client";
import { hideMemories, memoriesKey, showMemoriesAgain } from "@/api/memories";
import type { HiddenWhat } from "@/api/types";
import { tell } from "@/components/toast";

export function useHiding() {
  const client = useQueryClient();
  const again = useCallback(() => client.invalidateQueries({ queryKey: memoriesKey }), [client]);

  const show = useCallback(
    async (id: string) => {
      try {
        await showMemoriesAgain(id);
      } catch (error) {
        tell({ text: messageOf(error), tone: "bad" });
      }
      await again();
    },
    [again],
  );

  const hide = useCallback(
    (what: HiddenWhat, value: string, label: string) => {
      const act = async () => {
        try {
          const { id } = await hideMemories(what, value, label);
          await again();
          tell({ text: `No memories of ${label} any more. The photos stay where they are.`, undo: () => void show(id) });
        } catch (error) {
          tell({ text: messageOf(error), tone: "bad" });
        }
      };
      void act();
    },
    [again, show],
  );
  return { hide, show };
}
