/** Stacks made and taken apart by hand: one request, one undo. */
import { useQueryClient } from "@tanstack/react-query";
import { messageOf } from "@/api/client";
import { stackPhotos, unstackPhotos } from "@/api/duplicates";
import { photosChanged, undoAction } from "@/api/timeline";
import { tell } from "@/components/toast";
import { countOf } from "@/lib/format-number";

export function useStacking() {
  const client = useQueryClient();
  const act = async (run: () => Promise<{ changed: number; undo: string | null }>, sentence: (count: number) => string) => {
    try {
      const { changed, undo } = await run();
      const takeBack = (id: string) => void undoAction(id).then(() => photosChanged(client));
      tell({ text: sentence(changed), undo: undo ? () => takeBack(undo) : undefined });
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    await photosChanged(client);
  };
  return {
    stack: (ids: ReadonlySet<string>) =>
      act(() => stackPhotos([...ids]), (count) => `${countOf(count, "photo", "photos")} on one stack.`),
    unstack: (ids: ReadonlySet<string>) =>
      act(() => unstackPhotos([...ids]), (count) =>
        count ? `Taken apart: ${countOf(count, "photo", "photos")}.` : "None of these is a stack.",
      ),
  };
}
