/** Who is signed in: reading, signing in and out, set-up, and changing one's settings. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove } from "./client";
import type { Session, User, UserAnswer, UserChange } from "./types";

export const sessionKey = ["session"] as const;

export const sessionQuery = {
  queryKey: sessionKey,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Session>("/api/session", signal),
  staleTime: 5 * 60_000,
};

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** The signed-in user. Throws outside the signed-in part of the application. */
export function useUser(): User {
  const user = useSession()?.user;
  if (!user) throw new Error("useUser needs a signed-in user");
  return user;
}

function useSessionChange<Input>(change: (input: Input) => Promise<UserAnswer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: ({ user }) => {
      client.setQueryData<Session>(sessionKey, (before) => ({
        version: before?.version ?? "",
        needs_setup: false,
        user,
      }));
    },
  });
}

export const useSignIn = () =>
  useSessionChange((input: { username: string; password: string }) => post<UserAnswer>("/api/session", input));

export const useSetup = () =>
  useSessionChange((input: { token: string; username: string; password: string; time_zone: string }) =>
    post<UserAnswer>("/api/setup", input),
  );

export const useChangeMe = () => useSessionChange((change: UserChange) => patch<UserAnswer>("/api/me", change));

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove<undefined>("/api/session"),
    onSuccess: () => {
      // Nothing of one account may stay in memory for the next.
      client.clear();
    },
  });
}
