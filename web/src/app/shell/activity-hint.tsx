/** A quiet word at the top while photos are being processed. */
import { Link } from "@tanstack/react-router";
import { useActivity } from "@/api/activity";
import { formatCount } from "@/lib/format-number";

export function ActivityHint() {
  const importing = useActivity().data?.importing;
  if (!importing || importing.total <= importing.done) return null;
  const share = importing.total > 0 ? importing.done / importing.total : 0;
  const words = `${formatCount(importing.done)} of ${formatCount(importing.total)} processed`;
  return (
    <Link
      to={"/activity" as never}
      aria-label={`${words}. Show what is running.`}
      className="flex min-h-10 items-center gap-2.5 rounded-control px-2 text-meta text-soft transition-colors hover:bg-ink/6"
    >
      <svg viewBox="0 0 20 20" className="size-5 -rotate-90" aria-hidden="true">
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
      <span className="counts hidden desktop:inline">{words}</span>
    </Link>
  );
}
