/** Waits for somebody to ask for a correction and opens the dialog for it; each is loaded when it is first asked for. */
import { lazy, Suspense, useEffect, useState } from "react";
import { onCommand, type PhotosAsked } from "@/lib/commands";

const dialogs = {
  "set-place": lazy(() => import("./place-dialog").then((part) => ({ default: part.PlaceDialog }))),
  "set-time": lazy(() => import("./time-dialog").then((part) => ({ default: part.TimeDialog }))),
  "set-tags": lazy(() => import("./tags-dialog").then((part) => ({ default: part.TagsDialog }))),
};
type Name = keyof typeof dialogs;

export function Corrections() {
  const [open, setOpen] = useState<{ name: Name; asked: PhotosAsked } | null>(null);
  useEffect(() => {
    const stops = (Object.keys(dialogs) as Name[]).map((name) =>
      onCommand(name, (asked) => asked.ids.length > 0 && setOpen({ name, asked })),
    );
    return () => stops.forEach((stop) => stop());
  }, []);
  if (!open) return null;
  const Asked = dialogs[open.name];
  return (
    <Suspense fallback={null}>
      <Asked asked={open.asked} onClose={() => setOpen(null)} />
    </Suspense>
  );
}
