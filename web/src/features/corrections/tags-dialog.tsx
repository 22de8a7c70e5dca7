/** Tags of many photos at once: some are given, some are taken off. */
import { useState } from "react";
import { changeTags } from "@/api/corrections";
import { Button } from "@/components/button";
import { Chip } from "@/components/chip";
import { Dialog } from "@/components/dialog";
import type { PhotosAsked } from "@/lib/commands";
import { countOf } from "@/lib/format-number";
import { shownTag } from "@/lib/tag-path";
import { TagField } from "./tag-field";
import { useDoing } from "./use-doing";

export function TagsDialog({ asked, onClose }: { asked: PhotosAsked; onClose: () => void }) {
  const { ids } = asked;
  const [add, setAdd] = useState<readonly string[]>([]);
  const [remove, setRemove] = useState<readonly string[]>([]);
  const { run, busy } = useDoing(() => {
    asked.done?.();
    onClose();
  });
  const nothing = add.length === 0 && remove.length === 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Tags of ${countOf(ids.length, "photo", "photos")}`}
      description="A tag that you take off stays off, even if it is guessed again."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={busy || nothing}
            onClick={() => void run(() => changeTags(ids, { add: [...add], remove: [...remove] }), (count) => `Tags of ${countOf(count, "photo", "photos")} changed.`)}
          >
            Change tags
          </Button>
        </>
      }
    >
      <div className="mt-4 min-h-60 space-y-5">
        <div>
          <TagField label="Give" without={add} onTag={(name) => setAdd((before) => with_(before, name))} />
          <Chosen names={add} words="Do not give" onRemove={(name) => setAdd((before) => before.filter((each) => each !== name))} />
        </div>
        <div>
          <TagField label="Take off" without={remove} onTag={(name) => setRemove((before) => with_(before, name))} />
          <Chosen names={remove} words="Do not take off" onRemove={(name) => setRemove((before) => before.filter((each) => each !== name))} />
        </div>
      </div>
    </Dialog>
  );
}

const with_ = (names: readonly string[], name: string): readonly string[] => (names.includes(name) ? names : [...names, name]);

function Chosen({ names, words, onRemove }: { names: readonly string[]; words: string; onRemove: (name: string) => void }) {
  if (names.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-1.5">
      {names.map((name) => (
        <li key={name}>
          <Chip onRemove={() => onRemove(name)} removeLabel={`${words} ${name}`}>
            <span dir="auto">{shownTag(name)}</span>
          </Chip>
        </li>
      ))}
    </ul>
  );
}
