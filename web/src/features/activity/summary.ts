/** What is going on, in a few words: for the hint in the top bar and the head of the activity page. Pure. */
import type { Activity } from "@/api/types";
import { formatTimeLeft } from "@/lib/eta";
import { countOf, formatCount } from "@/lib/format-number";

export interface ActivitySummary {
  state: "idle" | "running" | "waiting" | "paused";
  /** Share of the present import that is done, 0…1; 1 when nothing runs. */
  share: number;
  /** "11 of 14 processed" */
  words: string;
  /** Photos that need a look, not counting those left out. */
  failed: number;
}

export function summarise(activity: Activity | undefined): ActivitySummary {
  const failed = activity?.failures.reduce((sum, group) => sum + group.count, 0) ?? 0;
  const importing = activity?.importing;
  if (!activity || !importing || importing.done >= importing.total) return { state: "idle", share: 1, words: "", failed };
  return {
    state: isPaused(activity) ? "paused" : whyItWaits(activity) ? "waiting" : "running",
    share: importing.total > 0 ? importing.done / importing.total : 0,
    words: `${formatCount(importing.done)} of ${formatCount(importing.total)} processed`,
    failed,
  };
}

export function isPaused(activity: Activity): boolean {
  return activity.queues.some((queue) => queue.paused);
}

/** The reason why nothing moves although there is work, or null when something moves. Never silent. */
export function whyItWaits(activity: Activity): string | null {
  const told = activity.queues.find((queue) => queue.why_waiting)?.why_waiting;
  if (told) return told;
  const running = activity.queues.reduce((sum, queue) => sum + queue.running, 0);
  const waiting = activity.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  if (running > 0 || waiting === 0) return null;
  if (isPaused(activity)) return "Processing is paused. Nothing is lost.";
  if (activity.ai.state !== "ready") return activity.ai.message || "The recognition service does not answer yet.";
  return `${countOf(waiting, "photo waits", "photos wait")} for a worker to take ${waiting === 1 ? "it" : "them"} up.`;
}

/** Counts, pace and time left, as far as they are known. */
export function paceWords({ done, total, per_second, eta_low_s, eta_high_s }: NonNullable<Activity["importing"]>): string {
  const left = eta_low_s !== null && eta_high_s !== null ? { lowS: eta_low_s, highS: eta_high_s } : null;
  return [
    `${formatCount(done)} of ${formatCount(total)}`,
    per_second ? rateWords(per_second) : null,
    done < total ? formatTimeLeft(left) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Whole photos read better: "3.2 a second", "12 a minute". */
function rateWords(perSecond: number): string {
  const [value, unit] = perSecond >= 1 ? [perSecond, "second"] : [perSecond * 60, "minute"];
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })} a ${unit}`;
}
