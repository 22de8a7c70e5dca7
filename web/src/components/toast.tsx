/** Short messages at the bottom, with undo for ten seconds. `tell` may be called from anywhere. */
import { lazy, Suspense, useSyncExternalStore } from "react";

export interface Message {
  text: string;
  /** Offers "Undo" for ten seconds. */
  undo?: () => void;
  /** Another single action instead of undo. */
  action?: { label: string; run: () => void };
  tone?: "plain" | "bad";
  /** A later message with the same id replaces the earlier one. */
  id?: string;
}

interface Drawer {
  show: (message: Message & { id: string }) => void;
  close: (id: string) => void;
}

let drawer: Drawer | null = null;
let waiting: (Message & { id: string })[] = [];
let asked = false;
let made = 0;
const listeners = new Set<() => void>();

/** Shows a message and returns its id. */
export function tell(message: Message): string {
  made += 1;
  const known = { ...message, id: message.id ?? `message-${made}` };
  if (drawer) drawer.show(known);
  else {
    waiting.push(known);
    asked = true;
    listeners.forEach((listener) => listener());
  }
  return known.id;
}

export function untell(id: string): void {
  waiting = waiting.filter((message) => message.id !== id);
  drawer?.close(id);
}

/** The layer that draws messages announces itself here and gets those that waited for it. */
export function drawMessages(by: Drawer | null): void {
  drawer = by;
  if (!by) return;
  waiting.forEach((message) => by.show(message));
  waiting = [];
}

const Layer = lazy(() => import("./toast-layer"));

/** Placed once. What draws the messages is loaded with the first message. */
export function ToastHost() {
  const needed = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
  return needed ? (
    <Suspense fallback={null}>
      <Layer />
    </Suspense>
  ) : null;
}
