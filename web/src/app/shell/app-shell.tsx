/** The frame of every signed-in page: skip link, places, top bar, the page itself. */
import { Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { messageOf } from "@/api/client";
import { useUser } from "@/api/session";
import { ErrorBoundary } from "@/components/error-boundary";
import { command } from "@/lib/commands";
import { setShortcutsEnabled, useShortcuts } from "@/lib/shortcut-keys";
import { applyTheme } from "@/lib/theme";
import { BottomBar } from "./bottom-bar";
import { Rail } from "./rail";
import { TopBar } from "./top-bar";
import { useShellActions } from "./shell-actions";

// Not needed for the first paint.
const UploadDock = lazy(() => import("@/features/upload/upload-dock").then((part) => ({ default: part.UploadDock })));
const Corrections = lazy(() => import("@/features/corrections/corrections").then((part) => ({ default: part.Corrections })));
const KeyMap = lazy(() => import("./key-map").then((part) => ({ default: part.KeyMap })));
const Palette = lazy(() => import("./palette").then((part) => ({ default: part.Palette })));

/** "/" and "/photo/1" are one page with a photo open above it; it must not be built anew. */
const pageOf = (pathname: string): string => pathname.replace(/\/photo\/[^/]+$/, "/").split("/")[1] ?? "";

export function AppShell() {
  const user = useUser();
  const { pathname } = useLocation();
  useEffect(() => applyTheme(user.theme), [user.theme]);
  useEffect(() => setShortcutsEnabled(user.shortcuts_enabled), [user.shortcuts_enabled]);
  useShortcuts({
    "/": () => command("focus-search"),
    u: () => command("pick-files"),
    "?": () => command("show-keys"),
  });
  useShellActions();
  return (
    <>
      <a
        href="#content"
        className="fixed start-4 top-2 z-70 -translate-y-20 rounded-control bg-accent px-4 py-2.5 text-accent-ink focus:translate-y-0"
      >
        Skip to the photos
      </a>
      <Rail />
      <div className="tablet:ms-[var(--rail-width)]">
        <TopBar />
        <main id="content" tabIndex={-1} className="pb-[var(--bottom-bar)] outline-none">
          <ErrorBoundary key={pageOf(pathname)} describe={messageOf}>
            <Outlet />
          </ErrorBoundary>
        </main>
      </div>
      <BottomBar />
      <Suspense fallback={null}>
        <UploadDock />
        <KeyMap />
        <Palette />
        <Corrections />
      </Suspense>
    </>
  );
}
