/** One memory: what it is of, its photos in rows, and ways to hide what it is about. */
import { CalendarOff, EllipsisVertical, MapPinOff, UserX } from "lucide-react";
import { tileUrl } from "@/api/timeline";
import type { Memory, PhotoTile } from "@/api/types";
import { Icon } from "@/components/icon";
import { iconButtonClass } from "@/components/icon-button";
import { Menu, MenuItem } from "@/components/menu";
import { PhotoRows } from "@/components/photo-rows";
import { TileLink } from "@/components/tile-link";
import { followInPlace } from "@/lib/follow-link";
import { formatShortDay } from "@/lib/format-date";
import { countOf, formatCount } from "@/lib/format-number";
import { useHiding } from "./use-hiding";

interface MemorySectionProps {
  memory: Memory;
  hrefOf: (photo: string) => string;
  onOpen: (photo: string) => void;
  onEvent: (id: string) => void;
}

const ratioOf = (photo: PhotoTile): number => photo.ratio;
const idOf = (photo: PhotoTile): string => photo.id;
/** More days in a menu than this are no choice any more. */
const MOST_DAYS = 4;

export function MemorySection({ memory, hrefOf, onOpen, onEvent }: MemorySectionProps) {
  const shown = memory.photos.length;
  return (
    <section id={memory.key} aria-labelledby={`${memory.key}-title`} className="scroll-mt-20">
      <header className="mb-3 flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 id={`${memory.key}-title`} dir="auto" className="text-title font-semibold">
            {memory.title}
          </h2>
          <p className="counts text-meta text-soft">
            {[memory.subtitle, shown < memory.photo_count ? `the best ${formatCount(shown)} of ${countOf(memory.photo_count, "photo", "photos")}` : countOf(shown, "photo", "photos")].join(" · ")}
          </p>
          {memory.event && <WholeEvent id={memory.event} onEvent={onEvent} />}
        </div>
        <HideMenu memory={memory} />
      </header>
      <PhotoRows label={memory.title} photos={memory.photos} ratioOf={ratioOf} keyOf={idOf}>
        {(photo, focusable) => (
          <TileLink photo={photo} src={tileUrl(photo.id)} href={hrefOf(photo.id)} focusable={focusable} onOpen={onOpen} />
        )}
      </PhotoRows>
    </section>
  );
}

function WholeEvent({ id, onEvent }: { id: string; onEvent: (id: string) => void }) {
  return (
    <a
      href={`/events/${id}`}
      onClick={(event) => followInPlace(event, () => onEvent(id))}
      className="inline-flex min-h-8 items-center text-meta underline decoration-line decoration-2 underline-offset-4 hover:text-accent"
    >
      See the whole trip
    </a>
  );
}

function HideMenu({ memory }: { memory: Memory }) {
  const { hide } = useHiding();
  const [place] = memory.places;
  const days = memory.kind === "person" ? [] : memory.days.slice(0, MOST_DAYS);
  const yearly = memory.kind === "day" && memory.days[0] ? memory.days[0].slice(5) : null;
  if (!place && days.length === 0 && !memory.person) return null;
  return (
    <Menu
      trigger={
        <button type="button" aria-label={`Hide from memories: ${memory.title}`} className={iconButtonClass}>
          <Icon of={EllipsisVertical} />
        </button>
      }
    >
      {days.map((day) => (
        <MenuItem key={day} icon={CalendarOff} onSelect={() => hide("date", day, formatShortDay(day))}>
          Hide {formatShortDay(day)}
        </MenuItem>
      ))}
      {yearly && (
        <MenuItem icon={CalendarOff} onSelect={() => hide("date", yearly, `this day of every year (${yearly})`)}>
          Hide this day of every year
        </MenuItem>
      )}
      {place && (
        <MenuItem
          icon={MapPinOff}
          onSelect={() => hide("place", `${place.city}|${place.country}`, place.city || place.country)}
        >
          Hide {place.city || place.country}
        </MenuItem>
      )}
      {memory.person && (
        <MenuItem icon={UserX} onSelect={() => hide("person", memory.person ?? "", memory.title.replace(/ over the years$/, ""))}>
          Hide this person
        </MenuItem>
      )}
    </Menu>
  );
}
