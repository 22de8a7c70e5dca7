/** While files are on their way: warns before the page is left, keeps the screen awake, writes the list down. */
import { useEffect } from "react";
import { flushUploads } from "./uploads";

export function useLeaving(active: boolean): void {
  useEffect(() => {
    const write = (): void => {
      if (document.visibilityState === "hidden") flushUploads();
    };
    document.addEventListener("visibilitychange", write);
    window.addEventListener("pagehide", flushUploads);
    return () => {
      document.removeEventListener("visibilitychange", write);
      window.removeEventListener("pagehide", flushUploads);
    };
  }, []);

  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent): void => {
      flushUploads();
      event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);

  useEffect(() => {
    if (!active || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const hold = async (): Promise<void> => {
      if (over || document.visibilityState !== "visible") return;
      // Refused on low battery: uploading goes on, only the screen may sleep.
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      if (over) void lock?.release();
    };
    const again = (): void => void hold();
    again();
    document.addEventListener("visibilitychange", again);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  }, [active]);
}
