/** The order in which the viewer goes through photos that are all known. */
import type { PhotoSequence } from "./photo-sequence";

interface Known {
  id: string;
  ratio: number;
  colour: string;
  kind: string;
}

export function orderOf(photos: readonly Known[], open: (id: string) => void, close: () => void): PhotoSequence {
  const places = new Map(photos.map((photo, index) => [photo.id, index]));
  return {
    total: photos.length,
    indexOf: (id) => Promise.resolve(places.get(id) ?? null),
    idAt: (index) => Promise.resolve(photos[index]?.id ?? null),
    hintOf: (id) => photos[places.get(id) ?? -1] ?? null,
    open,
    close,
  };
}
