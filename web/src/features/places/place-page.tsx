/** All photos of one country or city, newest first. */
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { messageOf } from "@/api/client";
import { photosOfPlaceQuery, type PlaceAsked } from "@/api/places";
import { ErrorPlace } from "@/components/error-boundary";
import { Icon } from "@/components/icon";
import { Page } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { countOf } from "@/lib/format-number";
import { PhotoSequenceContext } from "@/lib/photo-sequence";
import { PhotoList, sequenceOf } from "./photo-list";
import { nameOf } from "./places-list";

interface PlacePageProps {
  place: PlaceAsked;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  onTurn: (id: string) => void;
  onClose: () => void;
  onList: () => void;
  /** The viewer, when a photo is open. */
  children?: ReactNode;
}

const none: readonly string[] = [];

export function PlacePage({ place, hrefOf, onOpen, onTurn, onClose, onList, children }: PlacePageProps) {
  const { data, error, refetch } = useQuery(photosOfPlaceQuery(place));
  const ids = data?.ids ?? none;
  const sequence = useMemo(() => sequenceOf(ids, onTurn, onClose), [ids, onTurn, onClose]);
  const within = place.city === undefined ? [] : [place.region, place.country].filter((part) => part && part !== place.city);
  return (
    <PhotoSequenceContext value={sequence}>
      <Page
        title={nameOf(place)}
        width="full"
        lead={
          <>
            {within.length > 0 && <p>{within.join(", ")}</p>}
            {data && <p className="counts">{countOf(ids.length, "photo", "photos")}</p>}
          </>
        }
        above={
          <a
            href="/places/list"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onList();
            }}
            className="-ms-2 mb-1 inline-flex min-h-10 items-center gap-1.5 rounded-control px-2 text-meta font-medium text-soft hover:bg-ink/6"
          >
            <Icon of={ArrowLeft} size={16} />
            All places
          </a>
        }
      >
        {!data && error && <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting words="Waiting for the photos of this place." />}
        {data && ids.length === 0 && <p className="text-soft">None of your photos is from here.</p>}
        {ids.length > 0 && <PhotoList label={`Photos of ${nameOf(place)}`} ids={ids} hrefOf={hrefOf} onOpen={onOpen} />}
      </Page>
      {children}
    </PhotoSequenceContext>
  );
}
