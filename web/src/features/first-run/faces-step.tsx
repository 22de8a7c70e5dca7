/** First run, step 2: may faces be recognised? Asked once, in plain words, off until a yes. */
import { useState } from "react";
import { messageOf } from "@/api/client";
import { useChangeMe } from "@/api/session";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { QuietPage } from "./quiet-page";

export function FacesStep({ onDone }: { onDone: () => void }) {
  const change = useChangeMe();
  const [faces, setFaces] = useState(false);
  const decide = () => change.mutate({ faces_enabled: faces }, { onSuccess: onDone });
  return (
    <QuietPage step={{ at: 2, of: 3 }} title="May PhotoNest recognise faces?" lead="It is off until you say yes.">
      <div className="space-y-3 text-body">
        <p>
          PhotoNest can tell which faces belong to the same person. To do so it turns each face into a list of numbers.
          Such numbers identify people, so they are personal data about everyone in your pictures.
        </p>
        <ul className="list-disc space-y-1.5 ps-5 text-soft">
          <li>They are made on this machine and never leave it.</li>
          <li>Without a yes, PhotoNest only sees that there is a face and where, never whose it is.</li>
          <li>You can change your mind on the page “You”; a no erases the numbers.</li>
        </ul>
      </div>
      <label className="mt-6 flex min-h-14 cursor-pointer items-center gap-4 rounded-control border border-line bg-raised px-4 py-3 hover:border-faint">
        <input
          type="checkbox"
          checked={faces}
          onChange={(event) => setFaces(event.target.checked)}
          className="size-5 shrink-0"
        />
        <span className="font-medium">Yes, recognise faces in my photos</span>
      </label>
      {change.isError && (
        <div className="mt-4">
          <Notice tone="bad" role="alert">
            {messageOf(change.error)}
          </Notice>
        </div>
      )}
      <Button look="primary" className="mt-6 w-full" onClick={decide} disabled={change.isPending}>
        {faces ? "Go on with faces on" : "Go on with faces off"}
      </Button>
    </QuietPage>
  );
}
