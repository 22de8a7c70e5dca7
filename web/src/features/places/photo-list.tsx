/** Photos given by their ids, in rows, a part at a time; and their order for the viewer. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { messageOf } from "@/api/client";
import { tilesQuery } from "@/api/places";
import { tileUrl } from "@/api/timeline";
import type { PhotoTile } from "@/api/types";
import { Button } from "@/components/button";
import { ErrorPlace } from "@/components/error-boundary";
import { PhotoRows } from "@/components/photo-rows";
import { TileLink } from "@/components/tile-link";
import { Waiting } from "@/components/waiting";
import type { PhotoSequence } from "@/lib/photo-sequence";

const AT_ONCE = 200;
/** What the server takes in one request. */
const MOST = 1000;
const none: readonly PhotoTile[] = [];

interface PhotoListProps {
  label: string;
  ids: readonly string[];
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
}

export function PhotoList({ label, ids, hrefOf, onOpen }: PhotoListProps) {
  const [shown, setShown] = useState(AT_ONCE);
  const wanted = useMemo(() => ids.slice(0, Math.min(shown, MOST)), [ids, shown]);
  const { data, error, refetch } = useQuery({ ...tilesQuery(wanted), placeholderData: keepPreviousData, enabled: wanted.length > 0 });
  const photos = wanted.length === 0 ? none : (data?.photos ?? none);
  if (!data && error) return <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data && wanted.length > 0) return <Waiting words="Waiting for the photos of this place." />;
  return (
    <>
      <PhotoRows label={label} photos={photos} ratioOf={ratioOf} keyOf={idOf}>
        {(photo, focusable) => (
          <TileLink photo={photo} src={tileUrl(photo.id)} href={hrefOf(photo.id)} focusable={focusable} onOpen={onOpen} />
        )}
      </PhotoRows>
      {shown < Math.min(ids.length, MOST) && (
        <div className="mt-4 text-center">
          <Button onClick={() => setShown((before) => before + AT_ONCE)}>Show more</Button>
        </div>
      )}
    </>
  );
}

const ratioOf = (photo: PhotoTile): number => photo.ratio;
const idOf = (photo: PhotoTile): string => photo.id;

/** The order in which the viewer goes through `ids`. */
export function sequenceOf(ids: readonly string[], open: (id: string) => void, close: () => void): PhotoSequence {
  let at: Map<string, number> | undefined;
  return {
    total: ids.length,
    indexOf: (id) => {
      at ??= new Map(ids.map((each, index) => [each, index]));
      return Promise.resolve(at.get(id) ?? null);
    },
    idAt: (index) => Promise.resolve(ids[index] ?? null),
    hintOf: () => null,
    open,
    close,
  };
}
