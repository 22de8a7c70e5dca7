/** The search field on top with suggestions as you type; "/" goes to it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CalendarDays, Camera, History, Images, type LucideIcon, MapPin, Search, Tag, User, X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { suggestionsQuery } from "@/api/search";
import { Icon } from "@/components/icon";
import { onCommand } from "@/lib/commands";
import { useDebounced } from "@/lib/use-debounced";
import { shownTag } from "@/lib/tag-path";
import { forgetAllSearches, rememberSearch, useRecentSearches } from "./recent-searches";

interface SearchFieldProps {
  /** The search in the address, "" on other pages. */
  asked: string;
  onSearch: (text: string) => void;
}

interface Option {
  text: string;
  kind: "person" | "event" | "tag" | "place" | "camera" | "kind" | "recent";
  /** The whole search with it, where it goes on with the last words only. */
  q?: string;
}

const MOST = 8;
const icons: Record<Option["kind"], LucideIcon> = {
  person: User,
  event: CalendarDays,
  tag: Tag,
  place: MapPin,
  camera: Camera,
  kind: Images,
  recent: History,
};
const kindWords: Record<Option["kind"], string> = {
  person: "person",
  event: "event",
  tag: "in your photos",
  place: "place",
  camera: "camera",
  kind: "kind of picture",
  recent: "searched before",
};

export function SearchField({ asked, onSearch }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [text, setText] = useState(asked);
  const [followed, setFollowed] = useState(asked);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { user, searches } = useRecentSearches();
  if (asked !== followed) {
    // The address changed, by a link or by going back: the field follows it.
    setFollowed(asked);
    setText(asked);
  }

  const wanted = useDebounced(text.trim(), 120);
  const { data } = useQuery({ ...suggestionsQuery(wanted), enabled: open, placeholderData: keepPreviousData });
  const options = optionsFor(text.trim(), searches, data?.suggestions ?? []);
  const shown = open && options.length > 0;

  useEffect(
    () =>
      onCommand("focus-search", () => {
        field.current?.focus();
        field.current?.select();
      }),
    [],
  );

  useEffect(() => onCommand("forget-me", (who) => forgetAllSearches(who.user)), []);

  const search = (words: string): void => {
    const trimmed = words.trim();
    if (!trimmed) return;
    setText(trimmed);
    setOpen(false);
    setActive(-1);
    rememberSearch(user, trimmed);
    // Keyboards of phones go away, and the page that opens may take the focus.
    field.current?.blur();
    onSearch(trimmed);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    search((shown && wordsOf(options[active])) || text);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      if (shown) setOpen(false);
      else field.current?.blur();
      setActive(-1);
      event.preventDefault(); // the browser would empty the field
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!shown) setOpen(true);
      else setActive((at) => (at + (event.key === "ArrowDown" ? 1 : -1) + options.length + 1) % (options.length + 1));
    }
  };
  const index = active >= options.length ? -1 : active;

  return (
    <form role="search" onSubmit={submit} className="relative w-full max-w-[40rem]">
      <span className="pointer-events-none absolute inset-y-0 start-3.5 grid place-items-center text-faint">
        <Icon of={Search} size={18} />
      </span>
      <input
        ref={field}
        type="search"
        role="combobox"
        aria-label="Search your photos"
        aria-expanded={shown}
        aria-controls={shown ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown && index >= 0 ? `${listId}-${index}` : undefined}
        autoComplete="off"
        placeholder="Search your photos"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(-1);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        enterKeyHint="search"
        className="h-11 w-full rounded-full border border-transparent bg-sunken ps-10.5 pe-11 text-body text-ink transition-colors placeholder:text-faint hover:border-line focus:border-line focus:bg-raised [unicode-bidi:plaintext] [&::-webkit-search-cancel-button]:hidden"
      />
      {text && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            setText("");
            field.current?.focus();
          }}
          className="absolute inset-y-0 end-1 my-auto grid size-9 place-items-center rounded-full text-soft hover:bg-ink/8"
        >
          <Icon of={X} size={18} />
        </button>
      )}
      {shown && (
        <ul
          id={listId}
          role="listbox"
          aria-label="Suggestions"
          className="absolute inset-x-0 top-full z-40 mt-2 max-h-[60dvh] max-tablet:fixed max-tablet:inset-x-3 max-tablet:top-[var(--top-bar)] max-tablet:mt-0 overflow-y-auto rounded-sheet border border-line bg-raised p-1.5 shadow-sheet"
        >
          {options.map((option, at) => (
            <li
              key={`${option.kind} ${option.text}`}
              id={`${listId}-${at}`}
              role="option"
              aria-selected={at === index}
              // The field keeps the focus: a press here must not blur it before the click arrives.
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => search(wordsOf(option))}
              onKeyDown={(event) => event.key === "Enter" && search(wordsOf(option))}
              className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-3 hover:bg-ink/6 aria-selected:bg-ink/8"
            >
              <span className="text-faint">
                <Icon of={icons[option.kind]} size={18} />
              </span>
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {option.kind === "tag" ? shownTag(option.text) : option.text}
              </span>
              <span className="text-meta text-soft">{kindWords[option.kind]}</span>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

const wordsOf = (option: Option | undefined): string => option?.q ?? option?.text ?? "";

/** Own searches first, few while typing; then what the photos offer. */
function optionsFor(text: string, searches: readonly string[], suggestions: readonly Option[]): Option[] {
  const start = text.toLocaleLowerCase();
  const recent = searches.filter((entry) => entry !== text && entry.toLocaleLowerCase().startsWith(start)).slice(0, text ? 2 : 4);
  const known = new Set(recent.map((entry) => entry.toLocaleLowerCase()));
  const fresh = suggestions.filter((one) => !known.has(one.text.toLocaleLowerCase()) && wordsOf(one).toLocaleLowerCase() !== start);
  return [...recent.map((entry): Option => ({ text: entry, kind: "recent" })), ...fresh].slice(0, MOST);
}
