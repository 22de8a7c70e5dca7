/** Facts of a photo in words. */
import type { Asset } from "@/api/types";
import { formatOffset } from "@/lib/format-date";

const dateSources: Record<string, string> = {
  exif: "from the camera (EXIF)",
  xmp: "from the XMP data in the file",
  sidecar: "from the XMP file beside it",
  video: "from the video file",
  file_name: "from the file name",
  file_time: "from the time of the file, so it may be wrong",
  user: "set by you",
};

const zoneSources: Record<string, string> = {
  offset_tag: "zone noted by the camera",
  gps: "zone of the place",
  user: "your time zone",
  chosen: "zone set by you",
  none: "no time zone known",
};

export const dateSource = (asset: Asset): string => dateSources[asset.taken_source] ?? `from ${asset.taken_source}`;

export function zoneLine(asset: Asset): string {
  const offset = asset.utc_offset_minutes === null ? null : formatOffset(asset.utc_offset_minutes);
  return [offset, zoneSources[asset.zone_source]].filter(Boolean).join(", ");
}

/** 0.016666 → "1/60 s", 2.5 → "2.5 s" */
export function exposure(seconds: number): string {
  return seconds >= 0.3 ? `${Number(seconds.toFixed(1))} s` : `1/${Math.round(1 / seconds)} s`;
}

/** "ƒ/2.8 · 1/60 s · ISO 80 · 3.9 mm" */
export function exposureLine(camera: NonNullable<Asset["camera"]>): string {
  return [
    camera.f_number && `ƒ/${Number(camera.f_number.toFixed(1))}`,
    camera.exposure_s && exposure(camera.exposure_s),
    camera.iso && `ISO ${camera.iso}`,
    camera.focal_length_mm && `${Number(camera.focal_length_mm.toFixed(1))} mm`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** "Apple iPhone 4": many cameras repeat their maker in the model. */
export function cameraName(camera: NonNullable<Asset["camera"]>): string {
  const make = camera.make.trim();
  const model = camera.model.trim();
  const firstWord = make.split(/\s+/)[0]?.toLowerCase() ?? "";
  return firstWord && model.toLowerCase().startsWith(firstWord) ? model : [make, model].filter(Boolean).join(" ");
}

export function placeLine(place: NonNullable<Asset["place"]>): string {
  const named = [place.city, place.region, place.country].filter(Boolean);
  return named.length > 0 ? [...new Set(named)].join(", ") : (positionLine(place) ?? "");
}

/** "38.7200°, −9.1400°" */
export function positionLine({ latitude, longitude }: NonNullable<Asset["place"]>): string | null {
  return latitude === null || longitude === null ? null : `${latitude.toFixed(4)}°, ${longitude.toFixed(4)}°`;
}

/** "12 MP · 4,000 × 3,000" */
export function pixelLine(asset: Asset): string | null {
  if (!asset.width_px || !asset.height_px) return null;
  const megapixels = (asset.width_px * asset.height_px) / 1e6;
  const rounded = new Intl.NumberFormat(undefined, { maximumFractionDigits: megapixels < 10 ? 1 : 0 }).format(megapixels);
  return `${asset.width_px} × ${asset.height_px}${megapixels >= 0.1 ? ` · ${rounded} MP` : ""}`;
}

/** What browsers draw themselves; for everything else the preview is all there is to zoom into. */
const drawable = new Set(["jpeg", "jpg", "png", "gif", "webp", "avif", "bmp"]);

export const canDrawOriginal = (asset: Asset): boolean => drawable.has(asset.format.toLowerCase());
