/** Short messages at the bottom, with undo for ten seconds. `tell` may be called from anywhere. */
import { Toast } from "@base-ui/react/toast";
import { Check, CircleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/lib/class-names";
import { Icon } from "./icon";

const manager = Toast.createToastManager();
const undoMs = 10_000;
const readMs = 6_000;

interface Message {
  text: string;
  /** Offers "Undo" for ten seconds. */
  undo?: () => void;
  /** Another single action instead of undo. */
  action?: { label: string; run: () => void };
  tone?: "plain" | "bad";
  /** A later message with the same id replaces the earlier one. */
  id?: string;
}

export function tell({ text, undo, action, tone = "plain", id }: Message): string {
  const offered = undo ? { label: "Undo", run: undo } : action;
  const shown = manager.add({
    id,
    title: text,
    type: tone,
    timeout: offered ? undoMs : readMs,
    priority: tone === "bad" ? "high" : "low",
    actionProps: offered && {
      children: offered.label,
      onClick: () => {
        manager.close(shown);
        offered.run();
      },
    },
  });
  return shown;
}

export const untell = (id: string) => manager.close(id);

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-[calc(var(--bottom-bar)+1rem)] z-60 flex flex-col-reverse gap-2 tablet:inset-x-auto tablet:start-[calc(var(--rail-width)+var(--page-margin))] tablet:w-96">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={classNames(
        "flex min-h-12 items-center gap-3 rounded-control bg-ink py-1 ps-4 pe-1 text-surface shadow-sheet",
        "transition-[opacity,translate] duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-3 data-starting-style:opacity-0",
      )}
    >
      <Icon of={toast.type === "bad" ? CircleAlert : Check} size={18} />
      <Toast.Content className="flex min-w-0 flex-1 items-center gap-2">
        <Toast.Title className="flex-1 py-2 text-body" />
        <Toast.Action className="min-h-10 rounded-control px-3 font-semibold text-surface underline decoration-2 underline-offset-4 hover:bg-surface/12" />
      </Toast.Content>
      <Toast.Close
        aria-label="Dismiss"
        className="grid size-10 shrink-0 place-items-center rounded-control hover:bg-surface/12"
      >
        <Icon of={X} size={18} />
      </Toast.Close>
    </Toast.Root>
  ));
}
