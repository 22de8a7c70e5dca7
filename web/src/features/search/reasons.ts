/** The reasons of a hit in words: "tag: beach 0.81" becomes “beach”, 81 % sure. */

export interface Reason {
  /** "tag", "looks like", "name", "place", "camera" …; "" when the server said none. */
  kind: string;
  words: string;
  /** Guessed by a machine, and therefore shown in its colour. */
  guessed: boolean;
}

const SCORE = /^(.*\S)\s+(0?\.\d+|0|1(?:\.0+)?)$/;

export function readReason(text: string): Reason {
  const colon = text.indexOf(": ");
  if (colon < 0) return { kind: "", words: text, guessed: false };
  const kind = text.slice(0, colon);
  const rest = text.slice(colon + 2);
  if (kind === "tag") {
    const [, name, score] = SCORE.exec(rest) ?? [];
    if (!name || score === undefined) return { kind, words: `tagged “${rest}”`, guessed: false };
    return { kind, words: `“${name}”, ${Math.round(Number(score) * 100)} % sure`, guessed: true };
  }
  if (kind === "behind") {
    const [, filename, said] = /^(.*?), ((?:says|place|name|camera|text|tag|file): .*)$/.exec(rest) ?? [];
    if (filename && said) return { ...readReason(said), kind, words: `${readReason(said).words}, in ${filename} of this stack` };
  }
  if (kind === "count") return { kind, words: `counted: ${rest}`, guessed: true };
  if (kind === "looks like") return { kind, words: `looks like ${rest}`, guessed: true };
  if (kind === "name") return { kind, words: `named ${rest}`, guessed: false };
  return { kind, words: `${kind}: ${rest}`, guessed: false };
}

/** All reasons of a hit as one line. */
export function reasonLine(why: readonly string[]): string {
  return why.map((text) => readReason(text).words).join(" · ");
}
