/** The name of an event as the heading of its page, changed in place. */
import { Pencil } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { PageHeading } from "@/components/page";
import { inputClass } from "@/components/text-field";

interface EventNameProps {
  name: string;
  /** The user's own title; empty while the machine's stands. */
  title: string;
  onRename: (title: string) => void;
}

export function EventName({ name, title, onRename }: EventNameProps) {
  const [editing, setEditing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  if (!editing) {
    return (
      <div className="flex items-start gap-1">
        <PageHeading title={name} className="break-words" />
        <IconButton label="Rename" data-action="rename-event" onClick={() => setEditing(true)}>
          <Icon of={Pencil} size={18} />
        </IconButton>
      </div>
    );
  }
  const save = (event: FormEvent) => {
    event.preventDefault();
    const typed = field.current?.value.trim() ?? "";
    setEditing(false);
    if (typed !== title && !(typed === name && !title)) onRename(typed);
  };
  return (
    <form onSubmit={save} className="flex flex-wrap items-center gap-2">
      <input
        ref={field}
        aria-label="Name of this event"
        defaultValue={title || name}
        maxLength={200}
        dir="auto"
        // Opened by a press: typing goes on here.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key === "Escape") setEditing(false);
        }}
        className={`${inputClass} w-[min(28rem,70vw)] text-title font-semibold`}
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
