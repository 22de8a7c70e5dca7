// @vitest-environment node
/** The generated client is the committed description of the API, not an older one. */
import { readFileSync } from "node:fs";
import openapi, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

it("src/api/schema.ts follows docs/reference/openapi.json; else run: npm run generate-api", async () => {
  const description = new URL("../../docs/reference/openapi.json", import.meta.url);
  const generated = COMMENT_HEADER + astToString(await openapi(description, { silent: true }));
  const committed = readFileSync(new URL("../src/api/schema.ts", import.meta.url), "utf8");
  expect(committed === generated).toBe(true);
});
