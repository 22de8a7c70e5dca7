/** A password that can be shown while typing. */
import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { TextField } from "@/components/text-field";

interface PasswordFieldProps {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: "new-password" | "current-password";
  hint?: ReactNode;
  error?: string | null;
}

export function PasswordField({ label = "Password", value, onChange, autoComplete, hint, error }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      label={label}
      type={shown ? "text" : "password"}
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      hint={hint}
      error={error}
      end={
        <IconButton label={shown ? "Hide password" : "Show password"} onClick={() => setShown(!shown)}>
          <Icon of={shown ? EyeOff : Eye} />
        </IconButton>
      }
    />
  );
}
