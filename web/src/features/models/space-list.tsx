/** The spaces: which one is searched, how full the others are, and switching between them. */
import { CircleCheck } from "lucide-react";
import type { ModelsFound, SpaceOut } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { ProgressBar } from "@/components/progress-bar";
import { formatCount } from "@/lib/format-number";
import { useModelAct } from "./models-data";

const kinds: Record<SpaceOut["kind"], string> = {
  built_in: "Built in; it also names the tags",
  likeness: "Compares pictures with pictures",
  pack: "By a pack",
  words: "By a service outside, from the words of photos",
};

export function SpaceList({ found }: { found: ModelsFound }) {
  if (found.spaces.length === 0) return <p className="text-soft">None yet: no photo has been analysed.</p>;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {found.spaces.map((space) => (
        <Space key={space.name} space={space} mayChange={found.may_change} />
      ))}
    </ul>
  );
}

function Space({ space, mayChange }: { space: SpaceOut; mayChange: boolean }) {
  const use = useModelAct("spaces/use", () => `Search uses ${space.name} now.`);
  const drop = useModelAct("spaces/drop", () => `The vectors of ${space.name} are being deleted.`);
  const index = useModelAct("spaces/index");
  const busy = use.isPending || drop.isPending || index.isPending;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium break-words">{space.name}</p>
        <p className="text-meta text-soft">
          {kinds[space.kind]} · {formatCount(space.dim)} numbers a photo
        </p>
        <State space={space} />
      </div>
      {mayChange && (
        <div className="flex flex-wrap gap-2">
          {space.state === "ready" && (
            <Button disabled={busy} onClick={() => use.mutate({ space: space.name })}>
              Search with it
            </Button>
          )}
          {space.kind === "pack" && space.state === "filling" && (
            <Button disabled={busy} onClick={() => index.mutate({ space: space.name })}>
              Go on
            </Button>
          )}
          {(space.kind === "pack" || space.kind === "words") && space.state !== "active" && space.state !== "retired" && (
            <Button disabled={busy} onClick={() => drop.mutate({ space: space.name })}>
              Drop its vectors
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function State({ space }: { space: SpaceOut }) {
  const numbers = `${formatCount(space.filled)} of ${formatCount(space.total)} photos`;
  if (space.state === "active") {
    return (
      <p className="mt-1 flex items-center gap-1.5 text-meta text-ok">
        <Icon of={CircleCheck} size={16} />
        Searched now, {numbers}
      </p>
    );
  }
  if (space.state === "retired") return <p className="mt-1 text-meta text-soft">Its vectors are being deleted.</p>;
  if (space.state === "ready") return <p className="mt-1 text-meta text-soft">Ready, {numbers}</p>;
  return (
    <div className="mt-2 max-w-96">
      <ProgressBar label={`Filling ${space.name}`} done={space.filled} total={space.total} />
      <p className="mt-1 text-meta text-soft">Being filled behind everything else: {numbers}. Search goes on meanwhile.</p>
    </div>
  );
}
