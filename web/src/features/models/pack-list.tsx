/** The packs that were added: licence, size, fingerprint, and beginning to fill their space. */
import type { ModelsFound, PackCard } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { formatBytes } from "@/lib/format-number";
import { useModelAct } from "./models-data";

export function PackList({ found }: { found: ModelsFound }) {
  if (found.packs.length === 0) return <p className="text-soft">No pack was added.</p>;
  const spaces = new Set(found.spaces.map((space) => space.name));
  return (
    <ul className="divide-y divide-line border-y border-line">
      {found.packs.map((pack) => (
        <Pack key={pack.space} pack={pack} hasSpace={spaces.has(pack.space)} mayChange={found.may_change} />
      ))}
    </ul>
  );
}

function Pack({ pack, hasSpace, mayChange }: { pack: PackCard; hasSpace: boolean; mayChange: boolean }) {
  const index = useModelAct("spaces/index", () => `Photos are being placed in ${pack.space}.`);
  const remove = useModelAct("packs/remove", () => `The files of ${pack.space} are removed.`);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium break-words">{pack.space}</p>
        {pack.state === "broken" ? (
          <Notice tone="bad">It cannot be used: {pack.notice}</Notice>
        ) : (
          <>
            <p>
              {formatBytes(pack.size_bytes)} · licence: {pack.licence}
            </p>
            <p className="text-meta text-soft">From {pack.source}</p>
            {pack.notice && <p className="text-meta text-soft">{pack.notice}</p>}
            <p className="font-mono text-small break-all text-soft">{pack.fingerprint}</p>
          </>
        )}
      </div>
      {mayChange && !hasSpace && (
        <div className="flex flex-wrap gap-2">
          {pack.state !== "broken" && (
            <Button disabled={index.isPending} onClick={() => index.mutate({ space: pack.space })}>
              Place my photos in it
            </Button>
          )}
          <Button disabled={remove.isPending} onClick={() => remove.mutate({ space: pack.space })}>
            Remove
          </Button>
        </div>
      )}
    </li>
  );
}
