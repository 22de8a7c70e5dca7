/** The viewer at its address, above the page whose order it follows. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { Viewer } from "@/features/viewer/viewer";
import { usePhotoSequence } from "@/lib/photo-sequence";

export function ViewerPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const sequence = usePhotoSequence();
  const navigate = useNavigate();
  return (
    <Viewer
      id={id}
      onTurn={(next) => sequence?.open(next)}
      onClose={() => (sequence ? sequence.close() : void navigate({ to: "/" }))}
    />
  );
}
