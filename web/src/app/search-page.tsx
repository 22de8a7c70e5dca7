/** The search page at its address, with the viewer as a layer above it. */
import { Outlet, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { SearchPage as Found } from "@/features/search/search-page";

type Asked = Record<"q" | "sort" | "like", string>;

/** An address says only what was asked. */
const given = (asked: Asked): Record<string, string> => Object.fromEntries(Object.entries(asked).filter(([, value]) => value));

export function SearchPage() {
  const router = useRouter();
  const { q = "", sort = "", like = "" } = useSearch({ strict: false }) as { q?: string; sort?: string; like?: string };
  const asked = useMemo(() => given({ q, sort, like }), [q, sort, like]);
  const go = useCallback(
    (to: string, state: object, replace: boolean) =>
      void router.navigate({ to: to as never, search: asked as never, state: state as never, replace, resetScroll: false }),
    [router, asked],
  );
  const hrefOf = useCallback((id: string) => `/search/photo/${id}?${new URLSearchParams(asked).toString()}`, [asked]);
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
  const ask = useCallback(
    (next: Asked) => void router.navigate({ to: "/search" as never, search: given(next) as never }),
    [router],
  );
  useFocusBack((useParams({ strict: false }) as { id?: string }).id);
  return (
    <Found
      q={q}
      sort={sort}
      like={like}
      onSearch={(text, order) => ask({ q: text, sort: order ?? sort, like })}
      onSort={(order) => ask({ q, sort: order, like })}
      onUnlike={() => ask({ q, sort, like: "" })}
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
