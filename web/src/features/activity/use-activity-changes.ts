/** Trying again, leaving out, pausing and pace: each tells what came of it and looks again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { activityKey } from "@/api/activity";
import { messageOf, patch, post } from "@/api/client";
import { tell } from "@/components/toast";
import { countOf } from "@/lib/format-number";

function useChange<Input, Answer>(
  change: (input: Input) => Promise<Answer>,
  words: (answer: Answer) => string | null,
  undo?: (answer: Answer) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (answer) => {
      const text = words(answer);
      if (text) tell({ text, undo: undo && (() => undo(answer)) });
    },
    onError: (error) => tell({ text: messageOf(error), tone: "bad" }),
    onSettled: () => client.invalidateQueries({ queryKey: activityKey }),
  });
}

/** Which failures: everything with a reason, or single assets; neither means everything. */
export interface Again {
  code?: string;
  ids?: string[];
}

export const useRetry = () =>
  useChange(
    (what: Again) => post<{ queued: number }>("/api/activity/retry", what),
    ({ queued }) => (queued ? `${countOf(queued, "photo is", "photos are")} tried again` : "There was nothing to try again"),
  );

export function useLeaveOut() {
  const client = useQueryClient();
  return useChange(
    (what: Again) => post<{ ids: string[] }>("/api/activity/leave_out", what),
    ({ ids }) => `${countOf(ids.length, "failure is", "failures are")} no longer shown. The files are kept as they are.`,
    ({ ids }) =>
      void post("/api/activity/name_again", { ids })
        .catch((error: unknown) => tell({ text: messageOf(error), tone: "bad" }))
        .finally(() => client.invalidateQueries({ queryKey: activityKey })),
  );
}

export const usePause = () =>
  useChange((on: boolean) => post<undefined>(on ? "/api/activity/pause" : "/api/activity/resume"), () => null);

export const useConcurrency = () =>
  useChange((concurrency: number) => patch<undefined>("/api/activity", { concurrency }), () => "The pace is changed");
