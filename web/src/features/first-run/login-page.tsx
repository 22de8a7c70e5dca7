/** Signing in; afterwards the user is where the session ended. */
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/client";
import { useSignIn } from "@/api/session";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { TextField } from "@/components/text-field";
import { PasswordField } from "./password-field";
import { QuietPage } from "./quiet-page";
import { safeNext } from "./safe-next";

export function LoginPage() {
  const { next } = useSearch({ strict: false });
  const router = useRouter();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(
      { username: username.trim(), password },
      {
        onSuccess: async () => {
          await router.invalidate();
          await navigate({ href: safeNext(next), replace: true });
        },
      },
    );
  };
  const ended = next !== undefined && next !== "/";
  return (
    <QuietPage title="Sign in" lead={ended ? "You were signed out. Sign in to go on where you were." : undefined}>
      <form onSubmit={submit} className="space-y-5">
        <TextField
          label="User name"
          required
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <PasswordField value={password} onChange={setPassword} autoComplete="current-password" />
        {signIn.isError && (
          <Notice tone="bad" role="alert">
            {messageOf(signIn.error)}
          </Notice>
        )}
        <Button type="submit" look="primary" className="w-full" disabled={signIn.isPending}>
          {signIn.isPending ? "Signing in…" : "Sign in"}
        </Button>
      </form>
      <p className="mt-8 text-meta text-soft">
        No account? Whoever runs this PhotoNest can add one on the page “You”.
      </p>
    </QuietPage>
  );
}
