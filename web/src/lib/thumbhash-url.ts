/** A thumbhash (about 25 bytes, base64) as a data: address of a tiny PNG; the newest 4,000 are kept. */
import { thumbHashToDataURL } from "thumbhash";

const made = new Map<string, string>();
const keptAtMost = 4_000;

export function thumbhashUrl(hash: string): string {
  const known = made.get(hash);
  if (known) return known;
  const bytes = Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0));
  const url = thumbHashToDataURL(bytes);
  if (made.size >= keptAtMost) made.delete(made.keys().next().value as string);
  made.set(hash, url);
  return url;
}
