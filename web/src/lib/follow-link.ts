/** A link that acts in place and stays a link: new tabs, copies and middle clicks are the browser's. */
import type { MouseEvent } from "react";

export function followInPlace(event: MouseEvent, act: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  act();
}
