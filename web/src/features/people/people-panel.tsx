/** In the info panel: who is in this photo, and every correction of it. */
import { Link } from "@tanstack/react-router";
import { EllipsisVertical, EyeOff, Plus, ScanFace, UserRoundX, UserRound } from "lucide-react";
import { actOnFaces, drawFace, faceUrl } from "@/api/people";
import { useUser } from "@/api/session";
import type { Asset, PhotoFaceFacts } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { Menu, MenuItem } from "@/components/menu";
import { countOf } from "@/lib/format-number";
import { FacePicture } from "./face-picture";
import { type Chosen, PersonPicker } from "./person-picker";
import { usePhotoPeople } from "./photo-people";
import { usePeopleAct } from "./use-people-act";

export function PeoplePanel({ asset }: { asset: Asset }) {
  const allowed = useUser().faces_enabled;
  const { shown, show, draw, naming, name } = usePhotoPeople();
  const act = usePeopleAct();
  const faces = asset.faces.filter((face) => !face.is_ignored);
  const canDraw = allowed && asset.kind === "image" && asset.urls.preview !== null && !asset.is_trashed;
  if (faces.length === 0 && asset.looks.length === 0 && !canDraw) return null;
  const choose = (chosen: Chosen) => {
    name(null);
    draw(false);
    const who = chosen.person ? { person_id: chosen.person.id } : { name: chosen.name };
    const words = `This is ${chosen.person?.name ?? chosen.name}.`;
    if (Array.isArray(naming)) void act(words, () => drawFace(asset.id, { box: naming, ...who }));
    else if (naming) void act(words, () => actOnFaces({ action: "assign", face_ids: [naming.id], ...who }));
  };
  return (
    <section className="flex gap-4">
      <span className={faces.length > 0 || asset.looks.length > 0 ? "mt-0.5 text-soft" : "mt-2.5 text-soft"}>
        <Icon of={ScanFace} />
      </span>
      <div className="min-w-0 flex-1 space-y-1">
        <h3 className="sr-only">People</h3>
        {faces.length > 0 && (
          <button
            type="button"
            aria-pressed={shown === "all"}
            onPointerEnter={(event) => event.pointerType === "mouse" && shown === "none" && show("all")}
            onPointerLeave={(event) => event.pointerType === "mouse" && show("none")}
            onClick={() => show(shown === "all" ? "none" : "all")}
            className="-mx-2 -my-1 min-h-8 rounded-control px-2 text-start underline decoration-line decoration-2 underline-offset-4 hover:bg-ink/6"
          >
            {countOf(faces.length, "face", "faces")}
          </button>
        )}
        {allowed && (
          <ul className="-mx-2">
            {faces.map((face) => (
              <FaceLine key={face.id} face={face} />
            ))}
          </ul>
        )}
        {asset.looks.length > 0 && <p className="text-meta text-ai">{asset.looks.join(", ")}</p>}
        {canDraw && (
          <Button look="plain" icon={<Icon of={Plus} size={18} />} className="-ms-4 text-meta" onClick={() => draw(true)}>
            Mark a face that was missed
          </Button>
        )}
        {!allowed && faces.length > 0 && (
          <p className="text-meta text-soft">Whose faces is not looked for; you can allow it on the page “You”.</p>
        )}
      </div>
      <PersonPicker
        open={naming !== null}
        title="Who is this?"
        start={naming && !Array.isArray(naming) ? naming.name_in_file : ""}
        without={naming && !Array.isArray(naming) && naming.person?.name ? [naming.person.id] : []}
        onChoose={choose}
        onClose={() => {
          name(null);
          draw(false);
        }}
      />
    </section>
  );
}

function FaceLine({ face }: { face: PhotoFaceFacts }) {
  const { show, name } = usePhotoPeople();
  const act = usePeopleAct();
  const { person } = face;
  const words = person?.name || (face.name_in_file ? `${face.name_in_file}?` : "Who is this?");
  return (
    <li
      className="flex min-h-11 items-center gap-1 rounded-control ps-2 hover:bg-ink/5"
      onPointerEnter={() => show(face.id)}
      onPointerLeave={() => show("none")}
      onFocus={() => show(face.id)}
      onBlur={() => show("none")}
    >
      <FacePicture src={faceUrl(face.id)} className="size-9" />
      {person?.name ? (
        <Link
          to={`/people/${person.id}` as never}
          dir="auto"
          className={
            face.is_sure
              ? "min-w-0 flex-1 truncate rounded-control px-2 py-1.5 hover:underline"
              : "min-w-0 flex-1 truncate rounded-control px-2 py-1.5 text-ai hover:underline"
          }
          title={face.is_sure ? "You said so" : "A guess; correct it beside"}
        >
          {person.name}
        </Link>
      ) : (
        <button
          type="button"
          onClick={() => name(face)}
          dir="auto"
          className="min-w-0 flex-1 truncate rounded-control px-2 py-1.5 text-start text-soft hover:text-ink hover:underline"
        >
          {words}
        </button>
      )}
      <Menu
        trigger={
          <IconButton label={`More about ${person?.name || "this face"}`}>
            <Icon of={EllipsisVertical} size={18} />
          </IconButton>
        }
      >
        <MenuItem icon={UserRound} onSelect={() => name(face)}>
          {person?.name ? "Somebody else…" : "Who is this?"}
        </MenuItem>
        {person?.name && !face.is_sure && (
          <MenuItem icon={UserRound} onSelect={() => void act(`This is ${person.name}.`, () => actOnFaces({ action: "assign", face_ids: [face.id], person_id: person.id }))}>
            Yes, this is {person.name}
          </MenuItem>
        )}
        {person && (
          <MenuItem icon={UserRoundX} onSelect={() => void act(`This is not ${person.name || "that person"}.`, () => actOnFaces({ action: "refuse", face_ids: [face.id], person_id: person.id }))}>
            Not {person.name || "this person"}
          </MenuItem>
        )}
        <MenuItem icon={EyeOff} onSelect={() => void act("This face is ignored.", () => actOnFaces({ action: "ignore", face_ids: [face.id] }))}>
          Ignore this face
        </MenuItem>
      </Menu>
    </li>
  );
}
