/**
 * Tags: the user's own solid, the machine's in its colour with the score on hover. A guess can be taken as one's own
 * or taken off; what is taken off does not come back.
 */
import { Check, Plus, X } from "lucide-react";
import type { AssetTag } from "@/api/types";
import { Chip } from "@/components/chip";
import { Icon } from "@/components/icon";
import { shownTag } from "@/lib/tag-path";
import { guessOf, tagWords } from "./tag-words";

interface TagListProps {
  tags: AssetTag[];
  /** Not in the trash. */
  editable: boolean;
  onAccept: (name: string) => void;
  onTakeOff: (name: string) => void;
  onAdd: () => void;
}


export function TagList({ tags, editable, onAccept, onTakeOff, onAdd }: TagListProps) {
  if (tags.length === 0 && !editable) return null;
  return (
    <section>
      <h3 className="sr-only">Tags</h3>
      <ul className="flex flex-wrap gap-1.5">
        {tags.map((tag) => (
          <li key={`${tag.by}:${tag.source}:${tag.name}`}>
            {tag.by === "user" ? (
              <Chip onRemove={editable ? () => onTakeOff(tag.name) : undefined} removeLabel={`Take off ${shownTag(tag.name)}`}>
                <span dir="auto">{shownTag(tag.name)}</span>
              </Chip>
            ) : (
              <Chip tone="ai" title={guessOf(tag)}>
                {tagWords(tag)}
                {editable && (
                  <span className="-me-2 flex">
                    <ChipButton label={`${tagWords(tag)}: that is right`} icon={Check} onPress={() => onAccept(tag.name)} />
                    <ChipButton label={`${tagWords(tag)}: that is wrong`} icon={X} onPress={() => onTakeOff(tag.name)} />
                  </span>
                )}
              </Chip>
            )}
          </li>
        ))}
        {editable && (
          <li>
            <button
              type="button"
              onClick={onAdd}
              className="inline-flex min-h-8 items-center gap-1.5 rounded-full border border-dashed border-line px-3 text-meta text-soft hover:bg-ink/6 hover:text-ink"
            >
              <Icon of={Plus} size={14} />
              Tag
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}

function ChipButton({ label, icon, onPress }: { label: string; icon: typeof Check; onPress: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onPress} className="grid size-7 place-items-center rounded-full hover:bg-ai/15">
      <Icon of={icon} size={14} />
    </button>
  );
}
