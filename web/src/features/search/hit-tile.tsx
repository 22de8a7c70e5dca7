/** One photo that was found; why it was found shows on hover and focus. */
import { ChevronLeft, Copy } from "lucide-react";
import { memo } from "react";
import { tileUrl } from "@/api/timeline";
import type { SearchHit } from "@/api/types";
import { Icon } from "@/components/icon";
import { PhotoFace, tileFocus } from "@/components/photo-face";
import { classNames } from "@/lib/class-names";
import { formatLocalDate } from "@/lib/format-date";
import { countOf } from "@/lib/format-number";
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
      <PhotoFace src={tileUrl(hit.id)} colour={hit.colour} thumbhash={hit.thumbhash} kind={hit.kind} filename={hit.filename} stackSize={hit.stack_size} />
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

interface CopiesButtonProps {
  hit: SearchHit;
  copies: number;
  open: boolean;
  onPress: (set: string) => void;
}

/** Stands on the tile, beside its link: shows the copies that this one stands for, or puts them behind it again. */
export function CopiesButton({ hit, copies, open, onPress }: CopiesButtonProps) {
  const words = countOf(copies, "copy", "copies");
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={open ? `Put ${words} of ${hit.filename} behind it` : `Show ${words} of ${hit.filename}`}
      title={open ? "Put the copies behind it" : `Show ${words}`}
      onClick={() => hit.copy_set && onPress(hit.copy_set)}
      className="absolute start-0 top-0 grid min-h-10 min-w-10 place-items-start p-1.5 focus-visible:-outline-offset-2"
    >
      <span className="counts flex h-5.5 items-center gap-1 rounded-full bg-black/65 px-1.5 text-small font-medium text-white">
        <Icon of={open ? ChevronLeft : Copy} size={13} />
        {open ? "" : `+${copies}`}
      </span>
    </button>
  );
}
