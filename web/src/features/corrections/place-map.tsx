/** The map on which the place of photos is shown and chosen. */
import { Marker, type Map as MapLibreMap } from "maplibre-gl";
import { useEffect, useRef, useState } from "react";
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
  return <WorldMap label={label} start={start} onReady={setMap} className="relative h-56 rounded-control border border-line tablet:h-64" />;
}
