/** Light, dark, or as the system says; kept in the account so that it follows the user. */
import { Check, Monitor, Moon, Sun } from "lucide-react";
import { useChangeMe, useUser } from "@/api/session";
import { Icon } from "@/components/icon";
import { iconButtonClass } from "@/components/icon-button";
import { Menu, MenuItem } from "@/components/menu";
import { applyTheme, type Theme } from "@/lib/theme";

export const themes: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: "system", label: "As the system says", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];

export function ThemeSwitch() {
  const user = useUser();
  const change = useChangeMe();
  const present = themes.find((theme) => theme.value === user.theme) ?? themes[0];
  return (
    <Menu
      trigger={
        <button type="button" aria-label="Theme" className={`${iconButtonClass} max-tablet:hidden`}>
          <Icon of={present?.icon ?? Monitor} />
        </button>
      }
    >
      {themes.map((theme) => (
        <MenuItem
          key={theme.value}
          icon={theme.icon}
          onSelect={() => {
            applyTheme(theme.value);
            change.mutate({ theme: theme.value });
          }}
        >
          <span className="flex items-center justify-between gap-4">
            {theme.label}
            {theme.value === user.theme && <Icon of={Check} size={16} />}
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}
