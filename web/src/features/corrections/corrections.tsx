/** Waits for somebody to ask for a correction and opens the dialog for it; each is loaded when it is first asked for. */
import { lazy, Suspense, useEffect, useState } from "react";
import { onCommand, type PhotosAsked, type SpotAsked } from "@/lib/commands";

const dialogs = {
  "set-place": lazy(() => import("./place-dialog").then((part) => ({ default: part.PlaceDialog }))),
  "set-time": lazy(() => import("./time-dialog").then((part) => ({ default: part.TimeDialog }))),
  "set-tags": lazy(() => import("./tags-dialog").then((part) => ({ default: part.TagsDialog }))),
};
type Name = keyof typeof dialogs;
const SpotDialog = lazy(() => import("./spot-dialog").then((part) => ({ default: part.SpotDialog })));

export function Corrections() {
  const [open, setOpen] = useState<{ name: Name; asked: PhotosAsked } | null>(null);
  const [spot, setSpot] = useState<SpotAsked | null>(null);
  useEffect(() => {
    const stops = (Object.keys(dialogs) as Name[]).map((name) =>
      onCommand(name, (asked) => asked.ids.length > 0 && setOpen({ name, asked })),
    );
    stops.push(onCommand("choose-spot", setSpot));
    return () => stops.forEach((stop) => stop());
  }, []);
  if (spot) {
    return (
      <Suspense fallback={null}>
        <SpotDialog asked={spot} onClose={() => setSpot(null)} />
      </Suspense>
    );
  }
  if (!open) return null;
  const Asked = dialogs[open.name];
  return (
    <Suspense fallback={null}>
      <Asked asked={open.asked} onClose={() => setOpen(null)} />
    </Suspense>
  );
}
