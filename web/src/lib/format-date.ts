/** Dates in the user's language. Wall-clock times carry no zone, so they are formatted in UTC. */
const utc = { timeZone: "UTC" } as const;
const dayThisYear = new Intl.DateTimeFormat(undefined, { ...utc, weekday: "short", day: "numeric", month: "long" });
const dayOtherYear = new Intl.DateTimeFormat(undefined, {
  ...utc,
  weekday: "short",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const shortDay = new Intl.DateTimeFormat(undefined, { ...utc, day: "numeric", month: "short", year: "numeric" });
const month = new Intl.DateTimeFormat(undefined, { ...utc, month: "long", year: "numeric" });
const shortMonth = new Intl.DateTimeFormat(undefined, { ...utc, month: "short", year: "numeric" });
const longDate = new Intl.DateTimeFormat(undefined, { ...utc, dateStyle: "full" });
const clock = new Intl.DateTimeFormat(undefined, { ...utc, timeStyle: "short" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

const localClock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const localDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

const asUtc = (local: string): Date => new Date(local.length === 10 ? `${local}T00:00:00Z` : `${local}Z`);

/** "2024-07-04" → "Thu, July 4, 2024"; the year is left out in the present one. */
export function formatDay(day: string, now: Date = new Date()): string {
  const date = asUtc(day);
  return (date.getUTCFullYear() === now.getFullYear() ? dayThisYear : dayOtherYear).format(date);
}

/** For narrow columns: "2024-07-04" → "Jul 4, 2024" */
export const formatShortDay = (day: string): string => shortDay.format(asUtc(day));

/** "2024-07…" → "July 2024" */
export const formatMonth = (day: string): string => month.format(asUtc(`${day.slice(0, 7)}-01`));
export const formatShortMonth = (day: string): string => shortMonth.format(asUtc(`${day.slice(0, 7)}-01`));

/** Wall clock without zone, "2024-07-04T18:22:01" → "Thursday, July 4, 2024" */
export const formatLocalDate = (local: string): string => longDate.format(asUtc(local));
export const formatLocalTime = (local: string): string => clock.format(asUtc(local));

/** A moment in UTC, shown in the zone of this device. */
export const formatMoment = (iso: string): string => moment.format(new Date(iso));

/** A moment of this machine's day as its clock time, an earlier one as its day. */
export function formatRecent(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  return at.toDateString() === now.toDateString() ? localClock.format(at) : localDay.format(at);
}

/** 120 → "UTC+2", −210 → "UTC−3:30" */
export function formatOffset(minutes: number): string {
  const sign = minutes < 0 ? "−" : "+";
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return minutes === 0 ? "UTC" : `UTC${sign}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}
