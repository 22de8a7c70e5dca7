/** The log: when something left, to whom, about which photo, how much, and what became of it. Never what it said. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { messageOf } from "@/api/client";
import type { LeavingCall } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { formatMoment } from "@/lib/format-date";
import { formatBytes } from "@/lib/format-number";
import { fetchLog, logKey } from "./leaving-data";

export function LeavingLog() {
  const log = useInfiniteQuery({
    queryKey: logKey,
    queryFn: ({ pageParam, signal }) => fetchLog(pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.more ? pages.reduce((sum, page) => sum + page.calls.length, 0) : undefined),
  });
  const calls = log.data?.pages.flatMap((page) => page.calls) ?? [];
  return (
    <section>
      <h2 className="mb-3 text-title font-semibold">Everything that left</h2>
      {log.error && <Notice tone="bad">{messageOf(log.error)}</Notice>}
      {log.data && calls.length === 0 && <p className="text-soft">Nothing of yours has left this machine.</p>}
      {calls.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {calls.map((call, position) => (
            <li key={`${call.at} ${position}`} className="grid gap-x-6 gap-y-0.5 py-2.5 tablet:grid-cols-[11rem_1fr_auto]">
              <time dateTime={call.at} className="text-soft tabular-nums">
                {formatMoment(call.at)}
              </time>
              <span className="min-w-0 break-words">
                <About call={call} /> to {call.host}
              </span>
              <span className="text-meta text-soft tabular-nums">
                {formatBytes(call.sent_bytes)}, {outcome(call)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {log.hasNextPage && (
        <Button className="mt-4" onClick={() => void log.fetchNextPage()} disabled={log.isFetchingNextPage}>
          Show earlier ones
        </Button>
      )}
    </section>
  );
}

function About({ call }: { call: LeavingCall }) {
  if (call.about === "query") return <>The words of a search</>;
  if (call.about === "fixed texts") return <>A fixed list of words, nothing of yours,</>;
  const what = call.task === "look" ? "A small copy of a photo" : "Words about a photo";
  if (!call.asset_id) return <>{what} that is gone</>;
  return (
    <Link to="/photo/$id" params={{ id: call.asset_id }} className="font-medium text-accent underline underline-offset-2">
      {what}
    </Link>
  );
}

function outcome(call: LeavingCall): string {
  if (call.outcome === "answered") return "answered";
  if (call.outcome === "sent") return "no answer came";
  return failures[call.code] ?? "failed";
}

const failures: Record<string, string> = {
  provider_busy: "asked to wait",
  provider_quota: "over quota",
  provider_key_wrong: "key refused",
  provider_down: "did not answer",
  provider_broken: "answered nonsense",
  provider_refused: "refused",
};
