// @vitest-environment node
/** The build as a browser gets it: small at the first load, self-contained, fit for a strict content policy. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}

const out = mkdtempSync(join(tmpdir(), "photonest-web-"));
let manifest: Record<string, Chunk> = {};

beforeAll(async () => {
  // The test runner asks for the development build of React; browsers get the other one.
  process.env.NODE_ENV = "production";
  await build({ mode: "production", logLevel: "silent", build: { outDir: out, emptyOutDir: true } });
  manifest = JSON.parse(readFileSync(join(out, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
}, 120_000);

afterAll(() => rmSync(out, { recursive: true }));

/** Every chunk that must be there before `names` can run. */
function closure(names: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    const chunk = manifest[name];
    if (!chunk) throw new Error(`the build has no ${name}`);
    found.add(name);
    chunk.imports?.forEach(visit);
  };
  names.forEach(visit);
  return found;
}

describe("the build", () => {
  it("shows the timeline after at most 170 KB of gzipped JavaScript", () => {
    const names = closure(["index.html", "src/app/timeline-page.tsx"]);
    const bytes = [...names].reduce((sum, name) => {
      const { file } = manifest[name] as Chunk;
      return sum + gzipSync(readFileSync(join(out, file))).length;
    }, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(170_000);
  });

  it("has no inline script or style in its page", () => {
    const page = readFileSync(join(out, "index.html"), "utf8");
    expect(page.match(/<script(?![^>]*\ssrc=)[^>]*>/g)).toBeNull();
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  });

  it("loads styles, fonts and scripts from its own address only", () => {
    const page = readFileSync(join(out, "index.html"), "utf8");
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] as string);
    expect(addresses.length).toBeGreaterThan(3);
    expect(addresses.filter((address) => !address.startsWith("/") || address.startsWith("//"))).toEqual([]);
    for (const chunk of Object.values(manifest)) {
      for (const css of chunk.css ?? []) {
        const urls = [...readFileSync(join(out, css), "utf8").matchAll(/url\(["']?([^)"']+)/g)].map((match) => match[1] as string);
        expect(urls.filter((url) => /^(https?:|\/\/|data:)/.test(url))).toEqual([]);
      }
    }
  });
});
