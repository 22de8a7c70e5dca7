/** A new name or path for a tag; the name of another tag makes the two one, and the dialog says so before. */
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextField } from "@/components/text-field";
import { countOf } from "@/lib/format-number";
import { cleanPath, type TagLine } from "./tag-tree";

interface RenameDialogProps {
  line: TagLine;
  /** Merging starts with an empty field: another tag is to be named. */
  merging: boolean;
  lines: readonly TagLine[];
  onRename: (to: string, merges: boolean) => void;
  onClose: () => void;
}

export function RenameDialog({ line, merging, lines, onRename, onClose }: RenameDialogProps) {
  const listId = useId();
  const [typed, setTyped] = useState(merging ? "" : line.path);
  const to = cleanPath(typed);
  const others = lines.filter((each) => each.count !== null && each.path !== line.path);
  const other = others.find((each) => each.path.toLocaleLowerCase() === to.toLocaleLowerCase());
  const usable = to !== "" && to !== line.path && (!merging || other !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (usable) onRename(other?.path ?? to, other !== undefined);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={merging ? `Merge “${line.path}” with another tag` : `Rename “${line.path}”`}
      description={
        merging
          ? "All its photos get the other tag instead. You can undo it."
          : "On all photos. A slash puts it under another tag: Places/Lisbon. You can undo it."
      }
    >
      <form onSubmit={submit} className="mt-4 space-y-5">
        <TextField
          label={merging ? "The other tag" : "New name"}
          dir="auto"
          value={typed}
          maxLength={200}
          list={listId}
          autoComplete="off"
          // Opened to type in it.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
          hint={
            other
              ? `“${other.path}” has ${countOf(other.count ?? 0, "photo", "photos")} already: the two become one.`
              : merging && to !== ""
                ? "There is no other tag of that name."
                : line.under > 0
                  ? `${countOf(line.under, "tag lies", "tags lie")} under it and will go with it.`
                  : undefined
          }
        />
        <datalist id={listId}>
          {others.map((each) => (
            <option key={each.path} value={each.path} />
          ))}
        </datalist>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={!usable}>
            {other || merging ? "Merge" : "Rename"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
