/** The one tooltip of the page: it follows hover and focus over everything that carries `data-tip`. */
import { Tooltip as Base } from "@base-ui/react/tooltip";
import { useEffect, useState } from "react";

interface Tip {
  anchor: HTMLElement;
  label: string;
  keyHint: string | undefined;
  side: "top" | "bottom" | "left" | "right";
}

const showAfterMs = 450;
/** Moving on from one control to the next shows the next at once. */
const warmForMs = 300;

function tipOf(target: EventTarget | null): Tip | null {
  const anchor = target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
  const label = anchor?.dataset.tip;
  if (!anchor || !label || anchor.closest("[aria-expanded=true]")) return null;
  return { anchor, label, keyHint: anchor.dataset.tipKey, side: (anchor.dataset.tipSide ?? "bottom") as Tip["side"] };
}

export default function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let anchor: HTMLElement | null = null;
    let closedAt = 0;
    const hide = () => {
      clearTimeout(timer);
      if (anchor) closedAt = performance.now();
      anchor = null;
      setOpen(false);
    };
    const show = (target: EventTarget | null, atOnce: boolean) => {
      const found = tipOf(target);
      if (found?.anchor === anchor) return;
      hide();
      if (!found) return;
      anchor = found.anchor;
      const warm = performance.now() - closedAt < warmForMs;
      timer = setTimeout(
        () => {
          setTip(found);
          setOpen(true);
        },
        atOnce || warm ? 0 : showAfterMs,
      );
    };
    const onOver = (event: PointerEvent) => event.pointerType === "mouse" && show(event.target, false);
    const onFocus = (event: FocusEvent) =>
      event.target instanceof Element && event.target.matches(":focus-visible") ? show(event.target, true) : hide();
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && hide();
    document.addEventListener("pointerover", onOver);
    document.addEventListener("pointerdown", hide);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", onKey);
    window.addEventListener("scroll", hide, { passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", onOver);
      document.removeEventListener("pointerdown", hide);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("scroll", hide);
    };
  }, []);
  return (
    <Base.Root open={open && tip !== null && tip.anchor.isConnected} onOpenChange={setOpen}>
      <Base.Portal>
        <Base.Positioner anchor={tip?.anchor} side={tip?.side} sideOffset={6} className="pointer-events-none z-70">
          {/* The control's own name says it already. */}
          <Base.Popup aria-hidden="true" className="rounded-small bg-ink px-2 py-1 text-meta text-surface shadow-raised transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {tip?.label}
            {tip?.keyHint && <kbd className="ms-2 font-sans opacity-70">{tip.keyHint}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
