/** Memories at their address, with the viewer as a layer above. */
import { Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { MemoriesPage as Remembered } from "@/features/memories/memories-page";
import { useViewerOver } from "./viewer-above";

export function MemoriesPage() {
  const router = useRouter();
  const viewer = useViewerOver("/memories");
  const asked = useLocation({ select: (location) => location.hash });
  return (
    <Remembered asked={asked} {...viewer} onEvent={(id) => void router.navigate({ to: `/events/${id}` as never })}>
      <Outlet />
    </Remembered>
  );
}
