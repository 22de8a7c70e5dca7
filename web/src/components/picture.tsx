/** A photograph in its box: mean colour at once, then the thumbhash, then the picture fading in. */
import { type CSSProperties, useState } from "react";
import { classNames } from "@/lib/class-names";
import { thumbhashUrl } from "@/lib/thumbhash-url";

interface PictureProps {
  src: string | null;
  alt: string;
  /** "#rrggbb" */
  colour: string;
  thumbhash?: string | null;
  fit?: "cover" | "contain";
  className?: string;
  style?: CSSProperties;
  onFailed?: () => void;
}

// Pictures that were shown before are in the browser's cache: they appear without a fade.
const shown = new Set<string>();

export function Picture({ src, alt, colour, thumbhash, fit = "cover", className, style, onFailed }: PictureProps) {
  const [loaded, setLoaded] = useState(() => src !== null && shown.has(src));
  return (
    <span className={classNames("relative block overflow-hidden", className)} style={{ ...style, backgroundColor: colour }}>
      {thumbhash && !loaded && (
        <img src={thumbhashUrl(thumbhash)} alt="" aria-hidden="true" className="absolute inset-0 size-full object-cover" />
      )}
      {src && (
        <img
          src={src}
          alt={alt}
          decoding="async"
          draggable={false}
          onLoad={() => {
            shown.add(src);
            setLoaded(true);
          }}
          onError={onFailed}
          className={classNames(
            "absolute inset-0 size-full transition-opacity duration-[120ms]",
            fit === "cover" ? "object-cover" : "object-contain",
            loaded ? "opacity-100" : "opacity-0",
          )}
        />
      )}
    </span>
  );
}
