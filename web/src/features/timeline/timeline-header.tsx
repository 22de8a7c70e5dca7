/** Title, count and the one action of a view; the library itself needs no visible title. */
import { lazy, Suspense } from "react";
import type { View } from "@/api/types";
import { PageHeading } from "@/components/page";
import { countOf } from "@/lib/format-number";
import { viewTitles } from "./view-titles";

const EmptyTrash = lazy(() => import("./empty-trash").then((part) => ({ default: part.EmptyTrash })));

interface TimelineHeaderProps {
  view: View;
  total: number | null;
  onEmptyTrash: () => void;
}

const leads: Partial<Record<View, string>> = {
  trash: "Photos stay here for 30 days, then they are deleted for good.",
  recent: "In the order in which they came here, newest first.",
};

export function TimelineHeader({ view, total, onEmptyTrash }: TimelineHeaderProps) {
  if (view === "library") return <PageHeading title={viewTitles.library} className="sr-only" />;
  const count = total === null || total === 0 ? null : countOf(total, "photo", "photos");
  return (
    <header className="page flex flex-wrap items-end justify-between gap-4 pt-2 pb-3">
      <div>
        <PageHeading title={viewTitles[view]} />
        <p className="counts min-h-5.5 text-soft">{[count, leads[view]].filter(Boolean).join(" · ")}</p>
      </div>
      {view === "trash" && count && (
        <Suspense fallback={null}>
          <EmptyTrash count={count} onEmpty={onEmptyTrash} />
        </Suspense>
      )}
    </header>
  );
}
