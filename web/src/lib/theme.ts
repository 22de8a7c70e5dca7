/** Light, dark or as the system says; public/theme.js reads the same key before the first paint. */
export type Theme = "system" | "light" | "dark";

const key = "photonest-theme";

export function storedTheme(): Theme {
  try {
    const value = localStorage.getItem(key);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Storage may be forbidden; the theme then lasts until the page is reloaded.
  }
}
