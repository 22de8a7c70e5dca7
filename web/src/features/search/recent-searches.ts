/** The searches a person made last on this device; they never leave it, and a sign-out forgets them. */
import { useSyncExternalStore } from "react";
import { useUser } from "@/api/session";

const MOST = 8;
const keyOf = (user: string): string => `photonest-recent-searches ${user}`;
const listeners = new Set<() => void>();
const EMPTY: readonly string[] = [];
let cached: { raw: string | null; searches: readonly string[] } = { raw: null, searches: EMPTY };

function read(user: string): readonly string[] {
  let raw: string | null = null;
  try {
    raw = localStorage.getItem(keyOf(user));
  } catch {
    return EMPTY; // storage is switched off: nothing is remembered
  }
  if (raw === cached.raw) return cached.searches;
  cached = { raw, searches: parse(raw) };
  return cached.searches;
}

function parse(raw: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(raw ?? "[]");
    return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : EMPTY;
  } catch {
    return EMPTY;
  }
}

function write(user: string, searches: readonly string[]): void {
  try {
    if (searches.length) localStorage.setItem(keyOf(user), JSON.stringify(searches));
    else localStorage.removeItem(keyOf(user));
  } catch {
    // Storage is full or switched off: recent searches are a comfort, not a need.
  }
  listeners.forEach((listener) => listener());
}

const sameText = (a: string, b: string): boolean => a.toLocaleLowerCase() === b.toLocaleLowerCase();

/** Puts a search first; the same words are kept once, in their newest spelling. */
export function rememberSearch(user: string, text: string): void {
  const rest = read(user).filter((entry) => !sameText(entry, text));
  write(user, [text, ...rest].slice(0, MOST));
}

export function forgetSearch(user: string, text: string): void {
  write(user, read(user).filter((entry) => entry !== text));
}

export function forgetAllSearches(user: string): void {
  write(user, []);
}

export function useRecentSearches(): { user: string; searches: readonly string[] } {
  const user = useUser().id;
  const searches = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read(user),
  );
  return { user, searches };
}
