/** The viewer at its address, above the page whose order it follows, with what other features know about the photo. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { FaceLayer } from "@/features/people/face-layer";
import { PeoplePanel } from "@/features/people/people-panel";
import { PhotoPeople } from "@/features/people/photo-people";
import { Viewer } from "@/features/viewer/viewer";
import { usePhotoSequence } from "@/lib/photo-sequence";

export function ViewerPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const sequence = usePhotoSequence();
  const navigate = useNavigate();
  return (
    <PhotoPeople photo={id}>
      <Viewer
        id={id}
        onTurn={(next) => sequence?.open(next)}
        onMoreLikeThis={() => void navigate({ to: "/search", search: { like: id } as never })}
        onClose={() => (sequence ? sequence.close() : void navigate({ to: "/" }))}
        people={(asset) => <PeoplePanel asset={asset} />}
        overPicture={(asset) => <FaceLayer asset={asset} />}
      />
    </PhotoPeople>
  );
}
