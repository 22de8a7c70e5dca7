/** What can be done with a search, by name, for the command palette. */
import type { PageAction } from "@/lib/actions";

interface Does {
  sort: string;
  hasHits: boolean;
  onSort: (sort: string) => void;
  onStart: () => void;
}

export function searchActions({ sort, hasHits, onSort, onStart }: Does): PageAction[] {
  const group = "This search";
  const press = (part: string) => () => document.querySelector<HTMLElement>(`main [data-action="${part}"]`)?.click();
  const other = sort === "relevance" ? "newest" : "relevance";
  return [
    ...(hasHits
      ? [{ title: other === "newest" ? "Order by date" : "Order by best match", group, words: "sort newest relevance", run: () => onSort(other) }]
      : []),
    { title: "Save this search, or no longer", group, words: "bookmark keep", run: press("keep-search") },
    { title: "What search cannot know", group, words: "limits help", run: press("search-limits") },
    { title: "Start a new search", group, words: "clear empty", run: onStart },
  ];
}
