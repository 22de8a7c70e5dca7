/** Signing out: what this device keeps of the account is forgotten first, then the login is shown. */
import { useNavigate } from "@tanstack/react-router";
import { messageOf } from "@/api/client";
import { useSignOut, useUser } from "@/api/session";
import { tell } from "@/components/toast";
import { command } from "@/lib/commands";

export function useLeave() {
  const user = useUser();
  const navigate = useNavigate();
  const signOut = useSignOut(() => {
    // While this page still stands: those who keep something of the account are there to hear it.
    command("forget-me", { user: user.id });
    return navigate({ to: "/login", search: { next: undefined }, replace: true });
  });
  const leave = () => signOut.mutate(undefined, { onError: (error) => tell({ text: messageOf(error), tone: "bad" }) });
  return { leave, busy: signOut.isPending };
}
