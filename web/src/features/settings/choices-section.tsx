/** Theme, time zone, faces, shortcuts: each beside what it means. */
import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/client";
import { useChangeMe, useUser } from "@/api/session";
import type { Theme, UserChange } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";
import { Switch } from "@/components/switch";
import { tell } from "@/components/toast";
import { command } from "@/lib/commands";
import { formatMoment } from "@/lib/format-date";
import { applyTheme } from "@/lib/theme";
import { ChoiceSelect } from "./choice-select";
import { EraseFaces } from "./erase-faces";
import { HomeChoice } from "./home-choice";
import { Section } from "./section";

const weekStarts = [
  { value: "monday", label: "Monday" },
  { value: "saturday", label: "Saturday" },
  { value: "sunday", label: "Sunday" },
] as const;
const hemispheres = [
  { value: "north", label: "June to August" },
  { value: "south", label: "December to February" },
] as const;

const themes: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];

export function ChoicesSection() {
  const user = useUser();
  const change = useChangeMe();
  const [askingFaces, setAskingFaces] = useState(false);
  const save = (wish: UserChange, onSuccess?: () => void) =>
    change.mutate(wish, { onSuccess, onError: (error) => tell({ text: messageOf(error), tone: "bad" }) });
  const zones = ["", ...new Set([...(user.time_zone ? [user.time_zone] : []), ...Intl.supportedValuesOf("timeZone")])];
  return (
    <>
    <Section title="Appearance and keys">
      <div className="divide-y divide-line border-y border-line">
        <fieldset className="flex flex-wrap items-center justify-between gap-3 py-3">
          <legend className="float-left font-medium">Theme</legend>
          <div className="flex gap-1 rounded-control bg-sunken p-1">
            {themes.map((theme) => (
              <label
                key={theme.value}
                className="flex min-h-10 cursor-pointer items-center gap-2 rounded-[7px] px-3 text-meta has-checked:bg-raised has-checked:font-medium has-checked:shadow-raised has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
              >
                <input
                  type="radio"
                  name="theme"
                  className="sr-only"
                  checked={user.theme === theme.value}
                  onChange={() => {
                    applyTheme(theme.value);
                    save({ theme: theme.value });
                  }}
                />
                <Icon of={theme.icon} size={18} />
                {theme.label}
              </label>
            ))}
          </div>
        </fieldset>
        <Switch
          label="Single-key shortcuts"
          description={
            <>
              Letters and digits alone act on photos, such as f for favourite.{" "}
              <button
                type="button"
                className="font-medium text-accent underline underline-offset-2"
                onClick={() => command("show-keys")}
              >
                Show all keys
              </button>
            </>
          }
          checked={user.shortcuts_enabled}
          onChange={(on) => save({ shortcuts_enabled: on })}
        />
      </div>
    </Section>
    <Section title="What words mean in a search">
      <div className="divide-y divide-line border-y border-line">
        <ChoiceSelect
          label="Time zone"
          description="For photos that carry neither a zone nor a place, and for “today”."
          value={user.time_zone}
          options={zones.map((zone) => ({ value: zone, label: zone ? zone.replaceAll("_", " ") : "Not set" }))}
          onChange={(time_zone) => save({ time_zone })}
        />
        <ChoiceSelect
          label="Week starts on"
          description="What “last week” and “this weekend” mean."
          value={user.week_start}
          options={weekStarts}
          onChange={(week_start) => save({ week_start })}
        />
        <ChoiceSelect
          label="Summer"
          description="What “last summer” means."
          value={user.hemisphere}
          options={hemispheres}
          onChange={(hemisphere) => save({ hemisphere })}
        />
        <HomeChoice home={user.home} onSave={save} />
      </div>
    </Section>
    <Section title="Faces">
      <div className="divide-y divide-line border-y border-line">
        <Switch
          label="Recognise faces in my photos"
          description={
            <>
              <p>
                Each face becomes a list of numbers that tells people apart: personal data about everyone in your
                pictures. It is made on this machine and never leaves it. Off means: PhotoNest sees that there are
                faces, not whose.
              </p>
              {user.faces_decided_at && <p className="mt-1">You decided this on {formatMoment(user.faces_decided_at)}.</p>}
            </>
          }
          checked={user.faces_enabled}
          onChange={(on) => (on ? save({ faces_enabled: true }) : setAskingFaces(true))}
        />
        {user.faces_enabled && (
          <Switch
            label="Guess expressions"
            description="A guess of what a face looks like, such as “looks joyful”. It says nothing about how someone feels."
            checked={user.expressions_enabled}
            onChange={(on) => save({ expressions_enabled: on })}
          />
        )}
        <EraseFaces />
      </div>
      <Dialog
        open={askingFaces}
        onClose={() => setAskingFaces(false)}
        title="Stop recognising faces?"
        description="The numbers of all faces in your photos are erased. Your photos stay as they are. If you say yes again later, all faces are looked for anew."
        actions={
          <>
            <Button onClick={() => setAskingFaces(false)}>Keep it on</Button>
            <Button
              look="danger"
              onClick={() => {
                setAskingFaces(false);
                save({ faces_enabled: false });
              }}
            >
              Stop and erase
            </Button>
          </>
        }
      />
    </Section>
    </>
  );
}
