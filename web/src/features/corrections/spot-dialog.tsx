/** One place of the world: by the name of a town, by two numbers, or by a press on the map. Who asked keeps it. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { placeAtQuery } from "@/api/places";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import type { SpotAsked } from "@/lib/commands";
import { canDrawMaps } from "@/lib/web-gl";
import "./corrections.css";
import type { Spot } from "./place-map";
import { TownField, townName } from "./town-field";

const PlaceMap = lazy(() => import("./place-map").then((part) => ({ default: part.PlaceMap })));

export function SpotDialog({ asked, onClose }: { asked: SpotAsked; onClose: () => void }) {
  const [spot, setSpot] = useState<Spot | null>(asked.now);
  const { data: place } = useQuery(placeAtQuery(spot));
  const choose = () => {
    if (!spot) return;
    asked.onChosen({ latitude: spot.latitude, longitude: spot.longitude });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={asked.title}
      description={asked.description}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!spot} onClick={choose}>
            Choose this place
          </Button>
        </>
      }
    >
      <div className="mt-4 space-y-4">
        <TownField onPick={setSpot} />
        {canDrawMaps() && (
          <Suspense fallback={<div className="h-56 rounded-control bg-sunken tablet:h-64" />}>
            <PlaceMap spot={spot} onSpot={setSpot} label={`Map: ${asked.title.toLocaleLowerCase()}`} />
          </Suspense>
        )}
        <p aria-live="polite" className="min-h-[1.4em]">
          {spot ? (
            <>
              {place && <span dir="auto">{townName(place)}</span>}{" "}
              <span className="counts text-meta text-soft">
                {spot.latitude.toFixed(4)}°, {spot.longitude.toFixed(4)}°
              </span>
            </>
          ) : (
            <span className="text-soft">{canDrawMaps() ? "Name a town, or press a place on the map." : "Name a town, or type two numbers."}</span>
          )}
        </p>
        <p className="text-meta text-soft">Place names: GeoNames, CC BY 4.0</p>
      </div>
    </Dialog>
  );
}
