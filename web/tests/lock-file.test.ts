// @vitest-environment node
/** The lock file installs everywhere: complete for every platform, without addresses of any registry. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Entry {
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, Entry>;
};

describe("package-lock.json", () => {
  it("names no download address", () => {
    expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved)).toEqual([]);
  });

  // `npm ci` refuses a lock in which an optional platform package of some release is missing.
  it("lists every optional platform package", () => {
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) => !lock.packages[`${path}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });
});
