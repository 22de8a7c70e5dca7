/** Who read the text in a picture, in words. */
const names: Record<string, string> = { machine: "this machine", "google-vision": "Google Vision" };

/** "this machine", "Google Vision", "this machine and Google Vision" */
export function readersOf(lines: readonly { by: string }[]): string {
  return [...new Set(lines.map((line) => names[line.by] ?? line.by))].join(" and ");
}
