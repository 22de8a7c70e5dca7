/** What can be done with the photo that is open, by name and key, for the command palette. */
import type { Asset } from "@/api/types";
import type { PageAction } from "@/lib/actions";
import { countOf } from "@/lib/format-number";

interface Does {
  /** Handlers of the viewer by key. */
  keys: Record<string, () => void>;
  moves: Record<string, () => void>;
  putBack: () => void;
  close: () => void;
}

export function viewerActions(asset: Asset | undefined, { keys, moves, putBack, close }: Does): PageAction[] {
  const group = "This photo";
  const by = (key: string, title: string, words?: string): PageAction => ({ title, keys: key, group, words, run: () => keys[key]?.() });
  const kept = asset !== undefined && !asset.is_trashed;
  return [
    ...(kept
      ? [
          by("f", asset.is_favourite ? "Remove from favourites" : "Add to favourites", "heart like"),
          by("v", "More like this", "similar alike"),
          by("g", "Give or take off tags", "keywords label"),
          by("l", "Set the place", "location map gps"),
          by("e", "Set the time", "date clock zone edit"),
          ...[5, 4, 3, 2, 1].map((stars) => by(String(stars), `Rate ${countOf(stars, "star", "stars")}`, "rating")),
          by("0", "Remove the rating", "stars"),
          { title: "Move to the trash", keys: "Del", group, words: "delete remove", run: () => moves.Delete?.() },
        ]
      : asset
        ? [{ title: "Put back", group, words: "restore trash undelete", run: putBack }]
        : []),
    by("i", "Show or hide info", "details panel exif"),
    ...(kept ? [by("p", "Who is in it", "people faces person")] : []),
    ...(asset?.text.length ? [by("t", "Show or hide the text in the picture", "words ocr copy")] : []),
    ...(asset?.kind === "video" ? [{ ...by(" ", "Play or pause"), keys: "Space" }] : [by("z", "Zoom", "larger fit"), by("+", "Zoom in", "larger"), by("-", "Zoom out", "smaller")]),
    by("d", "Download the original", "save file"),
    by("j", "Next photo"),
    by("k", "Previous photo"),
    { title: "Back", keys: "Esc", group, words: "close", run: close },
  ];
}
