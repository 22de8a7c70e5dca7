/** A menu of actions behind one button. */
import { Menu as Base } from "@base-ui/react/menu";
import type { LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "@/lib/class-names";
import { Icon } from "./icon";

export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        {/* Drawn at the end of the page, outside its landmarks, so it is one itself. */}
        <Base.Positioner role="region" aria-label="Menu" sideOffset={6} align="end" className="z-60">
          <Base.Popup className="min-w-52 rounded-sheet border border-line bg-raised p-1.5 text-ink shadow-sheet outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  keyHint?: string;
  danger?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, keyHint, danger, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item
      onClick={onSelect}
      className={classNames(
        "flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-3 text-body outline-none select-none data-highlighted:bg-ink/8",
        danger && "text-bad",
      )}
    >
      {icon && <Icon of={icon} size={18} />}
      <span className="flex-1">{children}</span>
      {keyHint && <kbd className="font-sans text-meta text-faint">{keyHint}</kbd>}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-2 my-1.5 h-px bg-line" />;
}
