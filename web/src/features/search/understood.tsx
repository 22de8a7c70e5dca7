/** What was understood of a search, as chips: each can be taken away, or read in its other way. */
import {
  Activity, Album, Aperture, CalendarDays, Camera, Clock, FileText, Hash, ImageIcon, ListOrdered, type LucideIcon, MapPin, PartyPopper,
  Quote, ScanSearch, Smile, Sparkles, Split, Star, Tag, User, Users,
} from "lucide-react";
import type { SearchAnswer, SearchChip } from "@/api/types";
import { Chip } from "@/components/chip";
import { Icon } from "@/components/icon";

const icons: Record<string, LucideIcon> = {
  person: User, persons: Users, unnamed: Users, by: User, date: CalendarDays, yearly: CalendarDays, weekday: CalendarDays,
  added: CalendarDays, time: Clock, duration: Clock, place: MapPin, near: MapPin, area: MapPin, type: ImageIcon,
  kind: ImageIcon, is: Star, rating: Star, tag: Tag, camera: Camera, lens: Aperture, focal: Aperture, aperture: Aperture,
  iso: Aperture, event: PartyPopper, album: Album, file: FileText, phrase: Quote, mood: Smile, meaning: Sparkles,
  action: Activity, count: Hash, like: ScanSearch, either: Split, order: ListOrdered,
};

interface UnderstoodProps {
  answer: SearchAnswer;
  onSearch: (text: string) => void;
  /** The chip "like this photo" does not stand in the text. */
  onUnlike: () => void;
}

export function Understood({ answer, onSearch, onUnlike }: UnderstoodProps) {
  const { chips, did_you_mean: meant } = answer;
  const looksLike = answer.looks_like.join(", ");
  if (!chips.length && !looksLike && !meant.length) return null;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        {chips.length > 0 && (
          <ul aria-label="Understood" className="contents">
            {chips.map((chip, at) => (
              <li key={`${chip.kind} ${chip.words} ${at}`} className="max-w-full">
                <UnderstoodChip
                  chip={chip}
                  onRemove={chips.length > 1 || chip.kind === "like" ? () => (chip.kind === "like" ? onUnlike() : onSearch(chip.without)) : undefined}
                  onSearch={onSearch}
                />
              </li>
            ))}
          </ul>
        )}
        {looksLike && <p className="text-meta text-ai">looks like: {looksLike}</p>}
      </div>
      {meant.length > 0 && (
        <p className="text-soft">
          Did you mean{" "}
          {meant.map((one, at) => (
            <span key={one.q}>
              {at > 0 && " or "}
              <button
                type="button"
                onClick={() => onSearch(one.q)}
                className="min-h-8 font-medium text-ink underline decoration-accent decoration-2 underline-offset-4"
              >
                <span dir="auto">{one.name}</span>
              </button>
            </span>
          ))}
          ?
        </p>
      )}
    </div>
  );
}

interface UnderstoodChipProps {
  chip: SearchChip;
  onRemove: (() => void) | undefined;
  onSearch: (text: string) => void;
}

function UnderstoodChip({ chip, onRemove, onSearch }: UnderstoodChipProps) {
  const words = wordsOf(chip);
  const tone = !chip.applies ? "off" : chip.is_hard || chip.negated ? "plain" : "ai";
  return (
    <Chip tone={tone} title={titleOf(chip)} onRemove={onRemove} removeLabel={`Search without ${words}`}>
      <Icon of={icons[chip.kind] ?? Hash} size={14} className="shrink-0" />
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 py-1">
        <span dir="auto" className="min-w-0 wrap-anywhere">
          {words}
        </span>
        {chip.note && <span className="min-w-0 text-soft">{chip.note}</span>}
      </span>
      {chip.alternatives.map((other) => (
        <button
          key={other.q}
          type="button"
          onClick={() => onSearch(other.q)}
          className="min-h-7 border-s border-current/25 ps-2 text-soft underline decoration-line decoration-2 underline-offset-3 hover:text-ink"
        >
          or {other.chip}?
        </button>
      ))}
    </Chip>
  );
}

function wordsOf(chip: SearchChip): string {
  return chip.kind === "meaning" && !chip.negated ? `about “${chip.words}”` : chip.words;
}

function titleOf(chip: SearchChip): string {
  if (!chip.applies) return "Nothing goes by this yet";
  if (chip.kind === "order") return "The order of the photos";
  if (chip.negated) return "Must not be";
  return chip.is_hard ? "Must hold" : "Ranks the photos, and excludes none by itself";
}
