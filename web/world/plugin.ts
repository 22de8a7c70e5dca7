/** `import url from "virtual:world-110m"` and `"virtual:world-50m"`: the address of the outlines, as a file of the build. */
import type { Plugin } from "vite";
import { outlines } from "./outlines.ts";

const names = { "virtual:world-110m": "110m", "virtual:world-50m": "50m" } as const;
type Name = keyof typeof names;

const served = (name: Name): string => `/@world/${names[name]}.json`;

export function worldMap(): Plugin {
  let building = false;
  return {
    name: "photonest-world-map",
    configResolved: (config) => {
      building = config.command === "build";
    },
    resolveId: (id) => (id in names ? `\0${id}` : null),
    load(id) {
      const name = id.slice(1) as Name;
      if (!id.startsWith("\0") || !(name in names)) return null;
      if (!building) return `export default ${JSON.stringify(served(name))};`;
      const source = JSON.stringify(outlines(names[name]));
      const file = this.emitFile({ type: "asset", name: `world-${names[name]}.json`, source });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
    configureServer(server) {
      for (const name of Object.keys(names) as Name[]) {
        server.middlewares.use(served(name), (_request, response) => {
          response.setHeader("Content-Type", "application/json");
          response.end(JSON.stringify(outlines(names[name])));
        });
      }
    },
  };
}
