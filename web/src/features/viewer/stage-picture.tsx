/** One picture on the stage: its tile at once, then the preview, the original when zoomed in, motion on demand. */
import { CircleDot } from "lucide-react";
import { type ReactNode, useState } from "react";
import { previewUrl, tileUrl } from "@/api/timeline";
import type { Asset } from "@/api/types";
import { Icon } from "@/components/icon";
import { classNames } from "@/lib/class-names";
import { thumbhashUrl } from "@/lib/thumbhash-url";
import { canDrawOriginal } from "./facts";
import { TextLayer } from "./text-layer";
import type { Size, Zoom } from "./zoom";

interface StagePictureProps {
  id: string;
  asset: Asset | undefined;
  colour: string;
  fit: Size;
  zoom: Zoom;
  overPicture?: ReactNode;
  animated: boolean;
  /** The text read in the picture lies over it, to be marked. */
  showText: boolean;
}

/** From here on the preview has too few pixels. */
const originalFrom = 1.3;

export function StagePicture({ id, asset, colour, fit, zoom, overPicture, animated, showText }: StagePictureProps) {
  const [previewLoaded, setPreviewLoaded] = useState(false);
  const [original, setOriginal] = useState<"unasked" | "loading" | "shown" | "failed">("unasked");
  const [motion, setMotion] = useState(false);
  const sharper = asset && canDrawOriginal(asset) && asset.urls.original;
  if (sharper && original === "unasked" && (zoom.scale > originalFrom || animated)) setOriginal("loading");
  const layer = "absolute inset-0 size-full select-none";
  return (
    <div
      className="stage-photo absolute top-1/2 left-1/2"
      style={{
        width: fit.width,
        height: fit.height,
        transform: `translate(-50%, -50%) translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`,
        backgroundColor: previewLoaded ? undefined : colour,
      }}
    >
      {!previewLoaded && (
        <>
          {asset?.thumbhash && <img src={thumbhashUrl(asset.thumbhash)} alt="" className={layer} />}
          <img src={tileUrl(id)} alt="" draggable={false} className={classNames(layer, "object-cover")} />
        </>
      )}
      <img
        src={previewUrl(id)}
        alt={asset ? asset.alt || asset.filename : ""}
        draggable={false}
        onLoad={() => setPreviewLoaded(true)}
        className={classNames(layer, "transition-opacity", previewLoaded ? "opacity-100" : "opacity-0")}
      />
      {sharper && (original === "loading" || original === "shown") && (
        <img
          src={sharper}
          alt=""
          draggable={false}
          onLoad={() => setOriginal("shown")}
          onError={() => setOriginal("failed")}
          className={classNames(layer, original === "shown" ? "opacity-100" : "opacity-0")}
        />
      )}
      {motion && asset?.motion_url && (
        // The moving part of a photo has no speech of its own to caption.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <video src={asset.motion_url} autoPlay playsInline onEnded={() => setMotion(false)} className={classNames(layer, "object-cover")} />
      )}
      {asset?.motion_url && (
        <button
          type="button"
          aria-pressed={motion}
          onPointerDown={(event) => event.stopPropagation()}
          onPointerUp={(event) => event.stopPropagation()}
          onPointerEnter={(event) => event.pointerType === "mouse" && setMotion(true)}
          onPointerLeave={(event) => event.pointerType === "mouse" && setMotion(false)}
          onClick={() => setMotion((before) => !before)}
          className="absolute start-3 bottom-3 flex min-h-10 items-center gap-2 rounded-full bg-black/55 px-3 text-meta text-white"
        >
          <Icon of={CircleDot} size={16} />
          Play motion
        </button>
      )}
      {showText && asset && <TextLayer lines={asset.text} fit={fit} />}
      {overPicture}
    </div>
  );
}
