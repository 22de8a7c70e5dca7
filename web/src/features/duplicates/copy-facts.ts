/** What is told of each copy, row by row, with the best value and whether the copies differ in it. */
import type { PhotoCopy } from "@/api/duplicates";
import { formatLocalTime, formatShortDay } from "@/lib/format-date";
import { formatBytes } from "@/lib/format-number";

export interface FactRow {
  name: string;
  values: string[];
  /** Positions of the best value, where one is better than another. */
  best: ReadonlySet<number>;
  differs: boolean;
}

const pixels = (copy: PhotoCopy): number => (copy.width_px ?? 0) * (copy.height_px ?? 0);
const said = (copy: PhotoCopy): string =>
  [copy.is_favourite ? "favourite" : "", copy.rating ? `${copy.rating} of 5` : "", copy.description ? "described" : ""]
    .filter(Boolean)
    .join(", ");

export function factRows(copies: readonly PhotoCopy[]): FactRow[] {
  const largest = (number: (copy: PhotoCopy) => number): ReadonlySet<number> => {
    const numbers = copies.map(number);
    const most = Math.max(...numbers);
    const least = Math.min(...numbers);
    return new Set(most === least ? [] : numbers.flatMap((each, at) => (each === most ? [at] : [])));
  };
  const row = (name: string, value: (copy: PhotoCopy) => string, best: ReadonlySet<number> = new Set()): FactRow => {
    const values = copies.map(value);
    return { name, values, best, differs: new Set(values).size > 1 };
  };
  return [
    row("Resolution", (copy) => (copy.width_px ? `${copy.width_px} × ${copy.height_px}` : "unknown"), largest(pixels)),
    row("Size", (copy) => formatBytes(copy.size_bytes), largest((copy) => copy.size_bytes)),
    row("Format", (copy) => copy.format.toUpperCase()),
    row("Taken", (copy) => `${formatShortDay(copy.local_at.slice(0, 10))}, ${formatLocalTime(copy.local_at)}`),
    row("Date from", (copy) => dateFrom(copy.taken_source)),
    row("Place", (copy) => copy.place),
    row("Camera", (copy) => copy.camera),
    row("Stack", (copy) => (copy.stack_size > 1 ? `cover of ${copy.stack_size}` : "")),
    row("Folder", (copy) => copy.folders.join(", ")),
    row("You said", said),
  ].filter((each) => each.values.some(Boolean));
}

function dateFrom(source: string): string {
  if (source === "exif" || source === "xmp") return "the camera";
  if (source === "user") return "you";
  return source.includes("name") ? "the file name" : "the file";
}
