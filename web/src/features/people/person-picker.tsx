/** Who is it? One field: it finds people while one types, and makes somebody new of a name nobody has yet. */
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { peopleQuery } from "@/api/people";
import type { Person } from "@/api/types";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";
import { TextField } from "@/components/text-field";
import { classNames } from "@/lib/class-names";
import { FacePicture } from "./face-picture";
import { findPeople } from "./find-people";

export type Chosen = { person: Person; name?: undefined } | { person?: undefined; name: string };

interface PersonPickerProps {
  open: boolean;
  title: string;
  /** People who cannot be chosen. */
  without?: string[];
  /** Whether a name that nobody has makes somebody new. */
  canBeNew?: boolean;
  /** A name to begin with: what the file says. */
  start?: string;
  onChoose: (chosen: Chosen) => void;
  onClose: () => void;
}

export function PersonPicker(props: PersonPickerProps) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title}>
      {props.open && <Choice {...props} />}
    </Dialog>
  );
}

function Choice({ without = [], canBeNew = true, start = "", onChoose }: PersonPickerProps) {
  const { data } = useQuery(peopleQuery(true));
  const [text, setText] = useState(start);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const people = findPeople(data?.people ?? [], text).filter((person) => !without.includes(person.id));
  const name = text.trim();
  const isKnown = people.some((person) => person.name.localeCompare(name, undefined, { sensitivity: "accent" }) === 0);
  const offersNew = canBeNew && name !== "" && !isKnown;
  const count = people.length + (offersNew ? 1 : 0);
  const place = Math.min(at, Math.max(0, count - 1));
  const choose = (index: number) => {
    const person = people[index];
    if (person) onChoose({ person });
    else if (offersNew) onChoose({ name });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    choose(place);
  };
  return (
    <form onSubmit={onSubmit} className="mt-4">
      <TextField
        ref={field}
        label="Name"
        autoComplete="off"
        role="combobox"
        aria-expanded={count > 0}
        aria-controls="person-choices"
        aria-activedescendant={count > 0 ? `person-choice-${place}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setAt(Math.max(0, Math.min(count - 1, place + (event.key === "ArrowDown" ? 1 : -1))));
        }}
      />
      <ul id="person-choices" role="listbox" aria-label="People" className="mt-3 max-h-72 overflow-y-auto">
        {people.map((person, index) => (
          <li
            key={person.id}
            id={`person-choice-${index}`}
            role="option"
            aria-selected={index === place}
            // Chosen by Enter from the field; the pointer is another way to the same.
            onPointerMove={() => setAt(index)}
            onClick={() => choose(index)}
            onKeyDown={undefined}
            className={classNames(
              "flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-2",
              index === place && "bg-ink/8",
            )}
          >
            <FacePicture src={person.cover} className="size-9" />
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {person.name}
              {person.nicknames.length > 0 && <span className="text-soft"> · {person.nicknames.join(", ")}</span>}
            </span>
            <span className="counts text-meta text-soft">{person.photos}</span>
          </li>
        ))}
        {offersNew && (
          <li
            id={`person-choice-${people.length}`}
            role="option"
            aria-selected={place === people.length}
            onPointerMove={() => setAt(people.length)}
            onClick={() => choose(people.length)}
            onKeyDown={undefined}
            className={classNames(
              "flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-2",
              place === people.length && "bg-ink/8",
            )}
          >
            <span className="grid size-9 place-items-center rounded-full bg-sunken text-accent">
              <Icon of={Plus} size={18} />
            </span>
            <span dir="auto" className="min-w-0 flex-1 truncate">
              Somebody new: <strong className="font-semibold">{name}</strong>
            </span>
          </li>
        )}
        {count === 0 && <li className="px-2 py-3 text-soft">{canBeNew ? "Type a name." : "Nobody with this name."}</li>}
      </ul>
    </form>
  );
}
