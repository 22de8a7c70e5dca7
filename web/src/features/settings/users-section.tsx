/** For whoever looks after this PhotoNest: who has an account, and adding one. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { get, messageOf, post } from "@/api/client";
import type { UserListEntry } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";
import { Notice } from "@/components/notice";
import { TextField } from "@/components/text-field";
import { tell } from "@/components/toast";
import { passwordHint } from "@/lib/password-hint";
import { Section } from "./section";

const usersKey = ["users"] as const;

export function UsersSection() {
  const [adding, setAdding] = useState(false);
  const users = useQuery({
    queryKey: usersKey,
    queryFn: async ({ signal }) => {
      const answer = await get<UserListEntry[] | { users: UserListEntry[] }>("/api/users", signal);
      return Array.isArray(answer) ? answer : answer.users;
    },
  });
  return (
    <Section title="People with an account">
      {users.isError && <Notice tone="bad">{messageOf(users.error)}</Notice>}
      <ul className="divide-y divide-line border-y border-line">
        {users.data?.map((user) => (
          <li key={user.id} className="flex min-h-12 items-center justify-between gap-4 py-2">
            <span>
              {user.display_name || user.username}
              {user.display_name && user.display_name !== user.username && <span className="text-soft"> ({user.username})</span>}
            </span>
            {user.is_admin && <span className="text-meta text-soft">looks after this PhotoNest</span>}
          </li>
        ))}
      </ul>
      <Button className="mt-4" icon={<Icon of={UserPlus} size={18} />} onClick={() => setAdding(true)}>
        Add a person
      </Button>
      <p className="mt-2 text-meta text-soft">Everyone sees only their own photos, you included.</p>
      <AddUser open={adding} onClose={() => setAdding(false)} />
    </Section>
  );
}

function AddUser({ open, onClose }: { open: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const hint = passwordHint(password, username.trim());
  const add = useMutation({
    mutationFn: () => post<UserListEntry>("/api/users", { username: username.trim(), password }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: usersKey });
      tell({ text: `${username.trim()} can sign in now.` });
      setUsername("");
      setPassword("");
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog open={open} onClose={onClose} title="Add a person">
      <form onSubmit={submit} className="mt-4 space-y-5">
        <TextField
          label="User name"
          required
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField
          label="First password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={hint.words}
        />
        {add.isError && (
          <Notice tone="bad" role="alert">
            {messageOf(add.error)}
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={add.isPending || !username.trim() || hint.level < 2}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
