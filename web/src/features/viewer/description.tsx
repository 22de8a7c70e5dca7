/** A few words of the user about a photo, saved when the field is left; until there are any, the automatic caption. */
import { PencilLine } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Icon } from "@/components/icon";

interface DescriptionProps {
  text: string;
  /** Made of tags, place and date, or by `writer`; "" when too little is known. */
  caption: string;
  /** The language model that wrote the caption, "" for the template. */
  writer: string;
  onSave: (text: string) => void;
}

export function Description({ text, caption, writer, onSave }: DescriptionProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(text);
  return (
    <div>
      <label htmlFor={id} className="sr-only">
        Description
      </label>
      <textarea
        ref={field}
        id={id}
        value={draft}
        rows={1}
        dir="auto"
        placeholder="Add a description"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => draft.trim() !== text && onSave(draft.trim())}
        className="field-sizing-content min-h-11 w-full resize-none rounded-control border border-line bg-transparent px-3 py-2.5 placeholder:text-faint hover:border-faint"
      />
      {!draft && caption && (
        <div className="mt-1.5 flex items-start gap-2 text-meta">
          <p className="flex-1 text-ai">
            {caption}
            <span className="block text-soft">Written automatically{writer ? ` by ${writer}` : ", from tags, place and date"}</span>
          </p>
          <button
            type="button"
            onClick={() => {
              setDraft(caption);
              field.current?.focus();
            }}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-control px-2 font-medium hover:bg-ink/6"
          >
            <Icon of={PencilLine} size={14} />
            Use and edit
          </button>
        </div>
      )}
    </div>
  );
}
