/** Gives a moment of an event a name, in place; an empty one takes it away. */
import { Pencil } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { inputClass } from "@/components/text-field";

interface MomentNameProps {
  title: string;
  /** Its time, which says which moment is meant. */
  when: string;
  onRename: (title: string) => void;
}

export function MomentName({ title, when, onRename }: MomentNameProps) {
  const [editing, setEditing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const label = title ? `Rename the moment “${title}”` : `Name the moment ${when}`;
  if (!editing) {
    return (
      <IconButton label={label} className="text-faint hover:text-ink" onClick={() => setEditing(true)}>
        <Icon of={Pencil} size={16} />
      </IconButton>
    );
  }
  const save = (event: FormEvent) => {
    event.preventDefault();
    const typed = field.current?.value.trim() ?? "";
    setEditing(false);
    if (typed !== title) onRename(typed);
  };
  return (
    <form onSubmit={save} className="flex min-w-64 flex-1 items-center gap-2">
      <input
        ref={field}
        aria-label={label}
        defaultValue={title}
        placeholder="Cutting the cake"
        maxLength={200}
        dir="auto"
        // Opened by a press: typing goes on here.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key === "Escape") setEditing(false);
        }}
        className={`${inputClass} max-w-80 min-w-0 flex-1`}
      />
      <Button type="submit" look="primary">
        Save
      </Button>
      <Button look="plain" onClick={() => setEditing(false)}>
        Cancel
      </Button>
    </form>
  );
}
