/** One photo that was found; why it was found shows on hover and focus. */
import { memo } from "react";
import { tileUrl } from "@/api/timeline";
import type { SearchHit } from "@/api/types";
import { PhotoFace, tileFocus } from "@/components/photo-face";
import { classNames } from "@/lib/class-names";
import { formatLocalDate } from "@/lib/format-date";
import { readReason, reasonLine } from "./reasons";

interface HitTileProps {
  hit: SearchHit;
  href: string;
  focusable: boolean;
  onOpen: (id: string) => void;
}

export const HitTile = memo(function HitTile({ hit, href, focusable, onOpen }: HitTileProps) {
  return (
    <a
      href={href}
      tabIndex={focusable ? 0 : -1}
      aria-label={`${hit.filename}, ${formatLocalDate(hit.local_at)}. ${reasonLine(hit.why)}`}
      draggable={false}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return; // a new tab is the browser's
        event.preventDefault();
        onOpen(hit.id);
      }}
      className={classNames("group/hit relative block size-full overflow-hidden", tileFocus)}
    >
      <PhotoFace src={tileUrl(hit.id)} colour={hit.colour} thumbhash={hit.thumbhash} kind={hit.kind} filename={hit.filename} />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-x-0 bottom-0 bg-linear-to-t from-black/85 via-black/60 to-transparent px-2.5 pt-8 pb-2 text-meta text-white opacity-0 transition-opacity group-hover/hit:opacity-100 group-focus-visible/hit:opacity-100"
      >
        {hit.why.slice(0, 3).map((why) => (
          <span key={why} dir="auto" className="block truncate">
            {readReason(why).words}
          </span>
        ))}
      </span>
    </a>
  );
});
