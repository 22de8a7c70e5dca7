/** A modal dialog: centred on larger screens, a sheet from below on phones. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/lib/class-names";
import { Icon } from "./icon";
import { iconButtonClass } from "./icon-button";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
  width?: "narrow" | "wide";
}

export function Dialog({ open, onClose, title, description, children, actions, width = "narrow" }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-black/45 transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          className={classNames(
            "fixed z-50 flex max-h-[88dvh] flex-col bg-raised text-ink shadow-sheet transition-[translate,opacity] duration-200",
            "inset-x-0 bottom-0 rounded-t-sheet pb-[env(safe-area-inset-bottom)]",
            "data-ending-style:translate-y-8 data-ending-style:opacity-0 data-starting-style:translate-y-8 data-starting-style:opacity-0",
            "tablet:inset-x-auto tablet:bottom-auto tablet:left-1/2 tablet:top-1/2 tablet:-translate-1/2 tablet:rounded-sheet",
            "tablet:data-ending-style:-translate-y-[46%] tablet:data-starting-style:-translate-y-[46%]",
            width === "wide" ? "tablet:w-[44rem]" : "tablet:w-[28rem]",
          )}
        >
          <div className="flex items-start gap-4 px-6 pt-5">
            <Base.Title className="flex-1 pt-1 text-title font-semibold">{title}</Base.Title>
            <Base.Close aria-label="Close" className={classNames(iconButtonClass, "-me-2")}>
              <Icon of={X} />
            </Base.Close>
          </div>
          {/* The wide ones hold long texts, which are scrolled by keys too. */}
          <div tabIndex={width === "wide" ? 0 : undefined} className="min-h-0 overflow-y-auto px-6 pb-6 focus-visible:-outline-offset-2">
            {description && <Base.Description className="mt-1 text-soft">{description}</Base.Description>}
            {children}
          </div>
          {actions && <div className="flex flex-wrap justify-end gap-2 px-6 pb-6">{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
