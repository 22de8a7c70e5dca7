/** The command palette (Ctrl + K): the search box, and beneath it everything that can be done here, with its key. */
import { Dialog } from "@base-ui/react/dialog";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { suggestionsQuery } from "@/api/search";
import { Icon } from "@/components/icon";
import { actionsNow, matching, type PageAction } from "@/lib/actions";
import { onCommand } from "@/lib/commands";
import { shownTag } from "@/lib/tag-path";
import { useDebounced } from "@/lib/use-debounced";

export function Palette() {
  const [offered, setOffered] = useState<PageAction[] | null>(null);
  const chosen = useRef(false);
  useEffect(() => onCommand("show-palette", () => setOffered(actionsNow())), []);
  return (
    <Dialog.Root open={offered !== null} onOpenChange={(open) => !open && setOffered(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-60 bg-black/45 transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          // An action may move the focus itself; who only looked goes back to where they were.
          finalFocus={() => !chosen.current}
          className="fixed inset-x-3 top-[8dvh] z-60 mx-auto flex max-h-[80dvh] max-w-[40rem] flex-col overflow-hidden rounded-sheet bg-raised text-ink shadow-sheet transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <Dialog.Title className="sr-only">Search, and everything that can be done here</Dialog.Title>
          {offered && (
            <Offered
              actions={offered}
              onChosen={(run) => {
                chosen.current = true;
                setOffered(null);
                // When the dialog is gone: what runs may open another, or look for the page beneath.
                setTimeout(() => {
                  run();
                  chosen.current = false;
                }, 60);
              }}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface Option {
  title: string;
  keys?: string;
  group: string;
  run: () => void;
}

function Offered({ actions, onChosen }: { actions: PageAction[]; onChosen: (run: () => void) => void }) {
  const navigate = useNavigate();
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  // At once: whoever types on after Ctrl + K must not lose the first letters.
  useLayoutEffect(() => field.current?.focus(), []);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const typed = text.trim();
  const asked = useDebounced(typed, 120);
  const { data } = useQuery({ ...suggestionsQuery(asked), enabled: asked !== "", placeholderData: keepPreviousData });
  const options = useMemo((): Option[] => {
    const search = (q: string) => () => void navigate({ to: "/search", search: { q } });
    const found = matching(actions, typed);
    if (!typed) return found;
    const suggested = asked === "" ? [] : (data?.suggestions ?? []).slice(0, 5);
    return [
      ...found,
      { title: `Search photos for “${typed}”`, keys: found.length === 0 ? "Enter" : undefined, group: "Search", run: search(typed) },
      ...suggested
        .filter((each) => each.q.toLocaleLowerCase() !== typed.toLocaleLowerCase())
        .map((each) => ({ title: each.kind === "tag" ? shownTag(each.text) : each.text, group: "In your photos", run: search(each.q) })),
    ];
  }, [actions, typed, asked, data, navigate]);
  const at = Math.min(active, options.length - 1);

  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: Math.min(at + 8, options.length - 1), PageUp: Math.max(at - 8, 0) };
    const to = moves[event.key];
    if (to !== undefined && options.length > 0) {
      event.preventDefault();
      const next = (to + options.length) % options.length;
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = options[at];
      if (option) onChosen(option.run);
    }
  };
  return (
    <>
      <div className="relative shrink-0 border-b border-line">
        <span className="pointer-events-none absolute inset-y-0 start-4 grid place-items-center text-faint">
          <Icon of={Search} size={18} />
        </span>
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Search your photos, or name an action"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={options.length > 0 ? `${listId}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Search your photos, or name an action"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-14 w-full bg-transparent ps-12 pe-4 text-body placeholder:text-faint focus-visible:outline-none"
        />
      </div>
      <ul id={listId} role="listbox" aria-label="Actions" className="min-h-0 overflow-y-auto p-1.5">
        {options.map((option, index) => (
          <OptionLine
            key={`${option.group} ${option.title}`}
            id={`${listId}-${index}`}
            option={option}
            selected={index === at}
            first={option.group !== options[index - 1]?.group}
            onPick={() => onChosen(option.run)}
          />
        ))}
      </ul>
    </>
  );
}

interface OptionLineProps {
  id: string;
  option: Option;
  selected: boolean;
  /** Begins a group: its name stands beside it. */
  first: boolean;
  onPick: () => void;
}

function OptionLine({ id, option, selected, first, onPick }: OptionLineProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={selected}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
      onKeyDown={(event) => event.key === "Enter" && onPick()}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-3 hover:bg-ink/6 aria-selected:bg-ink/8"
    >
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {option.title}
      </span>
      {first && <span className="text-meta text-soft max-tablet:hidden">{option.group}</span>}
      {option.keys && <kbd className="rounded-small bg-sunken px-2 py-0.5 font-sans text-meta">{option.keys}</kbd>}
    </li>
  );
}
