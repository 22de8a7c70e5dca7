/** One photo: reading it, changing it, moving it to the trash. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, messageOf, patch } from "@/api/client";
import { changeTags } from "@/api/corrections";
import { actOn, assetKey, photosChanged, timelineKey, undoAction } from "@/api/timeline";
import type { Asset } from "@/api/types";
import { tell } from "@/components/toast";

export const assetQuery = (id: string) => ({
  queryKey: assetKey(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Asset>(`/api/assets/${encodeURIComponent(id)}`, signal),
});

export function useAsset(id: string) {
  return useQuery({
    ...assetQuery(id),
    // What is still being processed is looked at again until it is done.
    refetchInterval: (query) => (query.state.data?.state === "processing" ? 2_000 : false),
  });
}

export type AssetChange = Partial<Pick<Asset, "description" | "rating" | "is_favourite">>;

export function useChangeAsset(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: AssetChange) => patch<Asset>(`/api/assets/${encodeURIComponent(id)}`, change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: assetKey(id) });
      const before = client.getQueryData<Asset>(assetKey(id));
      if (before) client.setQueryData<Asset>(assetKey(id), { ...before, ...change });
      return before;
    },
    onError: (error, _change, before) => {
      client.setQueryData(assetKey(id), before);
      tell({ text: messageOf(error), tone: "bad" });
    },
    onSuccess: (asset, change) => {
      client.setQueryData(assetKey(id), asset);
      if (change.is_favourite !== undefined) void client.invalidateQueries({ queryKey: timelineKey() });
    },
  });
}

/** Gives a tag or takes one off, with an undo. */
export function useChangeTags(id: string) {
  const client = useQueryClient();
  return async (change: { add?: string[]; remove?: string[] }, words: string) => {
    try {
      const { undos } = await changeTags([id], change);
      tell({
        text: words,
        undo: undos[0] ? () => void undoAction(undos[0] as string).then(() => photosChanged(client)) : undefined,
      });
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    await photosChanged(client);
  };
}

/** Moves a photo to the trash or back. Resolves when the timeline knows. */
export function useMoveAsset() {
  const client = useQueryClient();
  return async (id: string, action: "trash" | "restore") => {
    try {
      const { undo } = await actOn(action, [id]);
      tell({
        text: action === "trash" ? "Moved to the trash." : "Put back.",
        undo: undo ? () => void undoAction(undo).then(() => photosChanged(client)) : undefined,
      });
      await photosChanged(client);
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
  };
}
