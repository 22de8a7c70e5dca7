/** One person in the grid. A person dropped on another one is merged into them; the menu and keys do the same. */
import { Link } from "@tanstack/react-router";
import { type DragEvent, useState } from "react";
import type { Person } from "@/api/types";
import { classNames } from "@/lib/class-names";
import { countOf } from "@/lib/format-number";
import { FacePicture } from "./face-picture";

const KIND = "application/x-photonest-person";

interface PersonCardProps {
  person: Person;
  onMerge: (into: Person, id: string) => void;
  onName: (person: Person) => void;
}

export function PersonCard({ person, onMerge, onName }: PersonCardProps) {
  const [over, setOver] = useState(false);
  const accepts = (event: DragEvent) => event.dataTransfer.types.includes(KIND);
  const nameless = person.name === "";
  return (
    <li
      className="flex flex-col items-center text-center"
      onDragOver={(event) => {
        if (!accepts(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const id = event.dataTransfer.getData(KIND);
        if (!accepts(event) || !id || id === person.id) return;
        event.preventDefault();
        onMerge(person, id);
      }}
    >
      <Link
        to={`/people/${person.id}` as never}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(KIND, person.id);
          event.dataTransfer.effectAllowed = "move";
        }}
        className={classNames(
          "group flex w-full flex-col items-center gap-2 rounded-control p-2 transition-colors hover:bg-ink/5",
          person.is_hidden && "opacity-60",
        )}
      >
        <FacePicture
          src={person.cover}
          className={classNames(
            "aspect-square w-full max-w-40 transition-transform",
            over && "scale-105 outline-3 outline-offset-3 outline-accent",
          )}
        />
        {nameless ? (
          <span className="sr-only">Somebody without a name</span>
        ) : (
          <span dir="auto" className="line-clamp-2 w-full font-medium break-words">
            {person.name}
          </span>
        )}
        <span className="counts text-meta text-soft">{countOf(person.photos, "photo", "photos")}</span>
      </Link>
      {nameless && (
        <button
          type="button"
          onClick={() => onName(person)}
          aria-label={
            person.name_in_files
              ? `Give this person a name; your files say ${person.name_in_files}`
              : `Give this person with ${countOf(person.photos, "photo", "photos")} a name`
          }
          className="min-h-10 max-w-full truncate rounded-control px-3 text-meta font-medium text-accent hover:bg-ink/6"
        >
          {person.name_in_files ? `${person.name_in_files}?` : "Who is this?"}
        </button>
      )}
    </li>
  );
}
