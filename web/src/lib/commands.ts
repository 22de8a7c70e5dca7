/** Requests from one part of the screen to another that must not import it, such as "open the file picker". */
export interface PhotosAsked {
  ids: string[];
  /** What a single photo says now. */
  now?: { localAt?: string; latitude?: number | null; longitude?: number | null };
  done?: () => void;
}

/** A place of the world to be chosen, by name or on the map. */
export interface SpotAsked {
  title: string;
  description: string;
  now: { latitude: number; longitude: number } | null;
  onChosen: (spot: { latitude: number; longitude: number }) => void;
}

interface Commands {
  /** Open the file picker of the upload panel. */
  "pick-files": undefined;
  "pick-folder": undefined;
  /** Take these files in as if they had been dropped. */
  "upload-files": { files: File[] };
  "show-uploads": undefined;
  "focus-search": undefined;
  "show-keys": undefined;
  "show-palette": undefined;
  /** Dialogs that correct photos, one or many; `done` is called when something was changed. */
  "set-place": PhotosAsked;
  "set-time": PhotosAsked;
  "set-tags": PhotosAsked;
  "choose-spot": SpotAsked;
  /** Somebody signs out on purpose: what this device keeps of them is forgotten. */
  "forget-me": { user: string };
}

type Name = keyof Commands;
type Handler<N extends Name> = (detail: Commands[N]) => void;

const handlers = new Map<Name, Set<Handler<Name>>>();
/** A request that nobody could take yet, because the part that takes it is still being loaded. */
const waiting = new Map<Name, { detail: unknown; at: number }>();
const waitMs = 3_000;

/** Handles `name` until the returned function is called. */
export function onCommand<N extends Name>(name: N, handler: Handler<N>): () => void {
  const known = handlers.get(name) ?? new Set();
  handlers.set(name, known);
  known.add(handler as Handler<Name>);
  const missed = waiting.get(name);
  waiting.delete(name);
  if (missed && performance.now() - missed.at < waitMs) handler(missed.detail as Commands[N]);
  return () => known.delete(handler as Handler<Name>);
}

/** Returns whether anyone handled it; if not, whoever comes within three seconds does. */
export function command<N extends Name>(name: N, ...detail: Commands[N] extends undefined ? [] : [Commands[N]]): boolean {
  const known = handlers.get(name);
  if (!known?.size) waiting.set(name, { detail: detail[0], at: performance.now() });
  known?.forEach((handle) => handle(detail[0] as never));
  return Boolean(known?.size);
}
