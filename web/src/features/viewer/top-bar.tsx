/** The viewer's controls over the picture; they fade while nothing moves. */
import { ArrowLeft, Download, Heart, Info, RotateCcw, ScanSearch, Trash2, ZoomIn } from "lucide-react";
import type { Asset } from "@/api/types";
import { Icon } from "@/components/icon";
import { IconButton, iconButtonClass } from "@/components/icon-button";
import { Tooltip } from "@/components/tooltip";
import { classNames } from "@/lib/class-names";
import { formatCount } from "@/lib/format-number";

interface TopBarProps {
  asset: Asset | undefined;
  at: number | null;
  total: number;
  visible: boolean;
  infoOpen: boolean;
  onBack: () => void;
  onFavourite: () => void;
  onInfo: () => void;
  onZoom: () => void;
  onMoreLikeThis: () => void;
  onMove: (action: "trash" | "restore") => void;
}

/** Over a white picture, too. */
const onDark = "text-white [&>svg]:drop-shadow-[0_0_2px_rgb(0_0_0/0.9)] hover:bg-white/15 active:bg-white/25";

export function TopBar({ asset, at, total, visible, infoOpen, ...on }: TopBarProps) {
  return (
    <div
      className={classNames(
        "absolute inset-x-0 top-0 z-10 flex h-16 items-center gap-1 bg-linear-to-b from-black/75 to-transparent px-2 transition-opacity duration-200 tablet:px-4",
        visible ? "opacity-100" : "pointer-events-none opacity-0 focus-within:pointer-events-auto focus-within:opacity-100",
      )}
    >
      <IconButton label="Back" keyHint="Esc" className={onDark} onClick={on.onBack}>
        <Icon of={ArrowLeft} size={22} />
      </IconButton>
      <p className="counts ms-1 me-auto text-meta text-white [text-shadow:0_0_3px_rgb(0_0_0/0.9)]">
        {at !== null && total > 1 && `${formatCount(at + 1)} of ${formatCount(total)}`}
      </p>
      {asset?.kind === "image" && (
        <IconButton label="Zoom" keyHint="z" className={classNames(onDark, "max-tablet:hidden")} onClick={on.onZoom}>
          <Icon of={ZoomIn} size={22} />
        </IconButton>
      )}
      {asset && !asset.is_trashed && (
        <IconButton label="More like this" keyHint="v" className={onDark} onClick={on.onMoreLikeThis}>
          <Icon of={ScanSearch} size={22} />
        </IconButton>
      )}
      {asset && !asset.is_trashed && (
        <IconButton
          label={asset.is_favourite ? "Remove from favourites" : "Add to favourites"}
          keyHint="f"
          aria-pressed={asset.is_favourite}
          className={onDark}
          onClick={on.onFavourite}
        >
          <Heart size={22} strokeWidth={1.5} fill={asset.is_favourite ? "currentColor" : "none"} aria-hidden="true" />
        </IconButton>
      )}
      {asset && (
        <Tooltip label="Download the original" keyHint="d">
          <a
            href={asset.urls.original}
            download={asset.filename}
            aria-label="Download the original"
            data-download=""
            className={classNames(iconButtonClass, onDark)}
          >
            <Icon of={Download} size={22} />
          </a>
        </Tooltip>
      )}
      {asset &&
        (asset.is_trashed ? (
          <IconButton label="Put back" className={onDark} onClick={() => on.onMove("restore")}>
            <Icon of={RotateCcw} size={22} />
          </IconButton>
        ) : (
          <IconButton label="Move to the trash" keyHint="Del" className={onDark} onClick={() => on.onMove("trash")}>
            <Icon of={Trash2} size={22} />
          </IconButton>
        ))}
      <IconButton label="Info" keyHint="i" aria-pressed={infoOpen} className={onDark} onClick={on.onInfo}>
        <Icon of={Info} size={22} />
      </IconButton>
    </div>
  );
}
