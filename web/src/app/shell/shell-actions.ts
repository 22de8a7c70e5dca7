/** What can be done everywhere, by name and key; and Ctrl + K, which opens the list of it. */
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useChangeMe, useUser } from "@/api/session";
import { type PageAction, useActions } from "@/lib/actions";
import { command } from "@/lib/commands";
import { applyTheme, type Theme } from "@/lib/theme";
import { places } from "../places";

const themes: Record<Theme, string> = { light: "Light theme", dark: "Dark theme", system: "Theme of this device" };

export function useShellActions(): void {
  const router = useRouter();
  const user = useUser();
  const change = useChangeMe();
  const goTo = places.map(
    (place): PageAction => ({ title: `Go to ${place.label}`, group: "Go to", words: place.label, run: () => void router.navigate({ to: place.to as never }) }),
  );
  const set = (Object.keys(themes) as Theme[]).filter((theme) => theme !== user.theme);
  useActions("shell", () => [
    ...goTo,
    { title: "List of places", group: "Go to", words: "countries cities", run: () => void router.navigate({ to: "/places/list" as never }) },
    { title: "Search", keys: "/", group: "Everywhere", words: "find", run: () => command("focus-search") },
    { title: "Upload photos and videos", keys: "u", group: "Everywhere", words: "import add files", run: () => command("pick-files") },
    { title: "Upload a folder", group: "Everywhere", words: "import add files", run: () => command("pick-folder") },
    { title: "Show uploads", group: "Everywhere", words: "import progress", run: () => command("show-uploads") },
    { title: "Map of keys", keys: "?", group: "Everywhere", words: "shortcuts keyboard help", run: () => command("show-keys") },
    ...set.map((theme): PageAction => ({
      title: themes[theme],
      group: "Everywhere",
      words: "appearance colours",
      run: () => {
        applyTheme(theme);
        change.mutate({ theme });
      },
    })),
  ]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault(); // browsers go to their own search field
      command("show-palette");
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
