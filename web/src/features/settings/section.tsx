/** A part of the settings page under its heading. */
import type { ReactNode } from "react";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 text-title font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** A fact with its name; the name stands above on phones and beside on larger screens. */
export function FactLine({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 border-t border-line py-3 tablet:grid-cols-[12rem_1fr]">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
