/** The photos before and after the open one, their pictures fetched ahead. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { previewUrl } from "@/api/timeline";
import { usePhotoSequence } from "@/lib/photo-sequence";
import { assetQuery } from "./use-asset";

export interface Neighbours {
  /** For which photo these are the neighbours. */
  of: string;
  at: number | null;
  total: number;
  previous: string | null;
  next: string | null;
}

export function useNeighbours(id: string): Neighbours {
  const sequence = usePhotoSequence();
  const client = useQueryClient();
  const [found, setFound] = useState<Neighbours>({ of: id, at: null, total: 0, previous: null, next: null });
  useEffect(() => {
    if (!sequence || sequence.total === 0) return;
    let current = true;
    void (async () => {
      const at = await sequence.indexOf(id).catch(() => null);
      const around = at === null ? [null, null] : await Promise.all([sequence.idAt(at - 1), sequence.idAt(at + 1)]);
      if (!current) return;
      const [previous = null, next = null] = around;
      setFound({ of: id, at, total: sequence.total, previous, next });
      for (const neighbour of [next, previous]) {
        if (!neighbour) continue;
        new Image().src = previewUrl(neighbour);
        void client.prefetchQuery({ ...assetQuery(neighbour), staleTime: 60_000 });
      }
    })().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [id, sequence, client]);
  return found.of === id ? found : { of: id, at: null, total: found.total, previous: null, next: null };
}
