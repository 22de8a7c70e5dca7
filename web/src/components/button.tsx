/** Buttons: one primary action a screen, quiet ones beside it. Links may look like them through `buttonClass`. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { classNames } from "@/lib/class-names";

export type ButtonLook = "primary" | "quiet" | "plain" | "danger";

const looks: Record<ButtonLook, string> = {
  primary: "bg-accent text-accent-ink hover:brightness-95 active:brightness-90",
  quiet: "border border-line bg-raised text-ink hover:bg-sunken",
  plain: "text-ink hover:bg-ink/6 active:bg-ink/10",
  danger: "border border-line bg-raised text-bad hover:bg-bad/8",
};

export function buttonClass(look: ButtonLook = "quiet", extra?: string): string {
  return classNames(
    "inline-flex min-h-10 items-center justify-center gap-2 rounded-control px-4 text-body font-medium",
    "whitespace-nowrap select-none transition-[background-color,filter,color] disabled:opacity-50",
    "disabled:pointer-events-none",
    looks[look],
    extra,
  );
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  icon?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "quiet", icon, className, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button type={type} className={buttonClass(look, className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}
