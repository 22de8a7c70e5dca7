/** Whether this browser can draw the map at all; asked once. */
let known: boolean | undefined;

export function canDrawMaps(): boolean {
  if (known === undefined) {
    try {
      const context = document.createElement("canvas").getContext("webgl2");
      known = context !== null;
      context?.getExtension("WEBGL_lose_context")?.loseContext();
    } catch {
      known = false;
    }
  }
  return known;
}
