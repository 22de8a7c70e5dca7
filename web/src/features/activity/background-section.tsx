/** What is done when nothing else is: no photo waits for it. Hidden when there is nothing left to do. */
import type { Activity } from "@/api/types";
import { ProgressBar } from "@/components/progress-bar";
import { formatCount } from "@/lib/format-number";

export function BackgroundSection({ background }: Pick<Activity, "background">) {
  const left = background.filter((step) => step.done < step.total);
  if (!left.length) return null;
  return (
    <section aria-labelledby="background">
      <h2 id="background" className="text-title font-semibold">
        In the background
      </h2>
      <p className="mt-1 text-soft">Your photos can be found meanwhile. This runs when nothing else is to be done.</p>
      <ul className="mt-4 space-y-3">
        {left.map((step) => (
          <li key={step.step}>
            <div className="mb-1.5 flex items-baseline justify-between gap-3 text-meta">
              <span>{step.label}</span>
              <span className="counts text-soft">
                {formatCount(step.done)} of {formatCount(step.total)}
              </span>
            </div>
            <ProgressBar label={step.label} done={step.done} total={step.total} />
          </li>
        ))}
      </ul>
    </section>
  );
}
