/** One photo in the grid: square-cornered, its states named, a round check to choose it. */
import { CircleDot, FileQuestion, Heart, LoaderCircle, type LucideIcon, Play, Repeat, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { tileUrl } from "@/api/timeline";
import type { AssetState, KindLetter } from "@/api/types";
import { Icon } from "@/components/icon";
import { Picture } from "@/components/picture";
import { classNames } from "@/lib/class-names";
import { formatDuration } from "@/lib/format-number";

interface PhotoTileProps {
  at: number;
  column: number;
  id: string;
  href: string;
  name: string;
  colour: string;
  thumbhash: string | null;
  kind: KindLetter;
  state: AssetState;
  durationS: number | null;
  favourite: boolean;
  filename: string;
  left: number;
  width: number;
  selected: boolean;
  focusable: boolean;
  leaving: boolean;
}

export const PhotoTile = memo(function PhotoTile(photo: PhotoTileProps) {
  const { at, id, state, selected, kind, durationS } = photo;
  const hasPicture = state === "ready" || state === "processing";
  return (
    <div
      role="gridcell"
      aria-colindex={photo.column}
      aria-selected={selected}
      data-at={at}
      className={classNames("group/tile absolute inset-y-0 overflow-hidden", photo.leaving && "opacity-0", selected && "bg-accent/20")}
      style={{ left: photo.left, width: photo.width }}
    >
      <a
        href={photo.href}
        tabIndex={photo.focusable ? 0 : -1}
        aria-label={photo.name}
        draggable={false}
        className="block size-full [-webkit-touch-callout:none] focus-visible:outline-none focus-visible:[box-shadow:inset_0_0_0_3px_var(--accent),inset_0_0_0_5px_var(--surface)] focus-visible:after:absolute focus-visible:after:inset-0 focus-visible:after:[box-shadow:inset_0_0_0_3px_var(--accent),inset_0_0_0_5px_var(--surface)]"
      >
        <Picture
          src={hasPicture ? tileUrl(id) : null}
          alt=""
          colour={hasPicture ? photo.colour : "var(--surface-sunken)"}
          thumbhash={hasPicture ? photo.thumbhash : null}
          className={classNames("size-full transition-transform", selected && "scale-[0.86]")}
        />
        <TileState state={state} filename={photo.filename} />
        {kind !== "i" && <KindBadge kind={kind} durationS={durationS} />}
        {photo.favourite && (
          <span className="absolute start-1.5 bottom-1.5 text-white drop-shadow-[0_1px_2px_rgb(0_0_0/.6)]">
            <Heart size={16} fill="currentColor" strokeWidth={0} aria-hidden="true" />
          </span>
        )}
      </a>
      <button type="button" tabIndex={-1} data-check="" aria-label={`Choose ${photo.name}`} aria-pressed={selected} className="tile-check" />
    </div>
  );
});

const kinds: Record<Exclude<KindLetter, "i">, { icon: LucideIcon; words: string }> = {
  v: { icon: Play, words: "Video" },
  m: { icon: CircleDot, words: "Motion photo" },
  a: { icon: Repeat, words: "Animated" },
};

function KindBadge({ kind, durationS }: { kind: Exclude<KindLetter, "i">; durationS: number | null }) {
  const { icon, words } = kinds[kind];
  return (
    <span
      title={words}
      className="counts absolute end-1.5 top-1.5 flex h-5.5 items-center gap-1 rounded-full bg-black/55 px-1.5 text-small font-medium text-white"
    >
      <Icon of={icon} size={13} />
      {durationS !== null && formatDuration(durationS)}
    </span>
  );
}

const states: Record<Exclude<AssetState, "ready">, { icon: LucideIcon; words: string }> = {
  processing: { icon: LoaderCircle, words: "Processing" },
  failed: { icon: TriangleAlert, words: "Not readable" },
  unsupported: { icon: FileQuestion, words: "Cannot be shown" },
};

function TileState({ state, filename }: { state: AssetState; filename: string }) {
  if (state === "ready") return null;
  const { icon, words } = states[state];
  if (state === "processing") {
    return (
      <span className="absolute inset-x-0 bottom-1.5 mx-auto flex h-5.5 w-fit items-center gap-1 rounded-full bg-black/55 px-2 text-small font-medium text-white">
        <Icon of={icon} size={13} />
        {words}
      </span>
    );
  }
  return (
    <span className="absolute inset-0 flex flex-col items-center justify-center gap-1 border border-line p-2 text-center text-small text-soft">
      <span className={state === "failed" ? "text-warn" : "text-faint"}>
        <Icon of={icon} size={22} />
      </span>
      <span className="font-medium">{words}</span>
      <span dir="auto" className="w-full truncate text-soft">
        {filename}
      </span>
    </span>
  );
}
