/** Who is signed in, and signing out. */
import { LogOut } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/client";
import { useChangeMe, useUser } from "@/api/session";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { TextField } from "@/components/text-field";
import { tell } from "@/components/toast";
import { Section } from "./section";
import { useLeave } from "./use-leave";

export function AccountSection() {
  const user = useUser();
  const change = useChangeMe();
  const { leave, busy } = useLeave();
  const [name, setName] = useState(user.display_name);
  const saveName = () => {
    if (name.trim() !== user.display_name) {
      change.mutate({ display_name: name.trim() }, { onError: (error) => tell({ text: messageOf(error), tone: "bad" }) });
    }
  };
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
        <Button icon={<Icon of={LogOut} size={18} />} onClick={leave} disabled={busy}>
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
