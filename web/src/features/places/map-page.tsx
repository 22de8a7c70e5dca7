/** Photos where they were taken: clusters on the map, those in sight beside it. */
import { useQuery } from "@tanstack/react-query";
import type { Map as MapLibreMap } from "maplibre-gl";
import { Globe, MapPinOff, Minus, Plus, Search, X } from "lucide-react";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { messageOf } from "@/api/client";
import { mapTownsQuery, type PlaceAsked, pointsQuery } from "@/api/places";
import { Button } from "@/components/button";
import { ErrorPlace } from "@/components/error-boundary";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { Notice } from "@/components/notice";
import { Page, PageHeading } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { classNames } from "@/lib/class-names";
import { countOf } from "@/lib/format-number";
import { PhotoSequenceContext } from "@/lib/photo-sequence";
import { canDrawMaps } from "@/lib/web-gl";
import { type Box, boxAround, type Cluster, clustersIn, pointsIn } from "./clusters";
import { PhotoList, sequenceOf } from "./photo-list";
import { NoPlaces, PlacesList } from "./places-list";
import "./places.css";
import { latitudeOf, longitudeOf, mercatorX, mercatorY, type Points, readPoints } from "./points";
import { ViewSwitch } from "./view-switch";

// Asked for with this page and not after the first answer: the two travel side by side.
const drawing = canDrawMaps() ? Promise.all([import("@/components/world-map"), import("./marker-layer")]) : null;
const WorldMap = lazy(() =>
  (drawing ?? Promise.reject(new Error("no WebGL"))).then(([part]) => ({ default: part.WorldMap })),
);

interface MapPageProps {
  /** Where to look first: latitude, longitude and, if wanted, the zoom. */
  at?: { latitude: number; longitude: number; zoom?: number };
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  onTurn: (id: string) => void;
  onClose: () => void;
  onSearch: (text: string) => void;
  onList: () => void;
  placeHref: (place: PlaceAsked) => string;
  onPlace: (place: PlaceAsked) => void;
  /** The viewer, when a photo is open. */
  children?: ReactNode;
}

/** Photos listed beside the map at most; the map itself has all. */
const MOST_LISTED = 1000;
/** Nearer than this a place cannot be told apart by zooming in. */
const NEAREST = 16;
/** About 30 m at the equator, in Web Mercator. */
const ONE_SPOT = 30 / 40_075_000;

/** Where the map was left: coming back from a search or a place, it is there again. */
let left: { center: [number, number]; zoom: number } | null = null;

export function MapPage({ children, onTurn, onClose, ...does }: MapPageProps) {
  const { data, error, refetch } = useQuery(pointsQuery);
  const points = useMemo(() => (data ? readPoints(data) : null), [data]);
  if (drawing === null) {
    return (
      <Page title="Places" width="full">
        <div className="mb-8 max-w-[44rem]">
          <Notice tone="warn">
            This browser cannot draw the map: WebGL is missing or switched off. Here are your places as a list.
          </Notice>
        </div>
        <PlacesList hrefOf={does.placeHref} onOpen={does.onPlace} />
        {children}
      </Page>
    );
  }
  if (!points || points.count === 0) {
    return (
      <Page title="Places" width="full" actions={<ViewSwitch now="map" href="/places/list" onSwitch={does.onList} />}>
        {error && !points ? (
          <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />
        ) : points ? (
          <NoPlaces />
        ) : (
          <Waiting words="Waiting for the places of your photos." />
        )}
        {children}
      </Page>
    );
  }
  return (
    <Drawn points={points} onTurn={onTurn} onClose={onClose} {...does}>
      {children}
    </Drawn>
  );
}

function Drawn({ points, at, hrefOf, onOpen, onTurn, onClose, onSearch, onList, children }: MapPageProps & { points: Points }) {
  const [map, setMap] = useState<MapLibreMap | null>(null);
  const [box, setBox] = useState<Box | null>(null);
  const [chosen, setChosen] = useState<readonly number[] | null>(null);
  const [sheet, setSheet] = useState(false);
  const [start] = useState(() => startFor(points, at));

  const seen = useMemo(() => (box ? pointsIn(points, box, MOST_LISTED) : { total: 0, first: [] }), [points, box]);
  const listed = chosen ?? seen.first;
  const ids = useMemo(() => listed.slice(0, MOST_LISTED).map((index) => points.id(index)), [points, listed]);
  const sequence = useMemo(() => sequenceOf(ids, onTurn, onClose), [ids, onTurn, onClose]);
  const area = box ? areaOf(box) : null;
  const zoom = map?.getZoom() ?? 0;
  const { data: towns } = useQuery(mapTownsQuery(area && zoom >= 4 ? rounded(area) : null));

  const pick = useCallback(
    (cluster: Cluster) => {
      const members = cluster.members();
      if (members.length === 1) return onOpen(points.id(members[0] as number));
      const around = boxAround(points, members);
      const isOneSpot = Math.max(around.east - around.west, around.south - around.north) < ONE_SPOT;
      if (isOneSpot || (map && map.getZoom() >= NEAREST)) {
        setChosen(members);
        setSheet(true);
        return;
      }
      map?.fitBounds(lngLatBounds(around), { padding: 90, maxZoom: NEAREST, linear: true, animate: moves() });
    },
    [points, map, onOpen],
  );

  useClusters(map, points, pick, setBox);
  // What was chosen by itself gives way when the map is moved.
  useEffect(() => {
    if (!map) return;
    const forget = (event: { originalEvent?: unknown }) => event.originalEvent && setChosen(null);
    map.on("movestart", forget);
    return () => void map.off("movestart", forget);
  }, [map]);

  const words = countOf(chosen ? chosen.length : seen.total, "photo", "photos");
  const list = (
    <AreaList
      title={chosen ? `${words} of this place` : `${words} in sight`}
      ids={ids}
      total={chosen ? chosen.length : seen.total}
      hrefOf={hrefOf}
      onOpen={onOpen}
      onAll={chosen ? () => setChosen(null) : undefined}
      onSearch={area ? () => onSearch(searchOf(area)) : undefined}
      onClose={() => setSheet(false)}
    />
  );
  return (
    <PhotoSequenceContext value={sequence}>
      <div className="map-page relative flex">
        <PageHeading title="Places" className="sr-only" />
        <div className="relative min-w-0 flex-1">
          <Suspense
            fallback={
              <div className="page pt-6">
                <Waiting words="Waiting for the map." />
              </div>
            }
          >
            <WorldMap label="Map of your photos" start={start} towns={towns?.towns} onReady={setMap} className="absolute inset-0">
              <ViewSwitch now="map" href="/places/list" onSwitch={onList} className="absolute start-4 top-4 z-10 shadow-raised" />
              <div className="absolute end-4 top-4 z-10 flex flex-col rounded-control border border-line bg-raised shadow-raised">
                <IconButton label="Zoom in" side="left" onClick={() => map?.zoomIn({ animate: moves() })}>
                  <Icon of={Plus} />
                </IconButton>
                <IconButton label="Zoom out" side="left" onClick={() => map?.zoomOut({ animate: moves() })}>
                  <Icon of={Minus} />
                </IconButton>
                <IconButton
                  label="Show all photos"
                  side="left"
                  onClick={() => map?.fitBounds(lngLatBounds(everything(points)), { padding: 70, maxZoom: 11, animate: moves() })}
                >
                  <Icon of={Globe} />
                </IconButton>
              </div>
              <p className="absolute start-2 bottom-1 z-10 max-w-[60%] text-small text-soft max-desktop:bottom-16">
                Outlines: Natural Earth. Place names: GeoNames, CC BY 4.0
              </p>
              <Button
                className="absolute bottom-4 left-1/2 z-10 -translate-x-1/2 shadow-raised desktop:hidden"
                aria-expanded={sheet}
                onClick={() => setSheet((before) => !before)}
              >
                {words}
              </Button>
            </WorldMap>
          </Suspense>
        </div>
        <section
          aria-label="Photos in sight"
          className={classNames(
            "z-20 overflow-y-auto bg-surface px-4 pb-6 desktop:w-[24rem] desktop:border-s desktop:border-line",
            "max-desktop:absolute max-desktop:inset-x-0 max-desktop:bottom-0 max-desktop:h-[62%] max-desktop:rounded-t-sheet max-desktop:bg-raised max-desktop:shadow-sheet",
            !sheet && "max-desktop:hidden",
          )}
        >
          {list}
        </section>
      </div>
      {children}
    </PhotoSequenceContext>
  );
}

interface AreaListProps {
  title: string;
  ids: readonly string[];
  total: number;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  onAll?: () => void;
  onSearch?: () => void;
  onClose: () => void;
}

function AreaList({ title, ids, total, hrefOf, onOpen, onAll, onSearch, onClose }: AreaListProps) {
  return (
    <>
      <header className="sticky top-0 z-10 -mx-4 mb-2 flex items-center gap-2 bg-inherit px-4 py-2">
        <h2 aria-live="polite" className="counts flex-1 font-semibold">
          {title}
        </h2>
        {onAll && (
          <Button look="plain" onClick={onAll}>
            All in sight
          </Button>
        )}
        {onSearch && !onAll && (
          <IconButton label="Search in this area" side="left" onClick={onSearch}>
            <Icon of={Search} />
          </IconButton>
        )}
        <IconButton label="Close" className="desktop:hidden" onClick={onClose}>
          <Icon of={X} />
        </IconButton>
      </header>
      {total === 0 ? (
        <p className="flex items-center gap-3 py-4 text-soft">
          <Icon of={MapPinOff} />
          No photo was taken here.
        </p>
      ) : (
        <PhotoList label="Photos in sight" ids={ids} hrefOf={hrefOf} onOpen={onOpen} />
      )}
      {total > ids.length && <p className="mt-4 text-meta text-soft">The newest {countOf(ids.length, "photo", "photos")}; come nearer to see others.</p>}
    </>
  );
}

/** Draws the clusters of what is in sight, and again whenever the map stands still at another place. */
function useClusters(map: MapLibreMap | null, points: Points, pick: (cluster: Cluster) => void, onBox: (box: Box) => void): void {
  const latest = useRef(pick);
  useEffect(() => {
    latest.current = pick;
  });
  useEffect(() => {
    if (!map) return;
    let stop: (() => void) | undefined;
    let alive = true;
    void drawing?.then(([, { MarkerLayer }]) => {
      if (!alive) return;
      const layer = new MarkerLayer(map, (cluster) => latest.current(cluster));
      const draw = () => {
        const box = boxOf(map);
        layer.show(points, clustersIn(points, box, map.getZoom()));
        onBox(box);
        const { lng, lat } = map.getCenter();
        left = { center: [lng, lat], zoom: map.getZoom() };
        performance.mark("map-clusters");
      };
      draw();
      map.on("moveend", draw);
      stop = () => {
        map.off("moveend", draw);
        layer.remove();
      };
    });
    return () => {
      alive = false;
      stop?.();
    };
  }, [map, points, onBox]);
}

function startFor(points: Points, at: MapPageProps["at"]): { bounds?: [number, number, number, number]; center?: [number, number]; zoom?: number } {
  if (at) return { center: [at.longitude, at.latitude], zoom: at.zoom ?? 11 };
  if (left) return left;
  const { west, north, east, south } = everything(points);
  return { bounds: [longitudeOf(west), latitudeOf(south), longitudeOf(east), latitudeOf(north)] };
}

function everything(points: Points): Box {
  return boxAround(points, Array.from({ length: points.count }, (_, index) => index));
}

function boxOf(map: MapLibreMap): Box {
  const bounds = map.getBounds();
  return {
    west: mercatorX(bounds.getWest()),
    north: mercatorY(bounds.getNorth()),
    east: mercatorX(bounds.getEast()),
    south: mercatorY(bounds.getSouth()),
  };
}

const lngLatBounds = (box: Box): [number, number, number, number] => [
  longitudeOf(box.west),
  latitudeOf(box.south),
  longitudeOf(box.east),
  latitudeOf(box.north),
];

interface Area {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** In degrees; longitudes between -180 and 180, the whole world where more than one is in sight. */
export function areaOf(box: Box): Area {
  const whole = box.east - box.west >= 1;
  const turned = (x: number) => longitudeOf(x - Math.floor(x));
  return {
    south: latitudeOf(Math.min(1, box.south)),
    west: whole ? -180 : turned(box.west),
    north: latitudeOf(Math.max(0, box.north)),
    east: whole ? 180 : turned(box.east),
  };
}

/** What the search field says for it. */
export const searchOf = ({ south, west, north, east }: Area): string =>
  `area:${[south, west, north, east].map((degrees) => Number(degrees.toFixed(4))).join(",")}`;

/** A little movement needs no new names. */
function rounded(area: Area): Area {
  const digits = area.north - area.south > 4 ? 0 : 1;
  const to = (degrees: number, most: number) => Math.max(-most, Math.min(most, Number(degrees.toFixed(digits))));
  return { south: to(area.south, 90), west: to(area.west, 180), north: to(area.north, 90), east: to(area.east, 180) };
}

const moves = (): boolean => !matchMedia("(prefers-reduced-motion: reduce)").matches;
