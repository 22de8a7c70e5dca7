/** A word or two about a control, on hover and focus. */
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

interface TooltipProps {
  label: ReactNode;
  /** The key that does the same, shown beside the label. */
  keyHint?: string;
  side?: "top" | "bottom" | "left" | "right";
  children: ReactElement;
}

export const TooltipProvider = Base.Provider;

export function Tooltip({ label, keyHint, side = "bottom", children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-70">
          <Base.Popup className="rounded-small bg-ink px-2 py-1 text-meta text-surface shadow-raised transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {label}
            {keyHint && <kbd className="ms-2 font-sans opacity-70">{keyHint}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
