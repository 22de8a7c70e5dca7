/** What is going on: what runs and how long it will take, why it waits, what failed and what helps, where files are. */
import { CircleCheck } from "lucide-react";
import { useActivity } from "@/api/activity";
import { messageOf } from "@/api/client";
import { useUser } from "@/api/session";
import type { Activity } from "@/api/types";
import { ErrorPlace } from "@/components/error-boundary";
import { Icon } from "@/components/icon";
import { Notice } from "@/components/notice";
import { Page } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { formatRecent } from "@/lib/format-date";
import { BackgroundSection } from "./background-section";
import { FailuresSection } from "./failures-section";
import { ImportingSection } from "./importing-section";
import { MachineSection } from "./machine-section";
import { isPaused, summarise } from "./summary";
import { usePause } from "./use-activity-changes";

const photoHref = (assetId: string): string => `/photo/${assetId}`;

export function ActivityPage() {
  const user = useUser();
  const { data, error, refetch } = useActivity();
  if (error && !data) return <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Page title="Activity">
        <Waiting words="Asking what is going on." />
      </Page>
    );
  }
  const busy = data.importing && summarise(data).state !== "idle" ? data.importing : null;
  return (
    <Page title="Activity">
      <div className="space-y-12">
        {error && (
          <Notice tone="warn" role="status">
            {messageOf(error)} What you see is the last known state.
          </Notice>
        )}
        {busy ? (
          <ImportingSection activity={data} importing={busy} mayControl={user.is_admin} />
        ) : (
          <Calm activity={data} mayControl={user.is_admin} />
        )}
        <BackgroundSection background={data.background} />
        <FailuresSection failures={data.failures} hrefOf={photoHref} />
        <MachineSection ai={data.ai} storage={data.storage} />
        <Recent recent={data.recent} />
      </div>
    </Page>
  );
}

function Calm({ activity, mayControl }: { activity: Activity; mayControl: boolean }) {
  const pause = usePause();
  if (isPaused(activity)) {
    return (
      <Notice
        tone="info"
        action={
          mayControl && (
            <button type="button" onClick={() => pause.mutate(false)} className="min-h-8 px-2 font-medium underline underline-offset-4">
              Resume
            </button>
          )
        }
      >
        Processing is paused. Nothing waits at the moment; new photos will wait until it goes on.
      </Notice>
    );
  }
  return (
    <p className="flex items-center gap-3">
      <span className="text-ok">
        <Icon of={CircleCheck} size={24} />
      </span>
      <span>
        Nothing is going on. {activity.failures.length ? "Everything else is processed." : "Everything you added is processed."}
      </span>
    </p>
  );
}

function Recent({ recent }: { recent: Activity["recent"] }) {
  if (!recent.length) return null;
  return (
    <section aria-labelledby="recent">
      <h2 id="recent" className="mb-2 text-title font-semibold">
        Lately
      </h2>
      <ul className="text-meta">
        {recent.map((entry) => (
          <li key={`${entry.at} ${entry.text}`} className="flex gap-4 py-1.5">
            <time dateTime={entry.at} className="w-24 shrink-0 text-soft tablet:w-40">
              {formatRecent(entry.at)}
            </time>
            <span dir="auto" className="min-w-0 break-words">
              {entry.text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
