/** Models, packs and spaces; looked at more often while something fills or is being added. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { get, messageOf, post } from "@/api/client";
import type { ModelsFound } from "@/api/types";
import { tell } from "@/components/toast";

const modelsKey = ["models"] as const;

export const modelsQuery = {
  queryKey: modelsKey,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<ModelsFound>("/api/models", signal),
  refetchInterval: (query: { state: { data?: ModelsFound } }) => {
    const now = query.state.data;
    const moving =
      now?.adding?.state === "running" || now?.spaces.some((one) => one.state === "filling" || one.state === "retired");
    return moving ? 2_000 : false;
  },
} as const;

export type ModelAct = "packs" | "packs/remove" | "spaces/index" | "spaces/use" | "spaces/drop";

/** Sends one act and looks again; `said` is what to tell when it worked. */
export function useModelAct(act: ModelAct, said?: (body: Record<string, unknown>) => string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => post<unknown>(`/api/models/${act}`, body),
    onSuccess: (_, body) => {
      if (said) tell({ text: said(body) });
    },
    onError: (error) => tell({ text: messageOf(error), tone: "bad" }),
    onSettled: () => client.invalidateQueries({ queryKey: modelsKey }),
  });
}
