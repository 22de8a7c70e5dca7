/** One choice out of a few, beside what it means. */
import { useId, type ReactNode } from "react";
import { inputClass } from "@/components/text-field";

interface Props<Value extends string> {
  label: string;
  description: ReactNode;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

export function ChoiceSelect<Value extends string>({ label, description, value, options, onChange }: Props<Value>) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-48 flex-1">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p className="mt-1 text-meta text-soft">{description}</p>
      </div>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={`${inputClass} max-w-64 shrink-0`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
