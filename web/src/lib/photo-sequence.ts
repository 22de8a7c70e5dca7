/** The order in which a page shows its photos, so that the viewer above it can go to the neighbours. */
import { createContext, useContext } from "react";

export interface PhotoSequence {
  total: number;
  /** Place in the order, or null when the photo is not (or no longer) part of it. */
  indexOf: (id: string) => Promise<number | null>;
  /** Resolves to null outside the order. */
  idAt: (index: number) => Promise<string | null>;
  /** Known before the photo's facts arrive; lets the viewer draw the right box at once. */
  hintOf: (id: string) => { ratio: number; colour: string; kind: string } | null;
  /** Why a photo is in this order, for a search; sentences, best first. */
  whyOf?: (id: string) => string[];
  /** Opens another photo of the same page without a new history entry. */
  open: (id: string) => void;
  /** Leaves the viewer. */
  close: () => void;
}

export const PhotoSequenceContext = createContext<PhotoSequence | null>(null);

export const usePhotoSequence = (): PhotoSequence | null => useContext(PhotoSequenceContext);
