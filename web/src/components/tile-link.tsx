/** One photo in rows: a link that opens it in place, or in a new tab as links do. */
import { memo } from "react";
import { classNames } from "@/lib/class-names";
import { formatLocalDate } from "@/lib/format-date";
import { PhotoFace, tileFocus } from "./photo-face";

export interface TilePhoto {
  id: string;
  filename: string;
  ratio: number;
  colour: string;
  kind: "i" | "v" | "m" | "a";
  thumbhash: string | null;
  local_at: string;
}

interface TileLinkProps {
  photo: TilePhoto;
  /** Address of the small picture. */
  src: string;
  href: string;
  focusable: boolean;
  onOpen: (id: string) => void;
}

export const TileLink = memo(function TileLink({ photo, src, href, focusable, onOpen }: TileLinkProps) {
  return (
    <a
      href={href}
      tabIndex={focusable ? 0 : -1}
      aria-label={`${photo.filename}, ${formatLocalDate(photo.local_at)}`}
      draggable={false}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return; // a new tab is the browser's
        event.preventDefault();
        onOpen(photo.id);
      }}
      className={classNames("relative block size-full overflow-hidden", tileFocus)}
    >
      <PhotoFace src={src} colour={photo.colour} thumbhash={photo.thumbhash} kind={photo.kind} filename={photo.filename} />
    </a>
  );
});
