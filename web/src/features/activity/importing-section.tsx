/** The import that runs: how far, how fast, how long, why it waits, and what can be found already. */
import { Check, Gauge, Pause, Play } from "lucide-react";
import type { Activity } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { Menu, MenuItem } from "@/components/menu";
import { Notice } from "@/components/notice";
import { ProgressBar } from "@/components/progress-bar";
import { countOf, formatCount } from "@/lib/format-number";
import { isPaused, paceWords, whyItWaits } from "./summary";
import { useConcurrency, usePause } from "./use-activity-changes";

interface ImportingSectionProps {
  activity: Activity;
  importing: NonNullable<Activity["importing"]>;
  /** Pause and pace concern everybody, so only administrators have them. */
  mayControl: boolean;
}

export function ImportingSection({ activity, importing, mayControl }: ImportingSectionProps) {
  const pause = usePause();
  const paused = isPaused(activity);
  const why = whyItWaits(activity);
  const left = importing.total - importing.done;
  return (
    <section aria-labelledby="importing">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="importing" className="text-title font-semibold">
          {paused ? "Paused" : why ? "Waiting" : "Processing"} · {countOf(left, "photo", "photos")} left
        </h2>
        {mayControl && (
          <div className="flex gap-2">
            <Pace />
            <Button
              icon={<Icon of={paused ? Play : Pause} size={18} />}
              disabled={pause.isPending}
              onClick={() => pause.mutate(!paused)}
            >
              {paused ? "Resume" : "Pause"}
            </Button>
          </div>
        )}
      </div>
      <div className="mt-3">
        <ProgressBar label="Photos processed" done={importing.done} total={importing.total} />
      </div>
      <p className="counts mt-2">{paceWords(importing)}</p>
      <p className="counts mt-1 text-meta text-soft">
        {formatCount(importing.searchable)} of {formatCount(importing.total)} searchable already. All of them are stored and safe.
      </p>
      {why && (
        <div className="mt-4">
          <Notice tone={paused ? "info" : "warn"} role="status">
            {why}
          </Notice>
        </div>
      )}
      <Steps steps={activity.steps} />
    </section>
  );
}

function Steps({ steps }: { steps: Activity["steps"] }) {
  if (!steps.length) return null;
  return (
    <>
    <h3 className="mt-6 mb-3 text-meta font-semibold text-soft">All your photos, step by step</h3>
    <ul className="grid gap-x-8 gap-y-3 tablet:grid-cols-2">
      {steps.map((step) => (
        <li key={step.step}>
          <div className="mb-1.5 flex items-baseline justify-between gap-3 text-meta">
            <span>{step.label}</span>
            <span className="counts flex items-center gap-1.5 text-soft">
              {step.done >= step.total && (
                <span className="text-ok">
                  <Icon of={Check} size={14} />
                </span>
              )}
              {formatCount(step.done)} of {formatCount(step.total)}
            </span>
          </div>
          <ProgressBar label={step.label} done={step.done} total={step.total} />
        </li>
      ))}
    </ul>
    </>
  );
}

const paces: { concurrency: number; words: string }[] = [
  { concurrency: 0, words: "As many as there are cores" },
  { concurrency: 1, words: "One at a time, gentle" },
  { concurrency: 2, words: "Two at a time" },
  { concurrency: 4, words: "Four at a time" },
];

function Pace() {
  const change = useConcurrency();
  return (
    <Menu trigger={<Button icon={<Icon of={Gauge} size={18} />}>Pace</Button>}>
      {paces.map((pace) => (
        <MenuItem key={pace.concurrency} onSelect={() => change.mutate(pace.concurrency)}>
          {pace.words}
        </MenuItem>
      ))}
    </Menu>
  );
}
