/** Opening, turning and closing photos above a page at its address. */
import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";

/** `path` without a slash at its end. */
export function useViewerOver(path: string) {
  const router = useRouter();
  const go = useCallback(
    (to: string, state: object, replace: boolean) =>
      void router.navigate({ to: to as never, state: state as never, replace, resetScroll: false }),
    [router],
  );
  const hrefOf = useCallback((id: string) => `${path}/photo/${id}`, [path]);
  const onOpen = useCallback((id: string) => go(`${path}/photo/${id}`, { fromGrid: true }, false), [go, path]);
  const onTurn = useCallback(
    (id: string) => go(`${path}/photo/${id}`, router.state.location.state as object, true),
    [go, path, router],
  );
  const onClose = useCallback(() => {
    // Opened from the page: the step back is the page, as it was. Opened by its address: there is none.
    if ((router.state.location.state as { fromGrid?: boolean }).fromGrid) router.history.back();
    else go(path, {}, true);
  }, [go, path, router]);
  return { hrefOf, onOpen, onTurn, onClose };
}
