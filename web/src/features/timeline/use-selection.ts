/** The selection of one timeline: single, by range across segments, by day, all. */
import { useCallback, useState } from "react";
import { messageOf } from "@/api/client";
import { tell } from "@/components/toast";
import type { DayBlock } from "./layout";
import type { PhotoFinder } from "./photo-finder";
import { add, nothingSelected, rangeBetween, type Selection, toggle, toggleAll } from "./selection";

export interface UseSelection {
  selection: Selection;
  clear: () => void;
  toggleOne: (at: number) => void;
  extendTo: (at: number) => void;
  toggleDay: (block: DayBlock) => void;
  /** First the day; when it is chosen already, everything. */
  selectDayThenAll: (block: DayBlock | null) => void;
  keepOnly: (ids: ReadonlySet<string>) => void;
}

export function useSelection(finder: PhotoFinder, total: number): UseSelection {
  const [selection, setSelection] = useState<Selection>(nothingSelected);

  const withIds = useCallback(
    (first: number, last: number, change: (before: Selection, ids: string[]) => Selection) => {
      finder.idsBetween(first, last).then(
        (ids) => setSelection((before) => change(before, ids)),
        (error: unknown) => tell({ text: messageOf(error), tone: "bad" }),
      );
    },
    [finder],
  );

  const toggleOne = useCallback(
    (at: number) => {
      const photo = finder.known(at);
      if (photo) setSelection((before) => toggle(before, photo.id, at));
      else withIds(at, at, (before, ids) => ids.reduce((all, id) => toggle(all, id, at), before));
    },
    [finder, withIds],
  );

  const from = selection.from;
  const extendTo = useCallback(
    (at: number) => {
      const [first, last] = rangeBetween(from ?? at, at);
      withIds(first, last, (before, ids) => add(before, ids, from ?? at));
    },
    [from, withIds],
  );

  const toggleDay = useCallback(
    (block: DayBlock) =>
      withIds(block.first, block.first + block.count - 1, (before, ids) => toggleAll(before, ids, block.first)),
    [withIds],
  );

  const selectDayThenAll = useCallback(
    (block: DayBlock | null) => {
      if (total === 0) return;
      const all = () => withIds(0, total - 1, (before, ids) => add(before, ids, before.from ?? 0));
      if (!block) return all();
      withIds(block.first, block.first + block.count - 1, (before, ids) => {
        if (!ids.every((id) => before.ids.has(id))) return add(before, ids, before.from ?? block.first);
        all();
        return before;
      });
    },
    [total, withIds],
  );

  return {
    selection,
    clear: useCallback(() => setSelection(nothingSelected), []),
    toggleOne,
    extendTo,
    toggleDay,
    selectDayThenAll,
    keepOnly: useCallback((ids: ReadonlySet<string>) => setSelection({ ids, from: null }), []),
  };
}
