/** A tag as the screen says it: moods are what the picture looks like, never what somebody feels. */
import type { AssetTag } from "@/api/types";

const kinds: Record<string, string> = {
  action: "What somebody does",
  scene: "Scene",
  colour: "Colour",
  light: "Light",
  kind: "Kind of picture",
  mood: "What the picture looks like",
};

export function tagWords(tag: Pick<AssetTag, "kind" | "name">): string {
  if (tag.kind === "mood") return `looks ${tag.name}`;
  // The fruit has the plain word, so the tag of the colour carries its kind in its name; here the chip says it once.
  if (tag.kind === "colour") return tag.name.replace(/ colour$/, "");
  return tag.name;
}

export function guessOf(tag: Pick<AssetTag, "kind" | "source" | "score">): string {
  const what = kinds[tag.kind];
  return `${what ? `${what}, guessed` : "Guessed"} by ${tag.source}, score ${tag.score.toFixed(2)}`;
}
