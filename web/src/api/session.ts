/** Who is signed in: reading, signing in and out, set-up, and changing one's settings. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { csrfToken, get, patch, post, remove } from "./client";
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

/** The cookie without which no form is accepted comes with a look at the session; it may have been deleted. */
async function withCsrfCookie(): Promise<void> {
  if (!csrfToken()) await get<Session>("/api/session");
}

export const useSignIn = () =>
  useSessionChange(async (input: { username: string; password: string }) => {
    await withCsrfCookie();
    return post<UserAnswer>("/api/session", input);
  });

export const useSetup = () =>
  useSessionChange(async (input: { token: string; username: string; password: string; time_zone: string }) => {
    await withCsrfCookie();
    return post<UserAnswer>("/api/setup", input);
  });

export const useChangeMe = () => useSessionChange((change: UserChange) => patch<UserAnswer>("/api/me", change));

/** `leave` goes to a page that needs no user; only then is everything forgotten that belonged to the account. */
export function useSignOut(leave: () => Promise<void>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove<undefined>("/api/session"),
    onSuccess: async () => {
      await leave();
      client.clear();
      // The next form needs the cookie that comes with a fresh look at the session.
      await client.fetchQuery(sessionQuery);
    },
  });
}
