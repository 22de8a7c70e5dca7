/** Where photos were taken: by the name of a town, by two numbers, or by a press on the map. */
import { MapPinOff } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { correctPhotos } from "@/api/corrections";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";
import type { PhotosAsked } from "@/lib/commands";
import { countOf } from "@/lib/format-number";
import { canDrawMaps } from "@/lib/web-gl";
import "./corrections.css";
import type { Spot } from "./place-map";
import { Preview, usePreview } from "./preview";
import { TownField } from "./town-field";
import { useDoing } from "./use-doing";

const PlaceMap = lazy(() => import("./place-map").then((part) => ({ default: part.PlaceMap })));

const nowhere = { latitude: null, longitude: null };

export function PlaceDialog({ asked, onClose }: { asked: PhotosAsked; onClose: () => void }) {
  const { ids, now } = asked;
  const [spot, setSpot] = useState<Spot | null>(() =>
    now?.latitude != null && now.longitude != null ? { latitude: now.latitude, longitude: now.longitude } : null,
  );
  const [touched, setTouched] = useState(false);
  const [away, setAway] = useState(false);
  const change = useMemo(
    () => (away ? { place: nowhere } : touched && spot ? { place: { latitude: spot.latitude, longitude: spot.longitude } } : null),
    [away, touched, spot],
  );
  const { data } = usePreview(ids, change);
  const { run, busy } = useDoing(() => {
    asked.done?.();
    onClose();
  });
  const choose = (next: Spot) => {
    setSpot(next);
    setTouched(true);
    setAway(false);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={`Place of ${countOf(ids.length, "photo", "photos")}`}
      description="What you set here stays, whatever the files say. You can undo it."
      actions={
        <>
          <Button look="plain" className="me-auto" icon={<Icon of={MapPinOff} size={18} />} onClick={() => setAway(true)} disabled={away}>
            No place
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={busy || change === null || data?.changed === 0}
            onClick={() => change && void run(() => correctPhotos(ids, change), (count) => sentence(count, away))}
          >
            Set the place
          </Button>
        </>
      }
    >
      <div className="mt-4 space-y-4">
        <TownField onPick={choose} />
        {canDrawMaps() && (
          <Suspense fallback={<div className="h-56 rounded-control bg-sunken tablet:h-64" />}>
            <PlaceMap spot={away ? null : spot} onSpot={choose} />
          </Suspense>
        )}
        <Preview ids={ids} change={change} words={placeWords} />
        <p className="text-meta text-soft">Place names: GeoNames, CC BY 4.0</p>
      </div>
    </Dialog>
  );
}

const sentence = (count: number, away: boolean): string =>
  away ? `Place taken away from ${countOf(count, "photo", "photos")}.` : `Place of ${countOf(count, "photo", "photos")} set.`;

function placeWords(facts: { city: string; country: string; latitude: number | null; longitude: number | null }): string {
  const named = [facts.city, facts.country].filter(Boolean).join(", ");
  if (named) return named;
  return facts.latitude === null || facts.longitude === null ? "no place" : `${facts.latitude.toFixed(4)}°, ${facts.longitude.toFixed(4)}°`;
}
