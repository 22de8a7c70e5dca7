/** Takes a saved search away at once, and offers to put it back. */
import { useQueryClient } from "@tanstack/react-query";
import { messageOf } from "@/api/client";
import { dropSavedSearch, saveSearch } from "@/api/search";
import type { SavedSearch } from "@/api/types";
import { tell } from "@/components/toast";

export function useDropSaved(): (search: SavedSearch) => Promise<void> {
  const client = useQueryClient();
  return async (search) => {
    try {
      await dropSavedSearch(client, search.id);
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
      return;
    }
    tell({
      text: `“${search.name}” is no longer saved.`,
      undo: () =>
        void saveSearch(client, { name: search.name, q: search.q, sort: search.sort }).catch((error: unknown) =>
          tell({ text: messageOf(error), tone: "bad" }),
        ),
    });
  };
}
