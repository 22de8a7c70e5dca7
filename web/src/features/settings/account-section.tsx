/** Who is signed in, and signing out. */
import { useNavigate } from "@tanstack/react-router";
import { LogOut } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/client";
import { useChangeMe, useSignOut, useUser } from "@/api/session";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { TextField } from "@/components/text-field";
import { tell } from "@/components/toast";
import { command } from "@/lib/commands";
import { Section } from "./section";

export function AccountSection() {
  const user = useUser();
  const change = useChangeMe();
  const navigate = useNavigate();
  const signOut = useSignOut(() => {
    // While this page still stands: those who keep something of the account are there to hear it.
    command("forget-me", { user: user.id });
    return navigate({ to: "/login", search: { next: undefined }, replace: true });
  });
  const [name, setName] = useState(user.display_name);
  const saveName = () => {
    if (name.trim() !== user.display_name) {
      change.mutate({ display_name: name.trim() }, { onError: (error) => tell({ text: messageOf(error), tone: "bad" }) });
    }
  };
  const leave = () =>
    signOut.mutate(undefined, { onError: (error) => tell({ text: messageOf(error), tone: "bad" }) });
  return (
    <Section title="Account">
      <div className="flex flex-wrap items-end gap-4">
        <TextField
          label="Your name"
          className="min-w-56 flex-1"
          placeholder={user.username}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={saveName}
          onKeyDown={(event) => event.key === "Enter" && saveName()}
          autoComplete="name"
        />
        <Button icon={<Icon of={LogOut} size={18} />} onClick={leave} disabled={signOut.isPending}>
          Sign out
        </Button>
      </div>
      <p className="mt-2 text-meta text-soft">
        Signed in as <strong className="font-medium text-ink">{user.username}</strong>
        {user.is_admin && ", who looks after this PhotoNest"}.
      </p>
    </Section>
  );
}
