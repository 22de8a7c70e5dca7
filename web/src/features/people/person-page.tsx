/** One person: their photos as rows in the order of time, or their faces to correct. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { messageOf } from "@/api/client";
import { personPhotosQuery, personQuery } from "@/api/people";
import { tileUrl } from "@/api/timeline";
import type { PersonPhoto } from "@/api/types";
import { ErrorPlace } from "@/components/error-boundary";
import { PhotoFace, tileFocus } from "@/components/photo-face";
import { PhotoRows } from "@/components/photo-rows";
import { Waiting } from "@/components/waiting";
import { classNames } from "@/lib/class-names";
import { formatLocalDate } from "@/lib/format-date";
import { type PhotoSequence, PhotoSequenceContext } from "@/lib/photo-sequence";
import { FacesGrid } from "./faces-grid";
import { PersonHeader } from "./person-header";

interface PersonPageProps {
  id: string;
  hrefOf: (photo: string) => string;
  onOpen: (photo: string) => void;
  onTurn: (photo: string) => void;
  onClose: () => void;
  /** To another person, after a merge or a split; to all of them without one. */
  onPerson: (id: string | null) => void;
  /** The viewer, when one is open. */
  children?: ReactNode;
}

const ratioOf = (photo: PersonPhoto): number => photo.ratio;
const idOf = (photo: PersonPhoto): string => photo.id;

export function PersonPage({ id, hrefOf, onOpen, onTurn, onClose, onPerson, children }: PersonPageProps) {
  const person = useQuery(personQuery(id));
  const pages = useInfiniteQuery(personPhotosQuery(id));
  const [mode, setMode] = useState<"photos" | "faces">("photos");
  const photos = useMemo(() => pages.data?.pages.flatMap((page) => page.photos) ?? [], [pages.data]);
  const total = pages.data?.pages[0]?.total ?? 0;
  const sequence = useMemo(() => sequenceOf(photos, onTurn, onClose), [photos, onTurn, onClose]);
  const years = useMemo(() => byYear(photos), [photos]);
  if (person.error && !person.data)
    return <ErrorPlace sentence={messageOf(person.error)} onRetry={() => void person.refetch()} />;
  return (
    <PhotoSequenceContext value={sequence}>
      <div className="page pt-4 pb-16">
        {person.data ? (
          <PersonHeader person={person.data} mode={mode} onMode={setMode} onPerson={onPerson} />
        ) : (
          <Waiting words="Still reading this person." />
        )}
        {person.data && mode === "faces" && <FacesGrid person={person.data} onPerson={onPerson} />}
        {mode === "photos" && pages.isPending && <Waiting words="Still reading the photos." />}
        {mode === "photos" &&
          years.map(([year, some]) => (
            <section key={year} className="mb-8">
              <h2 className="counts mb-2 text-meta font-semibold text-soft">{year}</h2>
              <PhotoRows label={`Photos of ${year}`} photos={some} ratioOf={ratioOf} keyOf={idOf}>
                {(photo, focusable) => <Tile photo={photo} href={hrefOf(photo.id)} focusable={focusable} onOpen={onOpen} />}
              </PhotoRows>
            </section>
          ))}
        {mode === "photos" && pages.data && total === 0 && (
          <p className="py-8 text-soft">No photo shows this person any more, or all of them lie in the trash.</p>
        )}
        {mode === "photos" && pages.hasNextPage && (
          <More busy={pages.isFetchingNextPage} onMore={() => void pages.fetchNextPage()} />
        )}
      </div>
      {children}
    </PhotoSequenceContext>
  );
}

function Tile({ photo, href, focusable, onOpen }: { photo: PersonPhoto; href: string; focusable: boolean; onOpen: (id: string) => void }) {
  return (
    <a
      href={href}
      tabIndex={focusable ? 0 : -1}
      aria-label={`${photo.filename}, ${formatLocalDate(photo.local_at)}`}
      draggable={false}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return; // a new tab is the browser's
        event.preventDefault();
        onOpen(photo.id);
      }}
      className={classNames("relative block size-full overflow-hidden", tileFocus)}
    >
      <PhotoFace
        src={tileUrl(photo.id)}
        colour={photo.colour}
        thumbhash={photo.thumbhash}
        kind={photo.kind}
        filename={photo.filename}
      />
    </a>
  );
}

/** Asks for more when it comes near. */
function More({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = mark.current;
    if (!element || busy) return;
    const watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && onMore(), {
      rootMargin: "1200px",
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [busy, onMore]);
  return <div ref={mark} aria-hidden="true" className="h-px" />;
}

function byYear(photos: readonly PersonPhoto[]): [string, PersonPhoto[]][] {
  const years = new Map<string, PersonPhoto[]>();
  for (const photo of photos) {
    const year = photo.local_at.slice(0, 4);
    const some = years.get(year);
    if (some) some.push(photo);
    else years.set(year, [photo]);
  }
  return [...years];
}

/** The photos of the person as an order for the viewer. */
function sequenceOf(photos: readonly PersonPhoto[], open: (id: string) => void, close: () => void): PhotoSequence {
  const places = new Map(photos.map((photo, index) => [photo.id, index]));
  const photoOf = (id: string): PersonPhoto | undefined => photos[places.get(id) ?? -1];
  return {
    total: photos.length,
    indexOf: async (id) => places.get(id) ?? null,
    idAt: async (index) => photos[index]?.id ?? null,
    hintOf: (id) => photoOf(id) ?? null,
    open,
    close,
  };
}
