/** Which dropped files are worth reading: a first sorting by name; the server looks inside and has the last word. */
import { isSidecarName, type UploadReason } from "./upload-item";

const KEPT_EXTENSIONS = new Set(
  (
    "jpg jpeg jpe jfif png apng gif webp heic heif hif avif tif tiff bmp dib jxl jp2 j2k jpx " +
    "dng cr2 cr3 crw nef nrw arw srf sr2 orf rw2 raf pef srw x3f 3fr erf kdc dcr mrw raw rwl iiq mef mos " +
    "mp4 m4v mov webm mkv avi 3gp 3g2 mts m2ts mpg mpeg wmv xmp"
  ).split(" "),
);

/** Files that systems leave in folders: passed over in silence, they are nobody's photos. */
const LITTER = /^(\.|~\$)|^(thumbs\.db|desktop\.ini|ehthumbs\.db|picasa\.ini|icon\r?)$/i;
const LITTER_FOLDERS = new Set(["__macosx", "@eadir", "$recycle.bin", ".trashes", ".thumbnails"]);

export function isLitter(name: string, folder = ""): boolean {
  return LITTER.test(name) || folder.split("/").some((part) => LITTER_FOLDERS.has(part.toLowerCase()));
}

export interface NamedFile {
  name: string;
  size: number;
  type: string;
}

/** Null when the file may be sent, else the reason why reading it would be in vain. */
export function refusal(file: NamedFile): UploadReason | null {
  const extension = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase();
  if (extension === "svg" || file.type === "image/svg+xml") {
    return {
      code: "unsupported_format",
      message: "SVG drawings can carry programs, so PhotoNest does not keep them. Save it as PNG and add that.",
      permanent: true,
    };
  }
  const looksKept =
    !extension || KEPT_EXTENSIONS.has(extension) || /^(image|video)\//.test(file.type) || isSidecarName(file.name);
  if (!looksKept) {
    return {
      code: "unsupported_format",
      message: `PhotoNest keeps photos and videos; this is a .${extension} file. It was not sent.`,
      permanent: true,
    };
  }
  if (file.size === 0) {
    return {
      code: "empty_file",
      message: "The file is empty (0 bytes). Copy it again from where it came.",
      permanent: true,
    };
  }
  return null;
}
