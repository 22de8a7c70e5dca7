/**
 * A map of the world from files of this app alone: no tile, font or sprite comes from elsewhere. Calm on purpose: the
 * photos on it are the colour.
 */
import * as maplibre from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { classNames } from "@/lib/class-names";
import { coarseOutlines, fineOutlines, type Outlines } from "@/lib/world-outlines";
import "./world-map.css";

maplibre.setWorkerUrl(workerUrl);

export interface Town {
  name: string;
  latitude: number;
  longitude: number;
  /** Larger towns first get a name where there is not room for all. */
  size: number;
}

interface WorldMapProps {
  label: string;
  /** [west, south, east, north] or a centre with a zoom; only for the first look. */
  start?: { bounds?: [number, number, number, number]; center?: [longitude: number, latitude: number]; zoom?: number };
  /** Names that help to know where one is, once zoomed in. */
  towns?: Town[];
  onReady: (map: maplibre.Map) => void;
  className?: string;
  children?: ReactNode;
}

const empty = { type: "FeatureCollection" as const, features: [] };
/** From here on the coarse outlines look coarse. */
const FINE_FROM = 2.6;
const FONT = ["Inter Variable"];

export function WorldMap({ label, start, towns, onReady, className, children }: WorldMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<maplibre.Map | null>(null);
  const first = useRef({ start, onReady });

  useEffect(() => {
    const container = frame.current;
    if (!container) return;
    const { start: at, onReady: ready } = first.current;
    const made = new maplibre.Map({
      container,
      style: styleFor(container),
      center: at?.center ?? [10, 25],
      zoom: at?.zoom ?? 1.2,
      bounds: at?.bounds,
      fitBoundsOptions: { padding: 70, maxZoom: 11 },
      minZoom: 0,
      maxZoom: 17,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      canvasContextAttributes: { antialias: true },
      locale: { "Map.Title": label },
    });
    made.touchZoomRotate.disableRotation();
    made.keyboard.disableRotation();
    const stop = followTheme(made, container);
    let alive = true;
    const show = (asked: Promise<Outlines>) =>
      asked.then((found) => {
        if (!alive) return;
        for (const name of ["land", "borders", "names"] as const) {
          (made.getSource(name) as maplibre.GeoJSONSource | undefined)?.setData(found[name]);
        }
      });
    made.once("styledata", () => {
      const coarse = show(coarseOutlines());
      coarse.catch(() => undefined); // the photos are on the map all the same
      let fine = false;
      const look = () => {
        if (fine || made.getZoom() < FINE_FROM) return;
        fine = true;
        coarse.then(() => show(fineOutlines())).catch(() => (fine = false));
      };
      made.on("zoomend", look);
      look();
    });
    setMap(made);
    ready(made);
    return () => {
      alive = false;
      stop();
      made.remove();
    };
  }, [label]);

  useEffect(() => {
    if (!map) return;
    const draw = () =>
      (map.getSource("towns") as maplibre.GeoJSONSource | undefined)?.setData({
        type: "FeatureCollection",
        features: (towns ?? []).map((town) => ({
          type: "Feature",
          properties: { name: town.name, size: town.size },
          geometry: { type: "Point", coordinates: [town.longitude, town.latitude] },
        })),
      });
    if (map.getSource("towns")) draw();
    else map.once("styledata", draw);
  }, [map, towns]);

  return (
    <div className={classNames("world-map", className)}>
      <div ref={frame} className="absolute inset-0" />
      {children}
    </div>
  );
}

interface Colours {
  sea: string;
  land: string;
  line: string;
  soft: string;
  faint: string;
}

/** The tokens as the map needs them: plain colours of this moment. */
function coloursOf(element: Element): Colours {
  const read = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  return {
    sea: read("--surface-sunken"),
    land: read("--surface-raised"),
    line: read("--line"),
    soft: read("--ink-soft"),
    faint: read("--ink-faint"),
  };
}

function styleFor(element: Element): maplibre.StyleSpecification {
  const { sea, land, line, soft, faint } = coloursOf(element);
  return {
    version: 8,
    sources: Object.fromEntries(
      ["land", "borders", "names", "towns"].map((name) => [name, { type: "geojson" as const, data: empty }]),
    ),
    layers: [
      { id: "sea", type: "background", paint: { "background-color": sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": land, "fill-outline-color": line } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": line, "line-width": 1 } },
      {
        id: "names",
        type: "symbol",
        source: "names",
        maxzoom: 7,
        filter: [">", ["get", "size"], ["step", ["zoom"], 120, 2, 40, 3, 8, 4, 0]],
        layout: {
          "text-field": ["get", "name"],
          "text-font": FONT,
          "text-size": 12,
          "text-max-width": 7,
          "symbol-sort-key": ["-", ["get", "size"]],
        },
        paint: { "text-color": faint, "text-halo-color": land, "text-halo-width": 1.2 },
      },
      {
        id: "towns",
        type: "symbol",
        source: "towns",
        minzoom: 4,
        layout: {
          "text-field": ["get", "name"],
          "text-font": FONT,
          "text-size": ["interpolate", ["linear"], ["get", "size"], 3, 11, 6.5, 14],
          "text-max-width": 8,
          "symbol-sort-key": ["-", ["get", "size"]],
        },
        paint: { "text-color": soft, "text-halo-color": land, "text-halo-width": 1.4 },
      },
    ],
  };
}

/** Light and dark follow the page, also when it changes while the map is open. */
function followTheme(map: maplibre.Map, element: Element): () => void {
  const paint = () => {
    const { sea, land, line, soft, faint } = coloursOf(element);
    map.setPaintProperty("sea", "background-color", sea);
    map.setPaintProperty("land", "fill-color", land);
    map.setPaintProperty("land", "fill-outline-color", line);
    map.setPaintProperty("borders", "line-color", line);
    for (const [layer, colour] of [["names", faint], ["towns", soft]] as const) {
      map.setPaintProperty(layer, "text-color", colour);
      map.setPaintProperty(layer, "text-halo-color", land);
    }
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(paint);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  system.addEventListener("change", paint);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", paint);
  };
}
