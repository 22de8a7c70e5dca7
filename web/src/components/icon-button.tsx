/** A square control with an icon; its name is spoken and shown as a tooltip. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { classNames } from "@/lib/class-names";
import { Tooltip } from "./tooltip";

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> {
  label: string;
  keyHint?: string;
  side?: "top" | "bottom" | "left" | "right";
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export const iconButtonClass =
  "inline-grid size-10 shrink-0 place-items-center rounded-control text-ink transition-colors hover:bg-ink/8 " +
  "active:bg-ink/12 disabled:opacity-40 disabled:pointer-events-none";

export function IconButton({ label, keyHint, side, className, children, type = "button", ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} keyHint={keyHint} side={side}>
      <button type={type} aria-label={label} className={classNames(iconButtonClass, className)} {...rest}>
        {children}
      </button>
    </Tooltip>
  );
}
