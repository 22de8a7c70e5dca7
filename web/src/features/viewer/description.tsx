/** A few words of the user about a photo, saved when the field is left. */
import { useId, useState } from "react";

export function Description({ text, onSave }: { text: string; onSave: (text: string) => void }) {
  const id = useId();
  const [draft, setDraft] = useState(text);
  return (
    <div>
      <label htmlFor={id} className="sr-only">
        Description
      </label>
      <textarea
        id={id}
        value={draft}
        rows={1}
        dir="auto"
        placeholder="Add a description"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => draft.trim() !== text && onSave(draft.trim())}
        className="field-sizing-content min-h-11 w-full resize-none rounded-control border border-line bg-transparent px-3 py-2.5 placeholder:text-faint hover:border-faint"
      />
    </div>
  );
}
