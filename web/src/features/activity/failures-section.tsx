/** What failed, grouped by reason: what happened, what can be done, which photos, and two presses that help. */
import { ChevronDown, RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import type { ActivityFailure } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { classNames } from "@/lib/class-names";
import { countOf, formatCount } from "@/lib/format-number";
import { type Again, useLeaveOut, useRetry } from "./use-activity-changes";

interface FailuresSectionProps {
  failures: readonly ActivityFailure[];
  hrefOf: (assetId: string) => string;
}

export function FailuresSection({ failures, hrefOf }: FailuresSectionProps) {
  const retry = useRetry();
  const leaveOut = useLeaveOut();
  if (!failures.length) return null;
  const total = failures.reduce((sum, group) => sum + group.count, 0);
  const hopeful = failures.filter((group) => !group.permanent);
  const busy = retry.isPending || leaveOut.isPending;
  return (
    <section aria-labelledby="failures">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 id="failures" className="text-title font-semibold">
            {countOf(total, "photo needs", "photos need")} a look
          </h2>
          <p className="mt-0.5 text-meta text-soft">The files themselves are kept exactly as they are.</p>
        </div>
        {hopeful.length > 1 && (
          <Button disabled={busy} onClick={() => retry.mutate({})}>
            Try all again
          </Button>
        )}
      </div>
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {failures.map((group) => (
          <Group
            key={group.code}
            group={group}
            hrefOf={hrefOf}
            busy={busy}
            onRetry={(what) => retry.mutate(what)}
            onLeaveOut={(what) => leaveOut.mutate(what)}
          />
        ))}
      </ul>
    </section>
  );
}

interface GroupProps {
  group: ActivityFailure;
  hrefOf: (assetId: string) => string;
  busy: boolean;
  onRetry: (what: Again) => void;
  onLeaveOut: (what: Again) => void;
}

function Group({ group, hrefOf, busy, onRetry, onLeaveOut }: GroupProps) {
  const [open, setOpen] = useState(false);
  const listId = useId();
  const known = group.examples;
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-64 flex-1">
          <p className="font-medium">
            <span className="counts me-2 inline-grid min-w-6 place-items-center rounded-full bg-warn/15 px-1.5 text-meta text-warn">
              {formatCount(group.count)}
            </span>
            {group.message}
          </p>
          <p className="mt-1 text-meta text-soft">{group.what_to_do}</p>
        </div>
        <div className="flex gap-2">
          {!group.permanent && (
            <Button disabled={busy} onClick={() => onRetry({ code: group.code })}>
              Try again
            </Button>
          )}
          <Button look="plain" disabled={busy} onClick={() => onLeaveOut({ code: group.code })}>
            {group.count === 1 ? "Leave out" : `Leave all ${formatCount(group.count)} out`}
          </Button>
        </div>
      </div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen((before) => !before)}
        className="mt-1 -ms-2 inline-flex min-h-10 items-center gap-1 rounded-control px-2 text-meta text-soft hover:bg-ink/6 hover:text-ink"
      >
        <Icon of={ChevronDown} size={16} className={classNames("transition-transform", open && "rotate-180")} />
        {known.length < group.count ? `Which ones (the newest ${formatCount(known.length)})` : group.count === 1 ? "Which one" : "Which ones"}
      </button>
      <ul id={listId} hidden={!open} className="mt-1">
        {group.examples.map((example) => (
          <li key={example.id} className="flex min-h-11 items-center gap-3">
            <div className="min-w-0 flex-1 py-1.5">
              <a href={hrefOf(example.asset_id)} className="block truncate underline decoration-line decoration-2 underline-offset-4">
                <bdi>{example.filename}</bdi>
              </a>
              {example.message !== group.message && <p className="text-meta text-soft">{example.message}</p>}
            </div>
            <span className="hidden font-mono text-small text-faint tablet:inline" title="The log names the failure by this">
              {example.id.slice(-8)}
            </span>
            {!group.permanent && (
              <IconButton label={`Try again: ${example.filename}`} side="left" disabled={busy} onClick={() => onRetry({ ids: [example.asset_id] })}>
                <Icon of={RotateCcw} size={18} />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}
