/** What is being processed right now; polled faster while something runs. */
import { useQuery } from "@tanstack/react-query";
import { get } from "./client";
import type { Activity } from "./types";

export const activityKey = ["activity"] as const;

export const activityQuery = {
  queryKey: activityKey,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Activity>("/api/activity", signal),
  refetchInterval: (query: { state: { data?: Activity } }) => (query.state.data?.importing ? 2_000 : 15_000),
};

export function useActivity() {
  return useQuery(activityQuery);
}
