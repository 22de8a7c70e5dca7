/** Single-key shortcuts: who may take a key press, and whether the user wants them at all. */
import { useEffect, useRef } from "react";

let enabled = true;

/** WCAG 2.1.4: single-key shortcuts can be switched off. */
export function setShortcutsEnabled(on: boolean): void {
  enabled = on;
}
export const shortcutsEnabled = (): boolean => enabled;

const typing = "input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable=true]";

/** True when the key press belongs to a dialog that lies above the page or the viewer. */
export function isInDialog(event: Pick<KeyboardEvent, "target">): boolean {
  return event.target instanceof Element && event.target.closest("[role=dialog]:not(.stage), [role=alertdialog]") !== null;
}

/** True when the key press belongs to a text field, an open menu or dialog, and not to the page. */
export function isTyping(event: Pick<KeyboardEvent, "target">): boolean {
  const { target } = event;
  return isInDialog(event) || (target instanceof Element && target.closest(`${typing}, [role=menu], [role=listbox]`) !== null);
}

/** Whether a press of a letter, digit or sign alone may act: allowed by the user, not typed into a field. */
export function isShortcut(event: KeyboardEvent): boolean {
  return enabled && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event) && !event.defaultPrevented;
}

/** Runs the handler of the pressed key, for example `{ f: toggleFavourite, "?": showKeys }`. */
export function useShortcuts(keys: Record<string, (event: KeyboardEvent) => void>, active = true): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!active) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const handle = latest.current[event.key];
      if (!handle || !isShortcut(event)) return;
      event.preventDefault();
      handle(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [active]);
}
