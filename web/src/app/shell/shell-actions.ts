/** What can be done everywhere, by name and key; and Ctrl + K, which opens the list of it. */
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useActivity } from "@/api/activity";
import { useChangeMe, useUser } from "@/api/session";
import { isPaused } from "@/features/activity/summary";
import { usePause, useRetry } from "@/features/activity/use-activity-changes";
import { useLeave } from "@/features/settings/use-leave";
import { type PageAction, useActions } from "@/lib/actions";
import { command } from "@/lib/commands";
import { applyTheme, type Theme } from "@/lib/theme";
import { places } from "../places";

const themes: Record<Theme, string> = { light: "Light theme", dark: "Dark theme", system: "Theme of this device" };

export function useShellActions(): void {
  const router = useRouter();
  const user = useUser();
  const change = useChangeMe();
  const { leave } = useLeave();
  const activity = useActivity().data;
  const pause = usePause();
  const retry = useRetry();
  const paused = activity !== undefined && isPaused(activity);
  const open = (to: string) => () => void router.navigate({ to: to as never });
  const goTo = places.map(
    (place): PageAction => ({ title: `Go to ${place.label}`, group: "Go to", words: place.label, run: () => void router.navigate({ to: place.to as never }) }),
  );
  const set = (Object.keys(themes) as Theme[]).filter((theme) => theme !== user.theme);
  useActions("shell", () => [
    ...goTo,
    { title: "List of places", group: "Go to", words: "countries cities", run: open("/places/list") },
    ...(user.faces_enabled ? [{ title: "Questions about people", group: "Go to", words: "same person faces", run: open("/people/questions") }] : []),
    { title: "What leaves this machine", group: "Go to", words: "services outside providers google openai privacy", run: open("/leaves") },
    { title: "Models and licences", group: "Go to", words: "ai packs clip", run: open("/models") },
    { title: "Search", keys: "/", group: "Everywhere", words: "find", run: () => command("focus-search") },
    { title: "Upload photos and videos", keys: "u", group: "Everywhere", words: "import add files", run: () => command("pick-files") },
    { title: "Upload a folder", group: "Everywhere", words: "import add files", run: () => command("pick-folder") },
    { title: "Show uploads", group: "Everywhere", words: "import progress", run: () => command("show-uploads") },
    { title: "Map of keys", keys: "?", group: "Everywhere", words: "shortcuts keyboard help", run: () => command("show-keys") },
    ...(user.is_admin && activity
      ? [
          {
            title: paused ? "Go on with background work" : "Pause background work",
            group: "Everywhere",
            words: "activity processing import resume stop start jobs",
            run: () => pause.mutate(!paused),
          },
        ]
      : []),
    ...(activity?.failures.length
      ? [{ title: "Try all failed photos again", group: "Everywhere", words: "activity retry failures", run: () => retry.mutate({}) }]
      : []),
    {
      title: user.shortcuts_enabled ? "Switch single-key shortcuts off" : "Switch single-key shortcuts on",
      group: "Everywhere",
      words: "keys keyboard letters",
      run: () => change.mutate({ shortcuts_enabled: !user.shortcuts_enabled }),
    },
    ...set.map((theme): PageAction => ({
      title: themes[theme],
      group: "Everywhere",
      words: "appearance colours",
      run: () => {
        applyTheme(theme);
        change.mutate({ theme });
      },
    })),
    { title: "Sign out", group: "Everywhere", words: "leave log out account", run: leave },
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
