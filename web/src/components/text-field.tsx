/** A labelled line of text with a hint and an error in words. */
import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from "react";
import { classNames } from "@/lib/class-names";

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** Shown at the end inside the field, for example a button. */
  end?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

export const inputClass =
  "min-h-11 w-full rounded-control border border-line bg-raised px-3.5 text-body text-ink placeholder:text-faint " +
  "hover:border-faint transition-colors";

export function TextField({ label, hint, error, end, className, id, ...rest }: TextFieldProps) {
  const made = useId();
  const fieldId = id ?? made;
  const described = [hint && `${fieldId}-hint`, error && `${fieldId}-error`].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label htmlFor={fieldId} className="mb-1.5 block text-meta font-medium text-soft">
        {label}
      </label>
      <div className="relative">
        <input
          id={fieldId}
          className={classNames(inputClass, error && "border-bad", end ? "pe-12" : null)}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          {...rest}
        />
        {end && <div className="absolute inset-y-0 end-0.5 grid place-items-center">{end}</div>}
      </div>
      {hint && (
        <div id={`${fieldId}-hint`} className="mt-1.5 text-meta text-soft">
          {hint}
        </div>
      )}
      {error && (
        <p id={`${fieldId}-error`} role="alert" className="mt-1.5 text-meta text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
