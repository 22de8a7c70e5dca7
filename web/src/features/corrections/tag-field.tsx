/** Types a tag, with those one has already as suggestions; "Places/Lisbon" is a tag inside another. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { ownTagsQuery } from "@/api/tags";
import { TextField } from "@/components/text-field";
import { shownTag } from "@/lib/tag-path";

interface TagFieldProps {
  label: string;
  /** Not suggested: already given. */
  without: readonly string[];
  onTag: (name: string) => void;
}

const MOST = 8;

export function TagField({ label, without, onTag }: TagFieldProps) {
  const listId = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { data } = useQuery(ownTagsQuery);
  const typed = text.trim();
  const options = useMemo(() => suggestions(data?.tags ?? [], typed, without), [data, typed, without]);
  const shown = open && options.length > 0;
  const at = Math.min(active, options.length - 1);

  const give = (name: string): void => {
    if (!name) return;
    onTag(name);
    setText("");
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" || (event.key === "," && typed !== "")) {
      event.preventDefault();
      give((shown && options[at]?.name) || typed);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length > 0) {
      event.preventDefault();
      if (!shown) setOpen(true);
      else setActive(((at + (event.key === "ArrowDown" ? 1 : -1) + 1 + options.length + 1) % (options.length + 1)) - 1);
    }
  };
  return (
    <div className="relative">
      <TextField
        label={label}
        role="combobox"
        aria-expanded={shown}
        aria-controls={shown ? listId : undefined}
        aria-activedescendant={shown && at >= 0 ? `${listId}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        maxLength={200}
        placeholder="Holiday, or Places/Lisbon"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(-1);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <ul
          id={listId}
          role="listbox"
          aria-label="Your tags"
          className="absolute inset-x-0 top-full z-20 mt-1 max-h-64 overflow-y-auto rounded-sheet border border-line bg-raised p-1.5 shadow-sheet"
        >
          {options.map((option, index) => (
            <li
              key={option.name}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => give(option.name)}
              onKeyDown={(event) => event.key === "Enter" && give(option.name)}
              className="flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-3 hover:bg-ink/6 aria-selected:bg-ink/8"
            >
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {shownTag(option.name)}
              </span>
              <span className="counts text-meta text-soft">{option.count}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface Counted {
  name: string;
  count: number;
}

/** Those whose path, or any part of it, begins with what was typed; most used first. */
export function suggestions(tags: readonly Counted[], typed: string, without: readonly string[]): Counted[] {
  const start = typed.toLocaleLowerCase();
  const begins = (name: string) => name.startsWith(start) || name.split("/").some((part) => part.startsWith(start));
  return tags
    .filter(({ name }) => !without.includes(name) && begins(name.toLocaleLowerCase()))
    .sort((one, other) => other.count - one.count || one.name.localeCompare(other.name))
    .slice(0, MOST);
}
