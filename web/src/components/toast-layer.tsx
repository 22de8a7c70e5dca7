/** Draws the messages of `tell`. */
import { Toast } from "@base-ui/react/toast";
import { Check, CircleAlert, X } from "lucide-react";
import { useEffect } from "react";
import { classNames } from "@/lib/class-names";
import { Icon } from "./icon";
import { drawMessages, type Message } from "./toast";

const manager = Toast.createToastManager();
const undoMs = 10_000;
const readMs = 6_000;

function show({ id, text, undo, action, tone = "plain" }: Message & { id: string }): void {
  const offered = undo ? { label: "Undo", run: undo } : action;
  manager.add({
    id,
    title: text,
    type: tone,
    timeout: offered ? undoMs : readMs,
    priority: tone === "bad" ? "high" : "low",
    actionProps: offered && {
      children: offered.label,
      onClick: () => {
        manager.close(id);
        offered.run();
      },
    },
  });
}

export default function ToastLayer() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-[calc(var(--bottom-bar)+1rem)] z-60 flex flex-col-reverse gap-2 tablet:inset-x-auto tablet:start-[calc(var(--rail-width)+var(--page-margin))] tablet:w-96">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  // Effects of children run before those of the provider, which begins to listen in this same turn.
  useEffect(() => {
    const turn = setTimeout(() => drawMessages({ show, close: manager.close }), 0);
    return () => {
      clearTimeout(turn);
      drawMessages(null);
    };
  }, []);
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
