/** What the found photos have in common: quiet words that narrow the search to some of them. */
import { useQuery } from "@tanstack/react-query";
import { CalendarDays, Camera, ChevronDown, ImageIcon, type LucideIcon, MapPin, PartyPopper, Tag, User } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { facetsQuery, type SearchAsked } from "@/api/search";
import type { Facet } from "@/api/types";
import { Icon } from "@/components/icon";
import { classNames } from "@/lib/class-names";
import { formatCount } from "@/lib/format-number";

const groups: { group: Facet["group"]; title: string; icon: LucideIcon; first: number }[] = [
  { group: "people", title: "People", icon: User, first: 3 },
  { group: "places", title: "Places", icon: MapPin, first: 3 },
  { group: "years", title: "Years", icon: CalendarDays, first: 3 },
  { group: "kinds", title: "Kinds", icon: ImageIcon, first: 2 },
  { group: "events", title: "Events", icon: PartyPopper, first: 0 },
  { group: "tags", title: "In the pictures", icon: Tag, first: 0 },
  { group: "cameras", title: "Cameras", icon: Camera, first: 0 },
];
const KIND_WORDS: Record<string, string> = {
  photo: "photos", video: "videos", selfie: "selfies", screenshot: "screenshots", portrait: "portraits", group: "group pictures",
  panorama: "panoramas", document: "documents",
};
const FEWEST = 2;

interface NarrowProps {
  asked: SearchAsked;
  total: number;
  onSearch: (text: string) => void;
  /** Stand in the same line, at its start and its end. */
  before: ReactNode;
  after: ReactNode;
}

export function Narrow({ asked, total, onSearch, before, after }: NarrowProps) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const { data } = useQuery({ ...facetsQuery(asked), enabled: total >= FEWEST });
  // What all of them have narrows nothing.
  const facets = total >= FEWEST ? (data?.facets ?? []).filter((one) => one.count < total && !asked.q.includes(one.q)) : [];
  const of = (group: Facet["group"]): Facet[] => facets.filter((one) => one.group === group);
  const add = (one: Facet): void => onSearch(`${asked.q} ${one.q}`.trim());
  const first = groups.flatMap(({ group, icon, first: many }) => of(group).slice(0, many).map((one) => ({ one, icon })));
  return (
    <section aria-label="Order and narrow down">
      <div className="flex min-h-10 items-center gap-x-2 max-tablet:flex-wrap">
        {before}
        <ul className="flex h-10 min-w-0 flex-1 flex-wrap gap-x-1 overflow-hidden max-tablet:hidden">
          {first.map(({ one, icon }) => (
            <li key={`${one.group} ${one.name}`}>
              <Refinement facet={one} icon={icon} onPress={() => add(one)} />
            </li>
          ))}
        </ul>
        {facets.length > 0 && (
          <button
            type="button"
            aria-label="Narrow down"
            aria-expanded={open}
            aria-controls={panel}
            onClick={() => setOpen(!open)}
            className="ms-auto inline-flex min-h-10 shrink-0 items-center gap-1 rounded-control px-2 text-meta text-soft hover:bg-ink/6 hover:text-ink"
          >
            <span>
              Narrow<span className="max-tablet:hidden"> down</span>
            </span>
            <Icon of={ChevronDown} size={15} className={classNames("transition-transform", open && "rotate-180")} />
          </button>
        )}
        {after}
      </div>
      <div id={panel} hidden={!open || facets.length === 0} className="mt-2 rounded-sheet bg-sunken px-4 py-3">
        <dl className="grid gap-x-8 gap-y-3 tablet:grid-cols-2 desktop:grid-cols-3">
          {groups.map(({ group, title, icon }) =>
            of(group).length === 0 ? null : (
              <div key={group}>
                <dt className="text-meta font-semibold text-soft">{title}</dt>
                <dd className="-mx-2 flex flex-wrap">
                  {of(group).map((one) => (
                    <Refinement key={one.name} facet={one} icon={icon} onPress={() => add(one)} bare />
                  ))}
                </dd>
              </div>
            ),
          )}
        </dl>
      </div>
    </section>
  );
}

function Refinement({ facet, icon, onPress, bare }: { facet: Facet; icon: LucideIcon; onPress: () => void; bare?: boolean }) {
  const name = facet.group === "kinds" ? (KIND_WORDS[facet.name] ?? facet.name) : facet.name;
  return (
    <button
      type="button"
      onClick={onPress}
      className="inline-flex min-h-10 max-w-56 items-center gap-1.5 rounded-full px-2 text-meta text-soft hover:bg-ink/6 hover:text-ink"
    >
      <span className="sr-only">Only </span>
      {!bare && <Icon of={icon} size={14} className="text-faint" />}
      <span dir="auto" className="truncate">
        {name}
      </span>
      <span className="counts text-faint">{formatCount(facet.count)}</span>
    </button>
  );
}
