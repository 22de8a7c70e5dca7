/** Who it is: the name edited where it stands, the birth date, and what can be done with a person. */
import { ArrowLeft, EllipsisVertical, EyeOff, Eye, Images, Merge, Pencil, ScanFace, Trash2, UserRoundCheck } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { changePerson, forgetPerson, mergePeople } from "@/api/people";
import type { Person, PersonChange } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { PageHeading } from "@/components/page";
import { TextField } from "@/components/text-field";
import { useActions } from "@/lib/actions";
import { followInPlace } from "@/lib/follow-link";
import { formatShortDay } from "@/lib/format-date";
import { countOf } from "@/lib/format-number";
import { FacePicture } from "./face-picture";
import { type Chosen, PersonPicker } from "./person-picker";
import { usePeopleAct } from "./use-people-act";

interface PersonHeaderProps {
  person: Person;
  mode: "photos" | "faces";
  onMode: (mode: "photos" | "faces") => void;
  onPerson: (id: string | null) => void;
}

export function PersonHeader({ person, mode, onMode, onPerson }: PersonHeaderProps) {
  const act = usePeopleAct();
  const [picking, setPicking] = useState<"merge" | "name" | null>(null);
  const [details, setDetails] = useState(false);
  const [twin, setTwin] = useState<string | null>(null);
  const change = async (wish: PersonChange, words: string) => {
    const done = await act(words, () => changePerson(person.id, wish));
    if (wish.name && done?.same_name[0]) setTwin(done.same_name[0]);
  };
  const mergeInto = (id: string, name: string) =>
    void act(`Merged into ${name}.`, () => mergePeople(id, [person.id])).then((done) => done && onPerson(id));
  const choose = (chosen: Chosen) => {
    setPicking(null);
    if (chosen.person) mergeInto(chosen.person.id, chosen.person.name);
    else void change({ name: chosen.name }, `This is ${chosen.name} now.`);
  };
  const hide = () =>
    void change({ is_hidden: !person.is_hidden }, person.is_hidden ? "Shown again." : "Hidden. Their photos stay where they are.");
  const itsMe = () => void change({ is_self: !person.is_self }, person.is_self ? "No longer you." : "This is you: “me” finds these photos.");
  const forget = () =>
    void act("Forgotten. The photos stay; the faces may be grouped anew.", () => forgetPerson(person.id)).then((done) => done && onPerson(null));
  useActions("page", () => {
    const group = person.name || "This person";
    return [
      { title: mode === "photos" ? "Correct faces" : "Show photos", group, words: "wrong face", run: () => onMode(mode === "photos" ? "faces" : "photos") },
      { title: person.name ? "Give another name" : "Who is this?", group, words: "rename name person", run: () => setPicking("name") },
      { title: "Merge with somebody", group, words: "join same person", run: () => setPicking("merge") },
      { title: person.is_self ? "This is not me" : "This is me", group, words: "self", run: itsMe },
      { title: "Nicknames and birth date", group, words: "birthday age", run: () => setDetails(true) },
      { title: person.is_hidden ? "Show this person" : "Hide this person", group, run: hide },
      { title: "Forget this person", group, words: "delete remove", run: forget },
    ];
  });
  const facts = [
    countOf(person.photos, "photo", "photos"),
    ...(person.nicknames.length > 0 ? [person.nicknames.join(", ")] : []),
    ...(person.birth_date ? [`born ${formatShortDay(person.birth_date)}`] : []),
    ...(person.is_self ? ["this is me"] : []),
    ...(person.is_hidden ? ["hidden"] : []),
  ];
  return (
    <header className="mb-6">
      <a
        href="/people"
        onClick={(click) => followInPlace(click, () => onPerson(null))}
        className="-ms-2 mb-1 inline-flex min-h-10 items-center gap-1.5 rounded-control px-2 text-meta font-medium text-soft hover:bg-ink/6"
      >
        <Icon of={ArrowLeft} size={16} />
        People
      </a>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-4">
      <FacePicture src={person.cover} className="size-20 tablet:size-24" />
      <div className="min-w-48 flex-1">
        <EditableName facts={facts.join(" · ")} key={person.id + person.name} person={person} onName={(name) => void change({ name }, name ? "Name kept." : "Name taken away.")} onAsk={() => setPicking("name")} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          icon={<Icon of={mode === "photos" ? ScanFace : Images} size={18} />}
          onClick={() => onMode(mode === "photos" ? "faces" : "photos")}
        >
          {mode === "photos" ? "Correct faces" : "Show photos"}
        </Button>
        <Menu
          trigger={
            <IconButton label="More about this person">
              <Icon of={EllipsisVertical} />
            </IconButton>
          }
        >
          <MenuItem icon={Merge} onSelect={() => setPicking("merge")}>
            Merge with…
          </MenuItem>
          <MenuItem icon={UserRoundCheck} onSelect={itsMe}>
            {person.is_self ? "This is not me" : "This is me"}
          </MenuItem>
          <MenuItem icon={UserRoundCheck} onSelect={() => setDetails(true)}>
            Nicknames and birth date…
          </MenuItem>
          <MenuItem
            icon={person.is_hidden ? Eye : EyeOff}
            onSelect={hide}
          >
            {person.is_hidden ? "Show this person" : "Hide this person"}
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            icon={Trash2}
            danger
            onSelect={forget}
          >
            Forget this person
          </MenuItem>
        </Menu>
      </div>
      </div>
      <PersonPicker
        open={picking !== null}
        title={picking === "merge" ? `Merge ${person.name || "this person"} into…` : "Who is this?"}
        canBeNew={picking === "name"}
        start={picking === "name" ? person.name_in_files : ""}
        without={[person.id]}
        onChoose={choose}
        onClose={() => setPicking(null)}
      />
      <Details key={`${person.id}-${details}`} person={person} open={details} onClose={() => setDetails(false)} onSave={(wish) => void change(wish, "Kept.")} />
      <Dialog
        open={twin !== null}
        onClose={() => setTwin(null)}
        title={`There is already somebody called ${person.name}`}
        description="If both are the same person, they can be merged. If not, both keep the name."
        actions={
          <>
            <Button onClick={() => setTwin(null)}>They are two people</Button>
            <Button
              look="primary"
              onClick={() => {
                if (twin) mergeInto(twin, person.name);
                setTwin(null);
              }}
            >
              Merge them
            </Button>
          </>
        }
      />
    </header>
  );
}

interface EditableNameProps {
  person: Person;
  facts: string;
  onName: (name: string) => void;
  onAsk: () => void;
}

function EditableName({ person, facts, onName, onAsk }: EditableNameProps) {
  const [text, setText] = useState<string | null>(null);
  const keep = () => {
    if (text !== null && text.trim() !== person.name) onName(text.trim());
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") keep();
    else if (event.key === "Escape") setText(null);
  };
  const below = (
    <p dir="auto" className="counts mt-1 text-soft">
      {facts}
    </p>
  );
  if (person.name === "") {
    return (
      <>
        <PageHeading title="Without a name" className="text-soft" />
        {below}
        <Button look="primary" className="mt-2" onClick={onAsk}>
          {person.name_in_files ? `Is this ${person.name_in_files}?` : "Who is this?"}
        </Button>
      </>
    );
  }
  if (text !== null) {
    return (
      <>
      <input
        // The field takes the place of the heading that was just pressed.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label="Name"
        dir="auto"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={onKeyDown}
        className="w-full max-w-96 rounded-control border border-line bg-raised px-2 text-head font-semibold tracking-tight"
      />
      {below}
      </>
    );
  }
  return (
    <>
    <div className="flex items-start gap-1">
      <PageHeading title={person.name} className="break-words" />
      <IconButton label="Rename" onClick={() => setText(person.name)}>
        <Icon of={Pencil} size={18} />
      </IconButton>
    </div>
    {below}
    </>
  );
}

interface DetailsProps {
  person: Person;
  open: boolean;
  onClose: () => void;
  onSave: (wish: PersonChange) => void;
}

function Details({ person, open, onClose, onSave }: DetailsProps) {
  const [nicknames, setNicknames] = useState(person.nicknames.join(", "));
  const [birth, setBirth] = useState(person.birth_date ?? "");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Nicknames and birth date"
      description="Both are understood by the search: “Grandma at the lake”, “Anna when she was three”."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            onClick={() => {
              onSave({ nicknames: nicknames.split(",").map((name) => name.trim()).filter(Boolean), birth_date: birth || null });
              onClose();
            }}
          >
            Keep
          </Button>
        </>
      }
    >
      <div className="mt-4 space-y-4">
        <TextField label="Nicknames" hint="Separated by commas" value={nicknames} onChange={(event) => setNicknames(event.target.value)} />
        <TextField label="Birth date" type="date" min="1850-01-01" value={birth} onChange={(event) => setBirth(event.target.value)} />
      </div>
    </Dialog>
  );
}
