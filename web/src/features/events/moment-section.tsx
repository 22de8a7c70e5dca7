/** One moment of an event: when it was, and its photos in rows; in choosing mode each photo is a switch. */
import { Check } from "lucide-react";
import { memo } from "react";
import { tileUrl } from "@/api/timeline";
import type { EventMoment, PhotoTile } from "@/api/types";
import { Icon } from "@/components/icon";
import { PhotoFace, tileFocus } from "@/components/photo-face";
import { PhotoRows } from "@/components/photo-rows";
import { TileLink } from "@/components/tile-link";
import { classNames } from "@/lib/class-names";
import { clockSpan } from "@/lib/date-span";
import { formatDay, formatLocalDate, formatLocalTime } from "@/lib/format-date";
import { MomentName } from "./moment-name";

interface MomentSectionProps {
  moment: EventMoment;
  /** Whether the day has to be said: the moment before was on another one. */
  withDay: boolean;
  /** The chosen photos, or null while nothing is chosen. */
  chosen: ReadonlySet<string> | null;
  onToggle: (id: string) => void;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  onRename: (moment: EventMoment, title: string) => void;
}

const ratioOf = (photo: PhotoTile): number => photo.ratio;
const idOf = (photo: PhotoTile): string => photo.id;

export const MomentSection = memo(function MomentSection({ moment, withDay, chosen, ...does }: MomentSectionProps) {
  const when = clockSpan(moment.start_at, moment.end_at);
  const day = formatDay(moment.start_at.slice(0, 10));
  return (
    <section aria-label={[moment.title, day, when].filter(Boolean).join(", ")}>
      <div className="mb-1 flex flex-wrap items-center gap-x-2.5">
        <h2 className="counts flex min-h-10 flex-wrap items-center gap-x-2.5">
          {withDay && <span className="font-semibold">{day}</span>}
          {moment.title && (
            <span dir="auto" className="font-medium">
              {moment.title}
            </span>
          )}
          <span className="text-meta text-soft">{when}</span>
        </h2>
        {moment.id !== null && !chosen && <MomentName title={moment.title} when={when} onRename={(title) => does.onRename(moment, title)} />}
      </div>
      <PhotoRows label={`Photos of ${day}, ${when}`} photos={moment.photos} ratioOf={ratioOf} keyOf={idOf}>
        {(photo, focusable) =>
          chosen ? (
            <ChoosableTile
              photo={photo}
              isChosen={chosen.has(photo.id)}
              onToggle={does.onToggle}
            />
          ) : (
            <TileLink
              photo={photo}
              src={tileUrl(photo.id)}
              href={does.hrefOf(photo.id)}
              focusable={focusable}
              onOpen={does.onOpen}
            />
          )
        }
      </PhotoRows>
    </section>
  );
});

interface ChoosableTileProps {
  photo: PhotoTile;
  isChosen: boolean;
  onToggle: (id: string) => void;
}

const ChoosableTile = memo(function ChoosableTile({ photo, isChosen, onToggle }: ChoosableTileProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      aria-label={`Choose ${photo.filename}, ${formatLocalDate(photo.local_at)}, ${formatLocalTime(photo.local_at)}`}
      onClick={() => onToggle(photo.id)}
      className={classNames("relative block size-full overflow-hidden bg-accent/15", tileFocus)}
    >
      <PhotoFace
        src={tileUrl(photo.id)}
        colour={photo.colour}
        thumbhash={photo.thumbhash}
        kind={photo.kind}
        filename={photo.filename}
        selected={isChosen}
      />
      <span
        aria-hidden="true"
        className={classNames(
          "absolute start-1.5 top-1.5 grid size-6 place-items-center rounded-full border-2 border-white shadow-raised",
          isChosen ? "bg-accent text-accent-ink" : "bg-black/35",
        )}
      >
        {isChosen && <Icon of={Check} size={14} />}
      </span>
    </button>
  );
});
