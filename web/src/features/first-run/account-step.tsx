/** First run, step 1: the first account, which looks after this PhotoNest. */
import { type FormEvent, useState } from "react";
import { ApiError, messageOf } from "@/api/client";
import { useSetup } from "@/api/session";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { TextField } from "@/components/text-field";
import { passwordHint } from "@/lib/password-hint";
import { PasswordField } from "./password-field";
import { QuietPage } from "./quiet-page";

export function AccountStep({ token, onDone }: { token: string; onDone: () => void }) {
  const setup = useSetup();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const hint = passwordHint(password, username.trim());
  const failure = setup.error;
  const weak = failure instanceof ApiError && failure.code === "password_too_weak" ? failure.message : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setup.mutate({ token, username: username.trim(), password, time_zone: zone }, { onSuccess: onDone });
  };
  return (
    <QuietPage
      step={{ at: 1, of: 3 }}
      title="Welcome. Whose photos will live here?"
      lead="Make the first account. It stays on this machine: no e-mail, no registration anywhere."
    >
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
        <PasswordField
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          error={weak}
          hint={
            <span className="flex items-start gap-2.5">
              <span aria-hidden="true" className="flex gap-1 pt-1.75">
                {[1, 2, 3].map((level) => (
                  <span
                    key={level}
                    className={`h-1 w-5 rounded-full ${
                      level > hint.level ? "bg-line" : hint.level === 1 ? "bg-warn" : "bg-ok"
                    }`}
                  />
                ))}
              </span>
              <span>{hint.words}</span>
            </span>
          }
        />
        {failure && !weak && (
          <Notice tone="bad" role="alert">
            {messageOf(failure)}
          </Notice>
        )}
        <Button
          type="submit"
          look="primary"
          className="w-full"
          disabled={setup.isPending || !username.trim() || hint.level < 2}
        >
          {setup.isPending ? "Making the account…" : "Make the account"}
        </Button>
      </form>
      <p className="mt-6 text-meta text-soft">
        Keep the password well: there is no e-mail by which it could be reset.
      </p>
    </QuietPage>
  );
}
