/** The faces of one person, to choose some and say who they really are. Guesses that fit least come first. */
import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { type MouseEvent, useState } from "react";
import { messageOf } from "@/api/client";
import { actOnFaces, changePerson, personFacesQuery, splitPerson } from "@/api/people";
import type { Person } from "@/api/types";
import { Button } from "@/components/button";
import { ErrorPlace } from "@/components/error-boundary";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { Waiting } from "@/components/waiting";
import { classNames } from "@/lib/class-names";
import { countOf } from "@/lib/format-number";
import { FacePicture } from "./face-picture";
import { type Chosen, PersonPicker } from "./person-picker";
import { usePeopleAct } from "./use-people-act";

export function FacesGrid({ person, onPerson }: { person: Person; onPerson: (id: string | null) => void }) {
  const act = usePeopleAct();
  const faces = useQuery(personFacesQuery(person.id, true));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<number | null>(null);
  const [picking, setPicking] = useState(false);
  if (faces.error && !faces.data)
    return <ErrorPlace sentence={messageOf(faces.error)} onRetry={() => void faces.refetch()} />;
  if (!faces.data) return <Waiting words="Still reading the faces." />;
  const list = faces.data.faces;
  const ids = list.filter((face) => chosen.has(face.id)).map((face) => face.id);
  const who = person.name || "this person";
  const choose = (event: MouseEvent, index: number) => {
    const face = list[index];
    if (!face) return;
    const next = new Set(chosen);
    const [from, to] = event.shiftKey && last !== null ? [Math.min(last, index), Math.max(last, index)] : [index, index];
    const on = !chosen.has(face.id);
    for (const one of list.slice(from, to + 1)) {
      if (on) next.add(one.id);
      else next.delete(one.id);
    }
    setChosen(next);
    setLast(index);
  };
  const done = () => setChosen(new Set());
  const faceWords = countOf(ids.length, "face", "faces");
  const assign = (to: Chosen) => {
    setPicking(false);
    const name = to.person?.name ?? to.name;
    const wish = to.person ? { person_id: to.person.id } : { name };
    void act(`${faceWords} moved to ${name}.`, () => actOnFaces({ action: "assign", face_ids: ids, ...wish })).then(done);
  };
  return (
    <section aria-label="Faces" className="pb-20">
      <p className="mb-4 max-w-prose text-soft">
        The faces that fit least come first. Choose those that are not {who}; a tick means that you said so already.
      </p>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2">
        {list.map((face, index) => (
          <li key={face.id}>
            <button
              type="button"
              aria-pressed={chosen.has(face.id)}
              aria-label={`Face ${index + 1}${face.is_sure ? ", you said so" : ""}`}
              onClick={(event) => choose(event, index)}
              className="relative block w-full rounded-small"
            >
              <FacePicture
                src={face.url}
                round={false}
                className={classNames("aspect-square w-full transition-transform", chosen.has(face.id) && "scale-[0.86] outline-3 outline-offset-2 outline-accent")}
              />
              {face.is_sure && (
                <span className="absolute end-1 bottom-1 grid size-5 place-items-center rounded-full bg-black/60 text-white">
                  <Icon of={Check} size={13} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {faces.data.total > list.length && (
        <p className="mt-4 text-meta text-soft">
          {list.length} of {faces.data.total} faces; the others fit better.
        </p>
      )}
      {ids.length > 0 && (
        <div
          role="toolbar"
          aria-label="What to do with the chosen faces"
          className="fixed inset-x-3 bottom-[calc(var(--bottom-bar)+0.75rem)] z-30 mx-auto flex w-fit max-w-[calc(100vw-1.5rem)] flex-wrap items-center justify-center gap-2 rounded-sheet border border-line bg-raised p-2 shadow-sheet"
        >
          <IconButton label="Choose nothing" onClick={done}>
            <Icon of={X} size={18} />
          </IconButton>
          <span role="status" className="counts pe-2 text-meta text-soft">
            {faceWords}
          </span>
          <Button look="primary" onClick={() => setPicking(true)}>
            They are…
          </Button>
          <Button
            onClick={() =>
              void act(`${faceWords} taken out.`, () => actOnFaces({ action: "refuse", face_ids: ids, person_id: person.id })).then(done)
            }
          >
            Not {person.name || "this person"}
          </Button>
          {ids.length < faces.data.total && (
            <Button
              onClick={() =>
                void act(`${faceWords} are somebody else now.`, () => splitPerson(person.id, ids, "")).then(
                  (said) => said?.person && onPerson(said.person),
                )
              }
            >
              Split off
            </Button>
          )}
          {ids.length === 1 && ids[0] && (
            <Button onClick={() => void act("This face stands for them now.", () => changePerson(person.id, { cover_face_id: ids[0] })).then(done)}>
              Use as cover
            </Button>
          )}
          <Button onClick={() => void act(`${faceWords} ignored.`, () => actOnFaces({ action: "ignore", face_ids: ids })).then(done)}>
            Ignore
          </Button>
        </div>
      )}
      <PersonPicker open={picking} title={`Who ${ids.length === 1 ? "is this face" : "are these faces"}?`} without={[person.id]} onChoose={assign} onClose={() => setPicking(false)} />
    </section>
  );
}
