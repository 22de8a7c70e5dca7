/** One photo in the grid: square-cornered, its states named, a round check to choose it. */
import { memo } from "react";
import { tileUrl } from "@/api/timeline";
import type { AssetState, KindLetter } from "@/api/types";
import { PhotoFace, tileFocus } from "@/components/photo-face";
import { classNames } from "@/lib/class-names";

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
  stackSize: number;
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
        className={classNames("block size-full [-webkit-touch-callout:none]", tileFocus)}
      >
        <PhotoFace
          src={tileUrl(id)}
          colour={photo.colour}
          thumbhash={photo.thumbhash}
          kind={kind}
          state={state}
          durationS={durationS}
          stackSize={photo.stackSize}
          favourite={photo.favourite}
          filename={photo.filename}
          selected={selected}
        />
      </a>
      <button type="button" tabIndex={-1} data-check="" aria-label={`Choose ${photo.name}`} aria-pressed={selected} className="tile-check" />
    </div>
  );
});
