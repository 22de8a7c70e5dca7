/** Before the yes: what recognising people means, and one switch. */
import { UsersRound } from "lucide-react";
import { messageOf } from "@/api/client";
import { useChangeMe } from "@/api/session";
import { Page } from "@/components/page";
import { Switch } from "@/components/switch";
import { tell } from "@/components/toast";

export function PeopleOff() {
  const change = useChangeMe();
  return (
    <Page title="People">
      <div className="max-w-prose">
        <div className="mb-6 grid size-24 place-items-center rounded-full bg-sunken text-accent">
          <UsersRound size={40} strokeWidth={1.25} aria-hidden="true" focusable="false" />
        </div>
        <p>
          PhotoNest can find the photos of one person. To do so it turns each face into a list of numbers. Such numbers
          identify people, so they are personal data about everyone in your pictures.
        </p>
        <ul className="mt-4 list-disc space-y-1.5 ps-5 text-soft">
          <li>The numbers are made on this machine and never leave it.</li>
          <li>Nobody gets a name unless you give one.</li>
          <li>Children, siblings and poor light are mistaken more often. You can correct everything, and it stays so.</li>
          <li>A no, at any time, erases the numbers and the names at once.</li>
        </ul>
        <div className="mt-6 border-y border-line">
          <Switch
            label="Recognise people in my photos"
            description="Your photos are looked through again in the background; the first people show after some minutes."
            checked={false}
            disabled={change.isPending}
            onChange={(on) =>
              on && change.mutate({ faces_enabled: true }, { onError: (error) => tell({ text: messageOf(error), tone: "bad" }) })
            }
          />
        </div>
      </div>
    </Page>
  );
}
