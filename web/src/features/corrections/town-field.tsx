/** Finds a town of the world by its name, or takes a position typed as two numbers; works without a network. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { townsQuery } from "@/api/places";
import type { FoundTown } from "@/api/types";
import { TextField } from "@/components/text-field";
import { useDebounced } from "@/lib/use-debounced";

interface TownFieldProps {
  onPick: (town: FoundTown) => void;
}

const none: FoundTown[] = [];

export function TownField({ onPick }: TownFieldProps) {
  const listId = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const asked = useDebounced(text.trim(), 150);
  const { data } = useQuery({ ...townsQuery(asked), enabled: asked !== "", placeholderData: keepPreviousData });
  const towns = asked === "" || text.trim() === "" ? none : (data?.places ?? none);
  const shown = open && towns.length > 0;
  const at = Math.min(active, towns.length - 1);

  const pick = (town: FoundTown | undefined): void => {
    if (!town) return;
    setText(townName(town));
    setOpen(false);
    onPick(town);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (shown) pick(towns[at]);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      event.stopPropagation(); // the dialog stays
      setOpen(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && towns.length > 0) {
      event.preventDefault();
      if (!shown) setOpen(true);
      else setActive((at + (event.key === "ArrowDown" ? 1 : -1) + towns.length) % towns.length);
    }
  };
  return (
    <div className="relative">
      <TextField
        label="Town"
        role="combobox"
        aria-expanded={shown}
        aria-controls={shown ? listId : undefined}
        aria-activedescendant={shown ? `${listId}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        placeholder="Lisbon, or 38.72, -9.14"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        hint={asked !== "" && data && towns.length === 0 && !shown ? "No town of that name is known. Press the place on the map." : undefined}
      />
      {shown && (
        <ul
          id={listId}
          role="listbox"
          aria-label="Towns"
          className="absolute inset-x-0 top-full z-20 mt-1 max-h-64 overflow-y-auto rounded-sheet border border-line bg-raised p-1.5 shadow-sheet"
        >
          {towns.map((town, index) => (
            <li
              key={`${town.latitude} ${town.longitude}`}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(town)}
              onKeyDown={(event) => event.key === "Enter" && pick(town)}
              className="flex min-h-10 cursor-pointer flex-wrap items-center gap-x-2 rounded-control px-3 hover:bg-ink/6 aria-selected:bg-ink/8"
            >
              <span>{town.city || `${town.latitude.toFixed(4)}, ${town.longitude.toFixed(4)}`}</span>
              <span className="text-meta text-soft">{[town.region, town.country].filter((part) => part && part !== town.city).join(", ")}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export const townName = (town: FoundTown): string =>
  [town.city || `${town.latitude.toFixed(4)}, ${town.longitude.toFixed(4)}`, town.country].filter(Boolean).join(", ");
