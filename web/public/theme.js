// Sets the chosen theme before the first paint; src/lib/theme.ts writes the same key.
try {
  var theme = localStorage.getItem("photonest-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme is used then.
}
