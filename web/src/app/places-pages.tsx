/** The map, the list of places and one place at their addresses, with the viewer as a layer above. */
import { Outlet, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { PlaceAsked } from "@/api/places";
import { MapPage as Drawn } from "@/features/places/map-page";
import { PlacePage as OnePlace } from "@/features/places/place-page";
import { PlacesListPage as Listed } from "@/features/places/places-list-page";

type Search = Record<string, string | undefined>;

export function MapPage() {
  const { at } = useSearch({ strict: false }) as { at?: string };
  const viewer = useViewerAbove("/places", useMemo(() => (at ? { at } : {}), [at]));
  const { toPlace, placeHref, to } = useWays();
  return (
    <Drawn
      at={positionIn(at)}
      {...viewer}
      onSearch={(q) => to("/search", { q })}
      onList={() => to("/places/list", {})}
      placeHref={placeHref}
      onPlace={toPlace}
    >
      <Outlet />
    </Drawn>
  );
}

export function PlacesListPage() {
  const { toPlace, placeHref, to } = useWays();
  return <Listed hrefOf={placeHref} onOpen={toPlace} onMap={() => to("/places", {})} />;
}

export function PlacePage() {
  const { country = "", region, city } = useSearch({ strict: false }) as Partial<PlaceAsked>;
  const place = useMemo(() => ({ country, region, city }), [country, region, city]);
  const viewer = useViewerAbove("/places/in", place);
  const { to } = useWays();
  return (
    <OnePlace place={place} {...viewer} onList={() => to("/places/list", {})}>
      <Outlet />
    </OnePlace>
  );
}

function useWays() {
  const router = useRouter();
  const to = useCallback(
    (path: string, search: Search) => void router.navigate({ to: path as never, search: search as never }),
    [router],
  );
  const toPlace = useCallback((place: PlaceAsked) => to("/places/in", { ...place }), [to]);
  const placeHref = useCallback((place: PlaceAsked) => `/places/in?${queryOf({ ...place })}`, []);
  return { to, toPlace, placeHref };
}

/** Opening, turning and closing photos above a page whose address is `path` with `search`. */
function useViewerAbove(path: string, search: Search) {
  const router = useRouter();
  const go = useCallback(
    (to: string, state: object, replace: boolean) =>
      void router.navigate({ to: to as never, search: search as never, state: state as never, replace, resetScroll: false }),
    [router, search],
  );
  const hrefOf = useCallback((id: string) => `${path}/photo/${id}?${queryOf(search)}`, [path, search]);
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

function queryOf(search: Search): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined) asked.set(name, value);
  return asked.toString();
}

/** "38.72,-9.14" or "38.72,-9.14,12" */
function positionIn(at: string | undefined): { latitude: number; longitude: number; zoom?: number } | undefined {
  const [latitude, longitude, zoom] = (at ?? "").split(",").map(Number);
  if (!at || latitude === undefined || longitude === undefined) return undefined;
  if (!(Math.abs(latitude) <= 85) || !(Math.abs(longitude) <= 180)) return undefined;
  return { latitude, longitude, zoom: zoom && zoom > 0 && zoom <= 17 ? zoom : undefined };
}
