/**
 * The people of one photo, for the viewer: a part of its info panel, and a layer over the picture with the boxes.
 * Both share what is shown and drawn; the viewer knows neither of them and only gives them room.
 */
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { PhotoFaceFacts } from "@/api/types";

export type Box = [left: number, top: number, width: number, height: number];

interface Shared {
  /** Which boxes are shown: "none", "all", or the one of the face with this id. */
  shown: string;
  show: (what: string) => void;
  /** A box being drawn around a missed face. */
  drawing: boolean;
  draw: (on: boolean) => void;
  /** A face, or a drawn box, that is being named. */
  naming: PhotoFaceFacts | Box | null;
  name: (what: PhotoFaceFacts | Box | null) => void;
}

const Context = createContext<Shared | null>(null);

export function PhotoPeople({ photo, children }: { photo: string; children: ReactNode }) {
  const [at, setAt] = useState(photo);
  const [shown, show] = useState<Shared["shown"]>("none");
  const [drawing, draw] = useState(false);
  const [naming, name] = useState<Shared["naming"]>(null);
  if (at !== photo) {
    // The next photo begins with nothing shown.
    setAt(photo);
    show("none");
    draw(false);
    name(null);
  }
  const shared = useMemo(() => ({ shown, show, drawing, draw, naming, name }), [shown, drawing, naming]);
  return <Context value={shared}>{children}</Context>;
}

export function usePhotoPeople(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error("usePhotoPeople needs PhotoPeople around it");
  return shared;
}
