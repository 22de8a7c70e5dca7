/** Lucide icons at one weight: 1.5 px stroke, hidden from screen readers because a label stands beside them. */
import type { LucideIcon } from "lucide-react";

export function Icon({ of: Drawn, size = 20, className }: { of: LucideIcon; size?: number; className?: string }) {
  return <Drawn size={size} strokeWidth={1.5} aria-hidden="true" focusable="false" className={className} />;
}
