/** The map on which the place of photos is shown and chosen. */
import { useQuery } from "@tanstack/react-query";
import { Marker, type Map as MapLibreMap } from "maplibre-gl";
import { useEffect, useRef, useState } from "react";
import { mapTownsQuery } from "@/api/places";
import { WorldMap } from "@/components/world-map";

export interface Spot {
  latitude: number;
  longitude: number;
}

interface PlaceMapProps {
  spot: Spot | null;
  onSpot: (spot: Spot) => void;
  label?: string;
}

interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
}

const NAMES_FROM = 4;

/** Rounded outwards to tenths: a small move asks for nothing new. */
function boxOf(map: MapLibreMap): Box {
  const bounds = map.getBounds();
  const turned = (longitude: number) => ((((longitude + 180) % 360) + 360) % 360) - 180;
  return {
    south: Math.max(-90, Math.floor(bounds.getSouth() * 10) / 10),
    west: turned(Math.floor(bounds.getWest() * 10) / 10),
    north: Math.min(90, Math.ceil(bounds.getNorth() * 10) / 10),
    east: turned(Math.ceil(bounds.getEast() * 10) / 10),
  };
}

export function PlaceMap({ spot, onSpot, label = "Map: press where the photos were taken" }: PlaceMapProps) {
  const [map, setMap] = useState<MapLibreMap | null>(null);
  const [start] = useState(() => (spot ? { center: [spot.longitude, spot.latitude] as [number, number], zoom: 7 } : { zoom: 0.6 }));
  const latest = useRef(onSpot);
  /** What was pressed on the map is in sight already. */
  const pressed = useRef<Spot | null>(null);
  useEffect(() => {
    latest.current = onSpot;
  });
  useEffect(() => {
    if (!map) return;
    map.on("click", ({ lngLat }) => {
      const { lng, lat } = lngLat.wrap();
      pressed.current = { latitude: Number(lat.toFixed(6)), longitude: Number(lng.toFixed(6)) };
      latest.current(pressed.current);
    });
  }, [map]);
  /** Names of towns, so that one knows where one is; once near enough for them. */
  const [box, setBox] = useState<Box | null>(null);
  const { data: towns } = useQuery(mapTownsQuery(box));
  useEffect(() => {
    if (!map) return;
    const look = () => setBox(map.getZoom() >= NAMES_FROM ? boxOf(map) : null);
    look();
    map.on("moveend", look);
    return () => void map.off("moveend", look);
  }, [map]);
  useEffect(() => {
    if (!map || !spot) return;
    const element = document.createElement("div");
    element.className = "place-pin";
    const marker = new Marker({ element, anchor: "bottom" }).setLngLat([spot.longitude, spot.latitude]).addTo(map);
    if (pressed.current !== spot) {
      map.jumpTo({ center: [spot.longitude, spot.latitude], zoom: Math.max(map.getZoom(), 6) });
    }
    return () => void marker.remove();
  }, [map, spot]);
  return <WorldMap label={label} start={start} towns={towns?.towns} onReady={setMap} className="relative h-56 rounded-control border border-line tablet:h-64" />;
}
