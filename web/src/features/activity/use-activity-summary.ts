/** The few words about what is going on, for the shell. */
import { useActivity } from "@/api/activity";
import { type ActivitySummary, summarise } from "./summary";

export function useActivitySummary(): ActivitySummary {
  return summarise(useActivity().data);
}
