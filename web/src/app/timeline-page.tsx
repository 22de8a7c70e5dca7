/** A timeline view at its address, with the viewer as a layer above it. */
import { Outlet, useMatch, useParams, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { Timeline } from "@/features/timeline/timeline";
import { MemoriesAbove } from "./memories-above";

export function TimelinePage() {
  const router = useRouter();
  const match = useMatch({ strict: false });
  const view = match.staticData.view ?? "library";
  const base = view === "library" ? "/" : `/${view}/`;
  const openId = (useParams({ strict: false }) as { id?: string }).id ?? null;

  const open = useCallback(
    (id: string) =>
      void router.navigate({ to: `${base}photo/${id}` as never, state: { fromGrid: true } as never, resetScroll: false }),
    [router, base],
  );
  const turn = useCallback(
    (id: string) =>
      void router.navigate({
        to: `${base}photo/${id}` as never,
        state: (before: object) => before,
        replace: true,
        resetScroll: false,
      }),
    [router, base],
  );
  const close = useCallback(() => {
    const state = router.state.location.state as { fromGrid?: boolean };
    // Opened from the grid: the step back is the grid. Opened by its address: there is none to go back to.
    if (state.fromGrid) router.history.back();
    else void router.navigate({ to: base as never, replace: true, resetScroll: false });
  }, [router, base]);

  return (
    <Timeline
      view={view}
      base={base}
      openId={openId}
      above={view === "library" ? <MemoriesAbove /> : undefined}
      onOpen={open}
      onTurn={turn}
      onClose={close}
    >
      <Outlet />
    </Timeline>
  );
}
