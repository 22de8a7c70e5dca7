/** From one wall clock to another, as short as it can be said: "4 July 2024", "4 – 9 July 2024". */
const utc = { timeZone: "UTC" } as const;
const days = new Intl.DateTimeFormat(undefined, { ...utc, day: "numeric", month: "long", year: "numeric" });
const clocks = new Intl.DateTimeFormat(undefined, { ...utc, timeStyle: "short" });

const asUtc = (local: string): Date => new Date(`${local}Z`);

export const daySpan = (start: string, end: string): string => days.formatRange(asUtc(start), asUtc(end));

/** "14:00 – 15:30"; one clock when both are the same minute. */
export function clockSpan(start: string, end: string): string {
  const first = clocks.format(asUtc(start));
  const last = clocks.format(asUtc(end));
  return first === last ? first : `${first} – ${last}`;
}
