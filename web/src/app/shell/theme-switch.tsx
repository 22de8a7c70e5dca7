/** Light or dark with one press; "as the system says" is chosen on the page "You". */
import { Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useChangeMe, useUser } from "@/api/session";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { applyTheme } from "@/lib/theme";

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");

function useSystemDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      systemDark.addEventListener("change", listener);
      return () => systemDark.removeEventListener("change", listener);
    },
    () => systemDark.matches,
  );
}

export function ThemeSwitch() {
  const user = useUser();
  const change = useChangeMe();
  const system = useSystemDark();
  const dark = user.theme === "system" ? system : user.theme === "dark";
  const other = dark ? "light" : "dark";
  return (
    <IconButton
      label={`Switch to the ${other} theme`}
      className="max-tablet:hidden"
      onClick={() => {
        applyTheme(other);
        change.mutate({ theme: other });
      }}
    >
      <Icon of={dark ? Sun : Moon} />
    </IconButton>
  );
}
