/** The search page before anything was asked: what the photos offer, and what was asked before. */
import { useQuery } from "@tanstack/react-query";
import { Bookmark, History, MapPin, Search, Tag, User, X } from "lucide-react";
import type { ReactNode } from "react";
import { savedSearchesQuery, suggestionsQuery } from "@/api/search";
import { EmptyPlace } from "@/components/empty-place";
import { Icon } from "@/components/icon";
import { Page } from "@/components/page";
import { shownTag } from "@/lib/tag-path";
import { forgetAllSearches, forgetSearch, useRecentSearches } from "./recent-searches";
import { SearchLimits } from "./search-limits";
import { useDropSaved } from "./use-drop-saved";

export function SearchStart({ onSearch }: { onSearch: (text: string, sort?: string) => void }) {
  const { user, searches } = useRecentSearches();
  const { data } = useQuery(suggestionsQuery(""));
  const { data: saved = [] } = useQuery(savedSearchesQuery);
  const drop = useDropSaved();
  const people = data?.suggestions.filter((one) => one.kind === "person") ?? [];
  const tags = data?.suggestions.filter((one) => one.kind === "tag") ?? [];
  const places = data?.suggestions.filter((one) => one.kind === "place") ?? [];
  const nothing = data && !people.length && !tags.length && !places.length && !searches.length && !saved.length;
  return (
    <Page title="Search" lead="Write who, when, where and what: “beach with Anna last summer, not selfies”.">
      {nothing ? (
        <EmptyPlace icon={Search} title="There is nothing to suggest yet">
          Once photos are processed, the things and places in them appear here. You can search for anything all the same:
          beach, dog, birthday cake.
        </EmptyPlace>
      ) : (
        <div className="space-y-8">
          {saved.length > 0 && (
            <Group title="Saved">
              {saved.map((search) => (
                <Removable
                  key={search.id}
                  icon={Bookmark}
                  text={search.name}
                  onPress={() => onSearch(search.q, search.sort)}
                  label={`Remove “${search.name}” from the saved searches`}
                  onRemove={() => void drop(search)}
                />
              ))}
            </Group>
          )}
          {searches.length > 0 && (
            <Group
              title="Searched before"
              action={
                <button type="button" onClick={() => forgetAllSearches(user)} className="min-h-10 px-2 text-meta text-soft hover:text-ink">
                  Forget all
                </button>
              }
            >
              {searches.map((text) => (
                <Removable
                  key={text}
                  icon={History}
                  text={text}
                  onPress={() => onSearch(text)}
                  label={`Forget “${text}”`}
                  onRemove={() => forgetSearch(user, text)}
                />
              ))}
            </Group>
          )}
          {people.length > 0 && (
            <Group title="People">
              {people.map(({ text }) => (
                <Word key={text} icon={User} text={text} onPress={() => onSearch(text)} />
              ))}
            </Group>
          )}
          {tags.length > 0 && (
            <Group title="In your photos">
              {tags.map(({ text, q }) => (
                <Word key={text} icon={Tag} text={shownTag(text)} onPress={() => onSearch(q)} />
              ))}
            </Group>
          )}
          {places.length > 0 && (
            <Group title="Places">
              {places.map(({ text }) => (
                <Word key={text} icon={MapPin} text={text} onPress={() => onSearch(text)} />
              ))}
            </Group>
          )}
        </div>
      )}
      <div className="mt-8">
        <SearchLimits />
      </div>
    </Page>
  );
}

function Group({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className="mb-2 flex min-h-10 items-center justify-between">
        <h2 className="font-semibold">{title}</h2>
        {action}
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </section>
  );
}

interface RemovableProps {
  icon: typeof Tag;
  text: string;
  onPress: () => void;
  /** What the cross does. */
  label: string;
  onRemove: () => void;
}

function Removable({ icon, text, onPress, label, onRemove }: RemovableProps) {
  return (
    <span className="inline-flex max-w-full items-center rounded-full border border-line bg-raised">
      <Word icon={icon} text={text} onPress={onPress} bare />
      <button
        type="button"
        aria-label={label}
        onClick={onRemove}
        className="grid size-10 shrink-0 place-items-center rounded-full text-faint hover:bg-ink/8"
      >
        <Icon of={X} size={15} />
      </button>
    </span>
  );
}

interface WordProps {
  icon: typeof Tag;
  text: string;
  onPress: () => void;
  bare?: boolean;
}

export function Word({ icon, text, onPress, bare }: WordProps) {
  return (
    <button
      type="button"
      onClick={onPress}
      className={`inline-flex min-h-10 max-w-full min-w-0 items-center gap-2 rounded-full hover:bg-ink/6 ${bare ? "ps-3.5 pe-1" : "border border-line bg-raised px-3.5"}`}
    >
      <span className="text-faint">
        <Icon of={icon} size={16} />
      </span>
      <span dir="auto" className="truncate">
        {text}
      </span>
    </button>
  );
}
