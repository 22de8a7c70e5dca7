/** A quiet word at the top while photos are being processed, or when some need a look. */
import { Link } from "@tanstack/react-router";
import { Hourglass, Pause, TriangleAlert } from "lucide-react";
import { Icon } from "@/components/icon";
import { useActivitySummary } from "@/features/activity/use-activity-summary";
import { countOf } from "@/lib/format-number";

export function ActivityHint() {
  const { state, share, words, failed } = useActivitySummary();
  if (state === "idle" && failed === 0) return null;
  const shown = state === "idle" ? countOf(failed, "photo needs a look", "photos need a look") : words;
  const spoken = state === "paused" ? `Paused, ${shown}` : state === "waiting" ? `Waiting, ${shown}` : shown;
  return (
    <Link
      to="/activity"
      aria-label={`${spoken}. Show what is going on.`}
      className="flex min-h-10 min-w-10 items-center justify-center gap-2.5 rounded-control px-2 text-meta text-soft transition-colors hover:bg-ink/6"
    >
      {state === "idle" ? (
        <span className="text-warn">
          <Icon of={TriangleAlert} />
        </span>
      ) : (
        <Ring share={share}>
          {state === "paused" && <Icon of={Pause} size={10} />}
          {state === "waiting" && <Icon of={Hourglass} size={10} />}
        </Ring>
      )}
      <span className="counts hidden desktop:inline">{shown}</span>
    </Link>
  );
}

function Ring({ share, children }: { share: number; children: React.ReactNode }) {
  return (
    <span className="relative grid size-5 place-items-center">
      <svg viewBox="0 0 20 20" className="absolute inset-0 -rotate-90" aria-hidden="true">
        <circle cx="10" cy="10" r="8" fill="none" strokeWidth="2.5" className="stroke-line" />
        <circle
          cx="10"
          cy="10"
          r="8"
          fill="none"
          strokeWidth="2.5"
          strokeLinecap="round"
          pathLength={1}
          strokeDasharray={`${share} 1`}
          className="stroke-accent transition-[stroke-dasharray] duration-200"
        />
      </svg>
      {children}
    </span>
  );
}
