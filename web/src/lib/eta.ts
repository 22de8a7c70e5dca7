/** How long something will still take, told as a range and only once enough is known. */

/** Time left, in seconds. */
export interface TimeLeft {
  lowS: number;
  highS: number;
}

export interface Progress {
  /** Work done so far, in any unit that grows evenly with time (bytes, files). */
  doneUnits: number;
  totalUnits: number;
  doneItems: number;
}

/** FEATURES.md, appendix G: a range appears after 20 items or 30 seconds. */
export const ENOUGH_ITEMS = 20;
export const ENOUGH_MS = 30_000;

/**
 * The recent pace tells of a changed network, the pace of the whole run evens out single files: the range spans both.
 * Recent is the last minute, or the last quarter of a longer run (in simulated imports of 1,000 files 93 % were told
 * within 30 % at half way; half of the run gave 97 % but noticed a slower line far too late).
 */
const RECENT_MS = 60_000;
const RECENT_SHARE = 0.25;
const SAMPLE_EVERY_MS = 1_000;

/** The range is never narrower than this share on either side: a single figure would claim too much. */
const MIN_SPREAD = 0.1;

/** Collects how much was done when; time spent paused is left out by calling `hold`. */
export class RateMeter {
  private samples: { atMs: number; doneUnits: number }[] = [];
  private startMs: number | null = null;
  private startUnits = 0;
  private heldSinceMs: number | null = null;
  private heldMs = 0;

  /** Forgets everything: a new run begins. */
  reset(): void {
    this.samples = [];
    this.startMs = null;
    this.heldSinceMs = null;
    this.heldMs = 0;
  }

  /** Notes that `doneUnits` are done at `nowMs`; the first call starts the clock. */
  sample(nowMs: number, doneUnits: number): void {
    if (this.heldSinceMs !== null) {
      this.heldMs += nowMs - this.heldSinceMs;
      this.heldSinceMs = null;
    }
    const atMs = nowMs - this.heldMs;
    if (this.startMs === null) {
      this.startMs = atMs;
      this.startUnits = doneUnits;
    }
    const last = this.samples.at(-1);
    if (last && atMs - last.atMs < SAMPLE_EVERY_MS) return;
    this.samples.push({ atMs, doneUnits });
    const recentMs = Math.max(RECENT_MS, (atMs - this.startMs) * RECENT_SHARE);
    while (this.samples.length > 2 && atMs - (this.samples[1]?.atMs ?? atMs) >= recentMs) this.samples.shift();
  }

  /** Stops the clock (paused, no network); the next `sample` starts it again. */
  hold(nowMs: number): void {
    this.heldSinceMs ??= nowMs;
  }

  /** Units per second of late, or null while unknown. */
  unitsPerSecond(nowMs: number, doneUnits: number): number | null {
    const first = this.samples[0];
    if (!first) return null;
    const spanMs = this.clock(nowMs) - first.atMs;
    if (spanMs < SAMPLE_EVERY_MS) return null;
    return Math.max(0, doneUnits - first.doneUnits) / (spanMs / 1000);
  }

  /** The range, or null while too little is known (`ENOUGH_ITEMS`, `ENOUGH_MS`) or nothing moves. */
  timeLeft(nowMs: number, { doneUnits, totalUnits, doneItems }: Progress): TimeLeft | null {
    if (this.startMs === null) return null;
    const elapsedMs = this.clock(nowMs) - this.startMs;
    if (doneItems < ENOUGH_ITEMS && elapsedMs < ENOUGH_MS) return null;
    const overall = elapsedMs > 0 ? (doneUnits - this.startUnits) / (elapsedMs / 1000) : 0;
    const recent = this.unitsPerSecond(nowMs, doneUnits) ?? overall;
    if (overall <= 0 || recent <= 0) return null;
    const remaining = Math.max(0, totalUnits - doneUnits);
    return {
      lowS: (remaining / Math.max(overall, recent)) * (1 - MIN_SPREAD),
      highS: (remaining / Math.min(overall, recent)) * (1 + MIN_SPREAD),
    };
  }

  private clock(nowMs: number): number {
    return (this.heldSinceMs ?? nowMs) - this.heldMs;
  }
}

/** "about 12–15 min left" in words; null gives null, so that nothing is claimed. */
export function formatTimeLeft(left: TimeLeft | null): string | null {
  if (!left || !Number.isFinite(left.highS)) return null;
  const low = Math.max(0, Math.min(left.lowS, left.highS));
  const high = Math.max(left.lowS, left.highS);
  if (high < 60) return "under a minute left";
  if (high < 60 * 60) return `${span(Math.floor(low / 60), Math.ceil(high / 60))} min left`;
  if (high < 48 * 3600) return `${span(halfHours(low), Math.max(1, halfHours(high)))} h left`;
  return `${span(Math.floor(low / 86_400), Math.ceil(high / 86_400))} days left`;
}

function halfHours(seconds: number): number {
  return Math.round(seconds / 1800) / 2;
}

function span(low: number, high: number): string {
  const text = (value: number): string => value.toLocaleString(undefined, { maximumFractionDigits: 1 });
  if (low === 0) return `up to ${text(high)}`;
  return low === high ? `about ${text(high)}` : `about ${text(low)}–${text(high)}`;
}
