/** A video on the stage, with the browser's own controls for play, seek, sound and full screen. */
import { type Ref, useState } from "react";
import { previewUrl } from "@/api/timeline";
import type { Asset } from "@/api/types";
import { buttonClass } from "@/components/button";

export function VideoStage({ asset, video }: { asset: Asset; video: Ref<HTMLVideoElement> }) {
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <div className="absolute inset-0 grid place-items-center p-8 text-center text-ink">
        <div className="max-w-md">
          <img src={previewUrl(asset.id)} alt={asset.alt} className="mx-auto mb-5 max-h-[50dvh]" />
          <p>This browser cannot play the video ({asset.format.toUpperCase()}). The original is kept as it is.</p>
          <a href={asset.urls.original} download={asset.filename} className={buttonClass("primary", "mt-5")}>
            Download the original
          </a>
        </div>
      </div>
    );
  }
  return (
    // Home videos come without a caption track.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    <video
      ref={video}
      key={asset.id}
      src={asset.urls.video ?? asset.urls.original}
      poster={previewUrl(asset.id)}
      controls
      autoPlay
      playsInline
      preload="metadata"
      aria-label={asset.alt || asset.filename}
      onError={() => setFailed(true)}
      className="absolute inset-0 size-full object-contain"
    />
  );
}
