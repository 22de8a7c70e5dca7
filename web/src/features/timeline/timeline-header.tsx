/** Title, count and the one action of a view; the library itself needs no visible title. */
import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { View } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";
import { PageHeading } from "@/components/page";
import { countOf } from "@/lib/format-number";
import { viewTitles } from "./view-titles";

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
  const [asking, setAsking] = useState(false);
  if (view === "library") return <PageHeading title={viewTitles.library} className="sr-only" />;
  const count = total === null || total === 0 ? null : countOf(total, "photo", "photos");
  return (
    <header className="page flex flex-wrap items-end justify-between gap-4 pt-2 pb-3">
      <div>
        <PageHeading title={viewTitles[view]} />
        <p className="counts min-h-5.5 text-soft">{[count, leads[view]].filter(Boolean).join(" · ")}</p>
      </div>
      {view === "trash" && count && (
        <>
          <Button look="danger" icon={<Icon of={Trash2} size={18} />} onClick={() => setAsking(true)}>
            Empty the trash
          </Button>
          <Dialog
            open={asking}
            onClose={() => setAsking(false)}
            title={`Delete ${count} for good?`}
            description="Everything in the trash is erased from this machine. This cannot be undone."
            actions={
              <>
                <Button onClick={() => setAsking(false)}>Keep</Button>
                <Button
                  look="danger"
                  onClick={() => {
                    setAsking(false);
                    onEmptyTrash();
                  }}
                >
                  Delete for good
                </Button>
              </>
            }
          />
        </>
      )}
    </header>
  );
}
