/** A short fact that may be removed; `ai` marks what a machine made or guessed. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/lib/class-names";
import { Icon } from "./icon";

interface ChipProps {
  /** `off`: it is there, but nothing goes by it. */
  tone?: "plain" | "ai" | "accent" | "off";
  title?: string;
  onRemove?: () => void;
  removeLabel?: string;
  children: ReactNode;
}

const tones = {
  plain: "border-line bg-raised text-ink",
  ai: "border-ai/40 bg-ai/8 text-ai",
  off: "border-dashed border-faint bg-transparent text-soft",
  accent: "border-accent bg-accent/10 text-accent",
};

export function Chip({ tone = "plain", title, onRemove, removeLabel, children }: ChipProps) {
  return (
    <span
      title={title}
      className={classNames("inline-flex min-h-8 items-center gap-1.5 rounded-[1rem] border px-3 text-meta", tones[tone])}
    >
      {children}
      {onRemove && (
        <button
          type="button"
          aria-label={removeLabel ?? "Remove"}
          onClick={onRemove}
          className="-me-2 grid size-7 place-items-center rounded-full hover:bg-ink/10"
        >
          <Icon of={X} size={14} />
        </button>
      )}
    </span>
  );
}
