/** Marks a control with a word or two; one layer for the whole page shows them on hover and focus. */
import { cloneElement, lazy, type ReactElement, Suspense, useEffect, useState } from "react";

type Side = "top" | "bottom" | "left" | "right";

interface TooltipProps {
  label: string;
  /** The key that does the same, shown beside the label. */
  keyHint?: string;
  side?: Side;
  children: ReactElement<object>;
}

export function Tooltip({ label, keyHint, side = "bottom", children }: TooltipProps) {
  return cloneElement(children, { "data-tip": label, "data-tip-key": keyHint, "data-tip-side": side } as object);
}

const Layer = lazy(() => import("./tooltip-layer"));

/** Placed once. What draws the tooltips is loaded when the page is at rest. */
export function TooltipHost() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWanted(true), 1_500);
    return () => clearTimeout(timer);
  }, []);
  return wanted ? (
    <Suspense fallback={null}>
      <Layer />
    </Suspense>
  ) : null;
}
