/** Everybody who was recognised: people with names first, then groups that wait for one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleHelp, Eye, EyeOff, FileText, UsersRound } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/client";
import { changePerson, mergePeople, peopleQuery, takeNames } from "@/api/people";
import { useUser } from "@/api/session";
import type { People, Person } from "@/api/types";
import { Button, buttonClass } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";
import { Icon } from "@/components/icon";
import { Page } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { countOf } from "@/lib/format-number";
import { PeopleOff } from "./people-off";
import { PersonCard } from "./person-card";
import { type Chosen, PersonPicker } from "./person-picker";
import { usePeopleAct } from "./use-people-act";

/** Groups without a name shown at first; there may be hundreds. */
const GROUPS_AT_FIRST = 24;

export function PeoplePage() {
  return useUser().faces_enabled ? <Known /> : <PeopleOff />;
}

function Known() {
  const [hidden, setHidden] = useState(false);
  const people = useQuery({ ...peopleQuery(hidden), refetchInterval: 20_000, placeholderData: (before) => before });
  if (people.error && !people.data)
    return <ErrorPlace sentence={messageOf(people.error)} onRetry={() => void people.refetch()} />;
  const { data } = people;
  const actions = data && (data.hidden > 0 || hidden) && (
    <Button icon={<Icon of={hidden ? EyeOff : Eye} size={18} />} onClick={() => setHidden(!hidden)} aria-pressed={hidden}>
      {hidden ? "Leave out hidden people" : `Show ${countOf(data.hidden, "hidden person", "hidden people")}`}
    </Button>
  );
  return (
    <Page title="People" width="full" actions={actions || undefined}>
      {data ? <Everybody data={data} /> : <Waiting words="Still reading who is in your photos." />}
    </Page>
  );
}

function Everybody({ data }: { data: People }) {
  const act = usePeopleAct();
  const [naming, setNaming] = useState<Person | null>(null);
  const [all, setAll] = useState(false);
  const named = data.people.filter((person) => person.name !== "");
  const groups = data.people.filter((person) => person.name === "" && person.photos > 0);
  const shown = all ? groups : groups.slice(0, GROUPS_AT_FIRST);
  const merge = (into: Person, id: string) => {
    const other = data.people.find((person) => person.id === id);
    // Whoever has the name keeps it, whichever way they were dragged.
    const [kept, gone] = into.name === "" && other?.name ? [other, into.id] : [into, id];
    void act(kept.name ? `Merged into ${kept.name}.` : "Merged.", () => mergePeople(kept.id, [gone]));
  };
  const name = (person: Person, chosen: Chosen) => {
    setNaming(null);
    if (chosen.person) {
      const { id, name: known } = chosen.person;
      void act(`These are ${known} now.`, () => mergePeople(id, [person.id]));
    } else void act(`This is ${chosen.name} now.`, () => changePerson(person.id, { name: chosen.name }));
  };
  if (data.people.length === 0) {
    return (
      <EmptyPlace icon={UsersRound} title="Nobody yet">
        People show here as soon as the same face was found in two photos. Photos that were there before are looked
        through again in the background.
      </EmptyPlace>
    );
  }
  return (
    <>
      <Hints data={data} onTake={(names) => void act("Names taken over.", () => takeNames(names))} />
      {named.length > 0 && (
        <ul aria-label="People with a name" className="people-grid">
          {named.map((person) => (
            <PersonCard key={person.id} person={person} onMerge={merge} onName={setNaming} />
          ))}
        </ul>
      )}
      {groups.length > 0 && (
        <section className={named.length > 0 ? "mt-10" : undefined}>
          <h2 className="text-title font-semibold">Without a name</h2>
          <p className="mt-1 mb-4 max-w-prose text-soft">
            Give somebody a name, or drop them on the person they are. Children, siblings and poor light are mistaken more
            often.
          </p>
          <ul aria-label="People without a name" className="people-grid">
            {shown.map((person) => (
              <PersonCard key={person.id} person={person} onMerge={merge} onName={setNaming} />
            ))}
          </ul>
          {groups.length > shown.length && (
            <Button className="mt-6" onClick={() => setAll(true)}>
              Show {groups.length - shown.length} more
            </Button>
          )}
        </section>
      )}
      <PersonPicker
        open={naming !== null}
        title="Who is this?"
        start={naming?.name_in_files}
        without={naming ? [naming.id] : []}
        onChoose={(chosen) => naming && name(naming, chosen)}
        onClose={() => setNaming(null)}
      />
    </>
  );
}

/** What waits for an answer, each in one quiet line. */
function Hints({ data, onTake }: { data: People; onTake: (names: string[]) => void }) {
  const names = data.names_in_files.map((one) => one.name);
  if (data.questions === 0 && names.length === 0) return null;
  const some = names.slice(0, 3).join(", ");
  return (
    <ul className="mb-6 divide-y divide-line border-y border-line">
      {data.questions > 0 && (
        <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
          <span className="text-accent">
            <Icon of={CircleHelp} />
          </span>
          <span className="min-w-48 flex-1">
            {countOf(data.questions, "question", "questions")}: is this the same person?
          </span>
          <Link to={"/people/questions" as never} className={buttonClass("primary")}>
            Answer
          </Link>
        </li>
      )}
      {names.length > 0 && (
        <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
          <span className="text-soft">
            <Icon of={FileText} />
          </span>
          <span dir="auto" className="min-w-48 flex-1">
            Your files name {countOf(names.length, "person", "people")}: {some}
            {names.length > 3 && ` and ${names.length - 3} more`}
          </span>
          <Button onClick={() => onTake(names)}>Take the names over</Button>
        </li>
      )}
    </ul>
  );
}

