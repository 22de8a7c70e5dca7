/** What leaves this machine: each service outside with the exact words of what it gets, a switch, counts, and the log. */
import { useQuery } from "@tanstack/react-query";
import { messageOf } from "@/api/client";
import { Notice } from "@/components/notice";
import { Page } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { LeavingLog } from "./leaving-log";
import { LeavingTask } from "./leaving-task";
import { leavingQuery } from "./leaving-data";

export function LeavingPage() {
  const { data, error } = useQuery(leavingQuery);
  const allowed = data?.tasks.filter((task) => task.is_allowed && !task.is_local).length ?? 0;
  return (
    <Page
      title="What leaves this machine"
      lead={
        data && !data.trouble
          ? allowed === 0
            ? "Nothing. Everything is recognised and searched here."
            : allowed === 1
              ? "What you allowed below, and nothing else."
              : "What you allowed below, task by task, and nothing else."
          : undefined
      }
    >
      <div className="space-y-12">
        {error && <Notice tone="bad">{messageOf(error)}</Notice>}
        {data?.trouble && <Notice tone="warn">{data.trouble} Nothing leaves meanwhile.</Notice>}
        {!data && !error && <Waiting words="Asking which services are set up." />}
        {data && data.tasks.length > 0 && (
          <section aria-label="Services outside">
            <p className="mb-4 max-w-prose text-soft">
              Each of these is off until you switch it on, for your photos alone. What they find stands beside what this
              machine finds by itself, marked with where it came from.
            </p>
            <ul className="divide-y divide-line border-y border-line">
              {data.tasks.map((task) => (
                <LeavingTask key={`${task.provider} ${task.task}`} task={task} />
              ))}
            </ul>
          </section>
        )}
        <LeavingLog />
      </div>
    </Page>
  );
}
