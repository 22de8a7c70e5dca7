/** Remembers on this device that the strip was sent away today. */
const KEY = "photonest.memories-sent-away";

export function wasSentAway(day: string): boolean {
  try {
    return localStorage.getItem(KEY) === day;
  } catch {
    return false; // a browser that keeps nothing
  }
}

export function rememberSentAway(day: string): void {
  try {
    localStorage.setItem(KEY, day);
  } catch {
    // It will be back with the next page, which is no harm.
  }
}
