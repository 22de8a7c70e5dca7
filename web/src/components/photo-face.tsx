/**
 * What a tile shows of a photo, wherever tiles stand: the picture, its kind, its state, the heart. The link around it
 * says the same in its name, so nothing here is read out twice.
 */
import { CircleDot, FileQuestion, Heart, Layers, LoaderCircle, type LucideIcon, Play, Repeat, TriangleAlert } from "lucide-react";
import { classNames } from "@/lib/class-names";
import { formatDuration } from "@/lib/format-number";
import { Icon } from "./icon";
import { Picture } from "./picture";

/** One letter each: i image, v video, m motion photo, a animated. */
type Kind = "i" | "v" | "m" | "a";
type State = "processing" | "ready" | "failed" | "unsupported";

interface PhotoFaceProps {
  /** Address of the tile. */
  src: string;
  colour: string;
  thumbhash: string | null;
  kind: Kind;
  state?: State;
  durationS?: number | null;
  favourite?: boolean;
  /** How many photos stand for this one. */
  stackSize?: number;
  filename: string;
  selected?: boolean;
}

/** The focus ring of a tile lies inside it, so that the neighbours do not cover it. */
export const tileFocus =
  "focus-visible:outline-none focus-visible:[box-shadow:inset_0_0_0_3px_var(--accent),inset_0_0_0_5px_var(--surface)] focus-visible:after:absolute focus-visible:after:inset-0 focus-visible:after:[box-shadow:inset_0_0_0_3px_var(--accent),inset_0_0_0_5px_var(--surface)]";

export function PhotoFace({ state = "ready", kind, selected, ...photo }: PhotoFaceProps) {
  // Until it is processed a photo has neither colour nor tile.
  const hasPicture = state === "ready";
  return (
    <>
      <Picture
        src={hasPicture ? photo.src : null}
        alt=""
        colour={hasPicture ? photo.colour : "var(--surface-sunken)"}
        thumbhash={hasPicture ? photo.thumbhash : null}
        className={classNames("size-full transition-transform", selected && "scale-[0.86]")}
      />
      <TileState state={state} filename={photo.filename} />
      {state === "ready" && (
        <span className="absolute end-1.5 top-1.5 flex flex-col items-end gap-1">
          {kind !== "i" && <KindBadge kind={kind} durationS={photo.durationS ?? null} />}
          {photo.stackSize !== undefined && photo.stackSize > 1 && <StackBadge size={photo.stackSize} />}
        </span>
      )}
      {photo.favourite && (
        <span className="absolute start-1.5 bottom-1.5 text-white">
          {/* A dark edge: it is seen on a white picture, too. */}
          <Heart size={16} fill="currentColor" stroke="rgb(0 0 0 / 0.65)" strokeWidth={1.5} aria-hidden="true" />
        </span>
      )}
    </>
  );
}

const badge = "counts flex h-5.5 items-center gap-1 rounded-full bg-black/55 px-1.5 text-small font-medium text-white";

const kinds: Record<Exclude<Kind, "i">, { icon: LucideIcon; words: string }> = {
  v: { icon: Play, words: "Video" },
  m: { icon: CircleDot, words: "Motion photo" },
  a: { icon: Repeat, words: "Animated" },
};

function KindBadge({ kind, durationS }: { kind: Exclude<Kind, "i">; durationS: number | null }) {
  const { icon, words } = kinds[kind];
  return (
    <span
      aria-hidden="true"
      title={words}
      className={badge}
    >
      <Icon of={icon} size={13} />
      {durationS !== null && formatDuration(durationS)}
    </span>
  );
}

function StackBadge({ size }: { size: number }) {
  return (
    <span aria-hidden="true" title={`Stack of ${size}`} className={badge}>
      <Icon of={Layers} size={13} />
      {size}
    </span>
  );
}

const states: Record<Exclude<State, "ready">, { icon: LucideIcon; words: string }> = {
  processing: { icon: LoaderCircle, words: "Processing" },
  failed: { icon: TriangleAlert, words: "Not readable" },
  unsupported: { icon: FileQuestion, words: "Cannot be shown" },
};

function TileState({ state, filename }: { state: State; filename: string }) {
  if (state === "ready") return null;
  const { icon, words } = states[state];
  if (state === "processing") {
    return (
      <span
        aria-hidden="true"
        className="absolute inset-0 flex items-center justify-center gap-1.5 px-2 text-small text-soft"
      >
        <Icon of={icon} size={13} />
        {words}
      </span>
    );
  }
  return (
    <span
      aria-hidden="true"
      className="absolute inset-0 flex flex-col items-center justify-center gap-1 border border-line p-2 text-center text-small text-soft"
    >
      <span className={state === "failed" ? "text-warn" : "text-faint"}>
        <Icon of={icon} size={22} />
      </span>
      <span className="font-medium">{words}</span>{" "}
      <span dir="auto" className="w-full truncate text-soft">
        {filename}
      </span>
    </span>
  );
}
