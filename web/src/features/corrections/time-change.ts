/** What the time dialog asks for, from what stands in its fields; pure. */
import type { Change } from "@/api/corrections";

export type Way = "shift" | "set" | "zone";

export interface TimeFields {
  way: Way;
  later: boolean;
  days: string;
  hours: string;
  minutes: string;
  /** "2024-07-04" or "" */
  day: string;
  /** "18:30" or "" */
  clock: string;
  zone: string;
  keeps: "clock" | "moment";
}

export const untouched: TimeFields = {
  way: "shift",
  later: true,
  days: "",
  hours: "",
  minutes: "",
  day: "",
  clock: "",
  zone: "",
  keeps: "clock",
};

/** null as long as nothing is asked for. */
export function timeChange(fields: TimeFields): Change | null {
  if (fields.way === "shift") {
    const seconds = number(fields.days) * 86_400 + number(fields.hours) * 3_600 + number(fields.minutes) * 60;
    return seconds === 0 ? null : { time: { shift_seconds: fields.later ? seconds : -seconds, zone_keeps: "clock" } };
  }
  if (fields.way === "set") {
    if (!fields.day && !fields.clock) return null;
    return { time: { day: fields.day || null, clock: fields.clock || null, zone_keeps: "clock" } };
  }
  return fields.zone.trim() ? { time: { time_zone: fields.zone.trim(), zone_keeps: fields.keeps } } : null;
}

/** Digits as they were typed; anything else counts as nothing. */
function number(text: string): number {
  const found = Number(text.trim().replace(",", "."));
  return Number.isFinite(found) && found > 0 ? Math.round(found * 1000) / 1000 : 0;
}

/** Names of time zones that this browser knows, for suggestions; the server decides. */
export function knownZones(): string[] {
  try {
    return Intl.supportedValuesOf("timeZone");
  } catch {
    return [];
  }
}
