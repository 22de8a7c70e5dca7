/** The stack a photo stands on: how many there are, and taking it apart. */
import { useQueryClient } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { messageOf } from "@/api/client";
import { chooseCover, takeOffStack, unstackPhotos } from "@/api/duplicates";
import { photosChanged, undoAction } from "@/api/timeline";
import type { Asset } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { tell } from "@/components/toast";

const kinds = { burst: "Burst", raw_jpeg: "One shot in two formats", copies: "Copies", manual: "Stack" };

export function StackFact({ asset }: { asset: Asset }) {
  const client = useQueryClient();
  const { stack } = asset;
  if (!stack || stack.members.length < 2) return null;
  const isCover = stack.members.some((each) => each.id === asset.id && each.is_cover);

  const act = async (run: () => Promise<{ undo: string | null }>, text: string) => {
    try {
      const { undo } = await run();
      tell({ text, undo: undo ? () => void undoAction(undo).then(() => photosChanged(client)) : undefined });
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    await photosChanged(client);
  };

  return (
    <section className="flex gap-4">
      <span className="mt-0.5 text-soft">
        <Icon of={Layers} />
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="sr-only">Stack</h3>
        <p>
          {kinds[stack.kind]} <span className="text-soft">· {stack.members.length} photos</span>
        </p>
        <p className="text-meta text-soft">{isCover ? "This one is seen in lists." : "Another one is seen in lists."}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          {!isCover && (
            <Button onClick={() => void act(() => chooseCover(asset.id), "This one is seen in lists now.")}>Show this one in lists</Button>
          )}
          <Button onClick={() => void act(() => takeOffStack(asset.id), "Taken off the stack.")}>Take this one off</Button>
          <Button onClick={() => void act(() => unstackPhotos([asset.id]), "The stack is taken apart.")}>Unstack all</Button>
        </div>
      </div>
    </section>
  );
}
