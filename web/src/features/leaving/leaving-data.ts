/** The services outside, the user's yes or no to each, and the log of what left. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { get, messageOf, post, withQuery } from "@/api/client";
import type { LeavingLogPage, LeavingTasks, LeavingTaskOut } from "@/api/types";
import { tell } from "@/components/toast";

export const leavingKey = ["leaving"] as const;

export const leavingQuery = {
  queryKey: leavingKey,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<LeavingTasks>("/api/providers", signal),
  refetchInterval: (query: { state: { data?: LeavingTasks } }) =>
    query.state.data?.tasks.some((task) => task.is_allowed && task.waiting > 0) ? 5_000 : false,
} as const;

export const logKey = [...leavingKey, "log"] as const;
export const fetchLog = (skip: number, signal?: AbortSignal) =>
  get<LeavingLogPage>(withQuery("/api/providers/log", { skip }), signal);

const named = (task: LeavingTaskOut) => ({ provider: task.provider, task: task.task });

export function useLeavingActs(task: LeavingTaskOut) {
  const client = useQueryClient();
  const onError = (error: unknown) => {
    tell({ text: messageOf(error), tone: "bad" });
    void client.invalidateQueries({ queryKey: leavingKey });
  };
  const onSuccess = (answer: LeavingTasks) => client.setQueryData(leavingKey, answer);
  const allow = useMutation({
    mutationFn: (perDay: number) =>
      post<LeavingTasks>("/api/providers/allow", { ...named(task), text_sha256: task.text_sha256, per_day: perDay }),
    onSuccess,
    onError,
  });
  const forbid = useMutation({
    mutationFn: () => post<LeavingTasks>("/api/providers/forbid", named(task)),
    onSuccess,
    onError,
  });
  const forget = useMutation({
    mutationFn: () => post<{ photos: number }>("/api/providers/forget", { provider: task.provider }),
    onSuccess: async ({ photos }) => {
      tell({ text: photos === 0 ? "There was nothing to forget." : `Forgotten, in ${photos} ${photos === 1 ? "photo" : "photos"}.` });
      await client.invalidateQueries({ queryKey: leavingKey });
    },
    onError,
  });
  return { allow, forbid, forget };
}
