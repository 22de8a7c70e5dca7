/** What the server understood of a search, as chips that can be taken away one by one. */

export interface UnderstoodPart {
  key: string;
  words: string;
  /** Ranked by a model, not by exact facts. */
  guessed: boolean;
  /** The search without this part; "" when nothing would be left. */
  without: string;
}

const quoted = (phrase: string): string => `"${phrase}"`;

/** Reads the answer's `understood`; parts that a newer server may add are shown under their own name. */
export function understoodParts(understood: Record<string, unknown>): UnderstoodPart[] {
  const meaning = typeof understood.meaning === "string" ? understood.meaning : "";
  const phrases = texts(understood.phrases);
  const others = Object.entries(understood).filter(([key]) => key !== "meaning" && key !== "phrases");
  const parts: UnderstoodPart[] = [];
  if (meaning) {
    parts.push({
      key: "meaning",
      words: `about “${meaning}”`,
      guessed: true,
      without: phrases.map(quoted).join(" "),
    });
  }
  phrases.forEach((phrase, index) =>
    parts.push({
      key: `phrase ${index}`,
      words: `exactly “${phrase}”`,
      guessed: false,
      without: [meaning, ...phrases.filter((_, other) => other !== index).map(quoted)].filter(Boolean).join(" "),
    }),
  );
  for (const [key, value] of others) {
    for (const text of typeof value === "string" ? [value] : texts(value)) {
      if (text) parts.push({ key: `${key} ${text}`, words: `${key}: ${text}`, guessed: false, without: "" });
    }
  }
  return parts;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : [];
}
