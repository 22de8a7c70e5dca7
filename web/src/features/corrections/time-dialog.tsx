/** When photos were taken: a clock that was wrong, a day that a scan cannot know, a zone that was forgotten. */
import { useMemo, useState } from "react";
import { correctPhotos } from "@/api/corrections";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextField } from "@/components/text-field";
import type { PhotosAsked } from "@/lib/commands";
import { formatLocalTime, formatOffset, formatShortDay } from "@/lib/format-date";
import { countOf } from "@/lib/format-number";
import { Preview, usePreview } from "./preview";
import { knownZones, timeChange, type TimeFields, untouched, type Way } from "./time-change";
import { useDoing } from "./use-doing";

const ways: Record<Way, string> = {
  shift: "Shift the clock",
  set: "Set day or time",
  zone: "Set the time zone",
};

export function TimeDialog({ asked, onClose }: { asked: PhotosAsked; onClose: () => void }) {
  const { ids } = asked;
  const [fields, setFields] = useState<TimeFields>(() => ({
    ...untouched,
    ...(asked.now?.localAt && { way: "set", day: asked.now.localAt.slice(0, 10), clock: asked.now.localAt.slice(11, 16) }),
  }));
  const put = (some: Partial<TimeFields>) => setFields((before) => ({ ...before, ...some }));
  const change = useMemo(() => timeChange(fields), [fields]);
  const { data, error } = usePreview(ids, change);
  const { run, busy } = useDoing(() => {
    asked.done?.();
    onClose();
  });
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={`Time of ${countOf(ids.length, "photo", "photos")}`}
      description="What you set here stays, whatever the files say. You can undo it."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={busy || change === null || error !== null || data?.changed === 0}
            onClick={() => change && void run(() => correctPhotos(ids, change), (count) => `Time of ${countOf(count, "photo", "photos")} corrected.`)}
          >
            Set the time
          </Button>
        </>
      }
    >
      <div className="mt-4 space-y-5">
        <Choice name="way" legend="What was wrong" value={fields.way} options={ways} onChange={(way) => put({ way })} />
        {fields.way === "shift" && <ShiftFields fields={fields} put={put} />}
        {fields.way === "set" && <SetFields fields={fields} put={put} single={ids.length === 1} />}
        {fields.way === "zone" && <ZoneFields fields={fields} put={put} />}
        <Preview ids={ids} change={change} words={timeWords} />
      </div>
    </Dialog>
  );
}

interface FieldsProps {
  fields: TimeFields;
  put: (some: Partial<TimeFields>) => void;
}

function ShiftFields({ fields, put }: FieldsProps) {
  const amounts = [
    ["days", "Days"],
    ["hours", "Hours"],
    ["minutes", "Minutes"],
  ] as const;
  return (
    <div className="space-y-4">
      <div className="grid grid-cols-3 gap-3">
        {amounts.map(([name, label]) => (
          <TextField key={name} label={label} inputMode="decimal" placeholder="0" value={fields[name]} onChange={(event) => put({ [name]: event.target.value })} />
        ))}
      </div>
      <Choice
        name="direction"
        legend="Direction"
        value={fields.later ? "later" : "earlier"}
        options={{ later: "Later", earlier: "Earlier" }}
        onChange={(way) => put({ later: way === "later" })}
      />
    </div>
  );
}

function SetFields({ fields, put, single }: FieldsProps & { single: boolean }) {
  return (
    <div className="grid gap-3 tablet:grid-cols-2">
      <TextField
        label="Day"
        type="date"
        value={fields.day}
        onChange={(event) => put({ day: event.target.value })}
        hint={single ? undefined : "Empty: each photo keeps its day"}
      />
      <TextField
        label="Time of day"
        type="time"
        value={fields.clock}
        onChange={(event) => put({ clock: event.target.value })}
        hint={single ? undefined : "Empty: each photo keeps its time of day"}
      />
    </div>
  );
}

function ZoneFields({ fields, put }: FieldsProps) {
  const [zones] = useState(knownZones);
  return (
    <div className="space-y-4">
      <TextField
        label="Time zone"
        list="known-zones"
        placeholder="Europe/Lisbon"
        autoComplete="off"
        value={fields.zone}
        onChange={(event) => put({ zone: event.target.value })}
      />
      <datalist id="known-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Choice
        name="keeps"
        legend="What was right"
        value={fields.keeps}
        options={{ clock: "The clock: only its zone was not noted", moment: "The moment: the camera was left at home time" }}
        onChange={(keeps) => put({ keeps })}
      />
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  name: string;
  legend: string;
  value: Value;
  options: Record<Value, string>;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ name, legend, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-meta font-medium text-soft">{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {(Object.entries(options) as [Value, string][]).map(([each, label]) => (
          <label
            key={each}
            className="flex min-h-10 cursor-pointer items-center gap-2 rounded-control border border-line px-3 hover:bg-ink/6 has-checked:border-accent has-checked:bg-accent/10 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name={name} value={each} checked={each === value} onChange={() => onChange(each)} className="sr-only" />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function timeWords(facts: { local_at: string; utc_offset_minutes: number | null }): string {
  const zone = facts.utc_offset_minutes === null ? "" : ` ${formatOffset(facts.utc_offset_minutes)}`;
  return `${formatShortDay(facts.local_at.slice(0, 10))}, ${formatLocalTime(facts.local_at)}${zone}`;
}
