/** Adding a pack: where it lies, the fingerprint it must have when it comes from a hub, and how far it is. */
import { type FormEvent, useState } from "react";
import type { ModelsFound } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { ProgressBar } from "@/components/progress-bar";
import { TextField } from "@/components/text-field";
import { formatBytes } from "@/lib/format-number";
import { useModelAct } from "./models-data";

export function AddPack({ adding }: { adding: ModelsFound["adding"] }) {
  const [source, setSource] = useState("");
  const [pin, setPin] = useState("");
  const add = useModelAct("packs");
  const fromHub = /^[\w.-]+\/[\w.-]+(@[\w.-]+)?$/.test(source.trim());
  const running = adding?.state === "running";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ source: source.trim(), ...(pin.trim() ? { pin: pin.trim() } : {}) });
  };
  return (
    <form onSubmit={submit} className="mt-6 max-w-xl space-y-4">
      <TextField
        label="Add a pack"
        required
        placeholder="/home/me/vit-b-32 or owner/name@revision"
        hint="A folder on the machine that runs the models, or a name at the model hub. Nothing is fetched before you press Add."
        value={source}
        onChange={(event) => setSource(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {fromHub && (
        <TextField
          label="Its fingerprint"
          required
          pattern="[0-9a-f]{64}"
          hint="64 digits. What a hub serves may change; this names exactly one pack. “photonest models add” shows it."
          value={pin}
          onChange={(event) => setPin(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <Button type="submit" disabled={running || add.isPending || !source.trim()}>
        Add
      </Button>
      <div aria-live="polite">{adding && <Progress adding={adding} />}</div>
    </form>
  );
}

function Progress({ adding }: { adding: NonNullable<ModelsFound["adding"]> }) {
  if (adding.state === "failed") return <Notice tone="bad">{adding.words}</Notice>;
  if (adding.state === "done") return <Notice tone="ok">{`${adding.space}: ${adding.words}`}</Notice>;
  return (
    <div className="max-w-96">
      <ProgressBar label={`Adding ${adding.source}`} done={adding.done_bytes} total={adding.total_bytes} />
      <p className="mt-1 text-meta text-soft">
        {adding.words}
        {adding.total_bytes > 0 && ` ${formatBytes(adding.done_bytes)} of ${formatBytes(adding.total_bytes)}`}
      </p>
    </div>
  );
}
