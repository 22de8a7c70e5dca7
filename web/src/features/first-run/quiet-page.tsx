/** The frame of pages before sign-in: the sign, one column, nothing else. */
import type { ReactNode } from "react";
import { PageHeading } from "@/components/page";

interface QuietPageProps {
  title: string;
  lead?: ReactNode;
  /** Which of how many steps. */
  step?: { at: number; of: number };
  children: ReactNode;
}

export function QuietPage({ title, lead, step, children }: QuietPageProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[30rem] flex-col px-6 py-10 tablet:justify-center">
      <div className="mb-10 flex items-center gap-3">
        <img src="/icon.svg" width={40} height={40} alt="" aria-hidden="true" />
        <span className="text-title font-semibold tracking-tight">PhotoNest</span>
      </div>
      {step && (
        <div className="mb-4">
          <p className="mb-2 text-meta text-soft">
            Step {step.at} of {step.of}
          </p>
          <div aria-hidden="true" className="flex gap-1.5">
            {Array.from({ length: step.of }, (_, index) => (
              <span key={index} className={`h-1 w-8 rounded-full ${index < step.at ? "bg-accent" : "bg-line"}`} />
            ))}
          </div>
        </div>
      )}
      <PageHeading title={title} />
      {lead && <div className="mt-2 text-soft">{lead}</div>}
      <div className="mt-8">{children}</div>
    </main>
  );
}
