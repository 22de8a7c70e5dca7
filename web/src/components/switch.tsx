/** An on/off setting with its words and its consequence beside it. */
import { Switch as Base } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";

interface SwitchProps {
  label: string;
  description?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function Switch({ label, description, checked, onChange, disabled }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-6 py-3">
      <div className="min-w-0">
        <span id={id} className="font-medium">
          {label}
        </span>
        {description && (
          <div id={`${id}-more`} className="mt-1 max-w-prose text-meta text-soft">
            {description}
          </div>
        )}
      </div>
      <Base.Root
        aria-labelledby={id}
        aria-describedby={description ? `${id}-more` : undefined}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="relative flex h-7 items-center w-12 shrink-0 rounded-full border border-faint bg-sunken transition-colors before:absolute before:-inset-2 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb className="block size-5 translate-x-[3px] rounded-full bg-faint transition-[translate,background-color] data-checked:translate-x-[23px] data-checked:bg-accent-ink" />
      </Base.Root>
    </div>
  );
}
