/** What can be done on the page as it is now, each by its name and key: what the command palette offers. */
import { useEffect, useRef } from "react";

export interface PageAction {
  title: string;
  /** As it is shown: "f", "Ctrl + K". */
  keys?: string;
  /** Heading under which it stands. */
  group: string;
  /** Other words somebody may type for it. */
  words?: string;
  run: () => void;
}

/** What lies on top comes first. */
type Layer = "shell" | "page" | "viewer";
const order: readonly Layer[] = ["viewer", "page", "shell"];

interface Source {
  layer: Layer;
  list: () => PageAction[];
}

let sources: readonly Source[] = [];

/** Offers what `make` returns, asked when somebody looks, while the component is there and `active`. */
export function useActions(layer: Layer, make: () => PageAction[], active = true): void {
  const latest = useRef(make);
  useEffect(() => {
    latest.current = make;
  });
  useEffect(() => {
    if (!active) return;
    const source: Source = { layer, list: () => latest.current() };
    sources = [source, ...sources];
    return () => {
      sources = sources.filter((each) => each !== source);
    };
  }, [active, layer]);
}

/** All actions of this moment, those of the topmost layer first. */
export const actionsNow = (): PageAction[] =>
  order.flatMap((layer) => sources.filter((source) => source.layer === layer).flatMap((source) => source.list()));

/** Those whose title or other words have, for each typed word, a word that begins with it. */
export function matching(actions: readonly PageAction[], typed: string): PageAction[] {
  const asked = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter((action) => {
    const words = `${action.title} ${action.words ?? ""}`.toLocaleLowerCase().split(/[\s,]+/);
    return asked.every((start) => words.some((word) => word.startsWith(start)));
  });
}
