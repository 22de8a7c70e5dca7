/** The page of one person at its address, with the viewer as a layer above it. */
import { Outlet, useParams, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { PersonPage as Person } from "@/features/people/person-page";

export function PersonPage() {
  const router = useRouter();
  const { person } = useParams({ strict: false }) as { person: string };
  const go = useCallback(
    (to: string, state: object, replace: boolean) =>
      void router.navigate({ to: to as never, state: state as never, replace, resetScroll: false }),
    [router],
  );
  const hrefOf = useCallback((id: string) => `/people/${person}/photo/${id}`, [person]);
  const open = useCallback((id: string) => go(hrefOf(id), { fromGrid: true }, false), [go, hrefOf]);
  const turn = useCallback(
    (id: string) => go(hrefOf(id), router.state.location.state as object, true),
    [go, hrefOf, router],
  );
  const close = useCallback(() => {
    // Opened from the rows: the step back is the rows, where they were. Opened by its address: there is none.
    if ((router.state.location.state as { fromGrid?: boolean }).fromGrid) router.history.back();
    else go(`/people/${person}`, {}, true);
  }, [go, router, person]);
  return (
    <Person
      key={person}
      id={person}
      hrefOf={hrefOf}
      onOpen={open}
      onTurn={turn}
      onClose={close}
      onPerson={(id) => void router.navigate({ to: (id ? `/people/${id}` : "/people") as never, replace: true })}
    >
      <Outlet />
    </Person>
  );
}
