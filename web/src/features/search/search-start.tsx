/** The search page before anything was asked: what the photos offer, and what was asked before. */
import { useQuery } from "@tanstack/react-query";
import { History, MapPin, Search, Tag, X } from "lucide-react";
import type { ReactNode } from "react";
import { suggestionsQuery } from "@/api/search";
import { EmptyPlace } from "@/components/empty-place";
import { Icon } from "@/components/icon";
import { Page } from "@/components/page";
import { forgetAllSearches, forgetSearch, useRecentSearches } from "./recent-searches";
import { SearchLimits } from "./search-limits";

export function SearchStart({ onSearch }: { onSearch: (text: string) => void }) {
  const { user, searches } = useRecentSearches();
  const { data } = useQuery(suggestionsQuery(""));
  const tags = data?.suggestions.filter((one) => one.kind === "tag") ?? [];
  const places = data?.suggestions.filter((one) => one.kind === "place") ?? [];
  const nothing = data && !tags.length && !places.length && !searches.length;
  return (
    <Page title="Search" lead="Write what is in the picture, where it was, or what the file is called.">
      {nothing ? (
        <EmptyPlace icon={Search} title="There is nothing to suggest yet">
          Once photos are processed, the things and places in them appear here. You can search for anything all the same:
          beach, dog, birthday cake.
        </EmptyPlace>
      ) : (
        <div className="space-y-8">
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
                <span key={text} className="inline-flex items-center rounded-full border border-line bg-raised">
                  <Word icon={History} text={text} onPress={() => onSearch(text)} bare />
                  <button
                    type="button"
                    aria-label={`Forget “${text}”`}
                    onClick={() => forgetSearch(user, text)}
                    className="grid size-10 place-items-center rounded-full text-faint hover:bg-ink/8"
                  >
                    <Icon of={X} size={15} />
                  </button>
                </span>
              ))}
            </Group>
          )}
          {tags.length > 0 && (
            <Group title="In your photos">
              {tags.map(({ text }) => (
                <Word key={text} icon={Tag} text={text} onPress={() => onSearch(text)} />
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
      className={`inline-flex min-h-10 max-w-full items-center gap-2 rounded-full hover:bg-ink/6 ${bare ? "ps-3.5 pe-1" : "border border-line bg-raised px-3.5"}`}
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
