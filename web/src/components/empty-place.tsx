/** What an empty place teaches: one drawing, one sentence, one action. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyPlaceProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyPlace({ icon: Drawn, title, children, action }: EmptyPlaceProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-[14vh] text-center">
      <div className="mb-6 grid size-24 place-items-center rounded-full bg-sunken text-accent">
        <Drawn size={40} strokeWidth={1.25} aria-hidden="true" focusable="false" />
      </div>
      <h2 className="text-title font-semibold text-balance">{title}</h2>
      {children && <div className="mt-2 text-soft text-balance">{children}</div>}
      {action && <div className="mt-6 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
