/** Requests from one part of the screen to another that must not import it, such as "open the file picker". */
interface Commands {
  /** Open the file picker of the upload panel. */
  "pick-files": undefined;
  "pick-folder": undefined;
  /** Take these files in as if they had been dropped. */
  "upload-files": { files: File[] };
  "show-uploads": undefined;
  "focus-search": undefined;
  "show-keys": undefined;
}

type Name = keyof Commands;
type Handler<N extends Name> = (detail: Commands[N]) => void;

const handlers = new Map<Name, Set<Handler<Name>>>();

/** Handles `name` until the returned function is called. */
export function onCommand<N extends Name>(name: N, handler: Handler<N>): () => void {
  const known = handlers.get(name) ?? new Set();
  handlers.set(name, known);
  known.add(handler as Handler<Name>);
  return () => known.delete(handler as Handler<Name>);
}

/** Returns whether anyone handled it. */
export function command<N extends Name>(name: N, ...detail: Commands[N] extends undefined ? [] : [Commands[N]]): boolean {
  const known = handlers.get(name);
  known?.forEach((handle) => handle(detail[0] as never));
  return Boolean(known?.size);
}
