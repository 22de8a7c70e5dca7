/** The search page at its address, with the viewer as a layer above it. */
import { Outlet, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { SearchPage as Found } from "@/features/search/search-page";

export function SearchPage() {
  const router = useRouter();
  const { q = "" } = useSearch({ strict: false }) as { q?: string };
  const go = useCallback(
    (to: string, state: object, replace: boolean) =>
      void router.navigate({ to: to as never, search: { q } as never, state: state as never, replace, resetScroll: false }),
    [router, q],
  );
  const hrefOf = useCallback((id: string) => `/search/photo/${id}?q=${encodeURIComponent(q)}`, [q]);
  const open = useCallback((id: string) => go(`/search/photo/${id}`, { fromGrid: true }, false), [go]);
  const turn = useCallback(
    (id: string) => go(`/search/photo/${id}`, router.state.location.state as object, true),
    [go, router],
  );
  const close = useCallback(() => {
    // Opened from the hits: the step back is the hits, where they were. Opened by its address: there is none.
    if ((router.state.location.state as { fromGrid?: boolean }).fromGrid) router.history.back();
    else go("/search", {}, true);
  }, [go, router]);
  useFocusBack((useParams({ strict: false }) as { id?: string }).id);
  return (
    <Found
      q={q}
      onSearch={(text) => void router.navigate({ to: "/search" as never, search: (text ? { q: text } : {}) as never })}
      hrefOf={hrefOf}
      onOpen={open}
      onTurn={turn}
      onClose={close}
      onActivity={() => void router.navigate({ to: "/activity" })}
    >
      <Outlet />
    </Found>
  );
}

/** When the viewer closes, the photo that was open last has the focus, and is in sight. */
function useFocusBack(openId: string | undefined): void {
  const last = useRef(openId);
  useEffect(() => {
    if (openId === undefined && last.current !== undefined) {
      document.querySelector<HTMLElement>(`a[href*="/photo/${last.current}"]`)?.focus();
    }
    last.current = openId;
  }, [openId]);
}
