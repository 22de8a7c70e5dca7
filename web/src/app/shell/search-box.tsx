/** The search field on top, always there; it shows the search of the address and leads to the search page. */
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { SearchField } from "@/features/search/search-field";

export function SearchBox() {
  const navigate = useNavigate();
  const asked = useRouterState({
    select: (state) =>
      state.location.pathname.startsWith("/search") ? String((state.location.search as { q?: unknown }).q ?? "") : "",
  });
  return <SearchField asked={asked} onSearch={(q) => void navigate({ to: "/search", search: { q } })} />;
}
