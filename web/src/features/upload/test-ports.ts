/** A small server and browser for the tests of the queue: knows what it stores, and can be told to fail. */
import { hashBlob } from "@/lib/sha256";
import type { AssetState, CheckQuestion, SendAbout, UploadPorts } from "./ports";
import { UploadTrouble, type Trouble } from "./trouble";
import type { UploadItem } from "./upload-item";
import type { FoundFile } from "./walk";

export interface TestServer {
  ports: UploadPorts;
  /** Hash → asset id of what the server keeps. */
  stored: Map<string, string>;
  trashed: Set<string>;
  states: Map<string, AssetState>;
  /** One entry a PUT that carried bytes. */
  sent: (SendAbout & { bytes: number })[];
  checks: CheckQuestion[][];
  restored: string[];
  journal: Map<string, UploadItem>;
  /** Called before a PUT is answered; may throw or wait. */
  onSend: (about: SendAbout) => Promise<void> | void;
  onCheck: (questions: CheckQuestion[]) => Promise<void> | void;
  reopened: (File | null)[];
}

export function trouble(what: Trouble): UploadTrouble {
  return new UploadTrouble(what);
}

export function testServer(): TestServer {
  let ids = 0;
  const server: TestServer = {
    stored: new Map(),
    trashed: new Set(),
    states: new Map(),
    sent: [],
    checks: [],
    restored: [],
    journal: new Map(),
    onSend: () => undefined,
    onCheck: () => undefined,
    reopened: [],
    ports: {
      hash: (blob, options) => hashBlob(blob, { ...options, subtle: null }),
      check: async (questions) => {
        server.checks.push(questions);
        await server.onCheck(questions);
        return questions.map(({ sha256 }) => {
          const asset_id = server.stored.get(sha256) ?? null;
          return { sha256, asset_id, status: server.trashed.has(sha256) ? "trashed" : asset_id ? "duplicate" : "new" };
        });
      },
      send: async (file, about, { onProgress, signal }) => {
        const sha256 = await hashBlob(file, { subtle: null });
        onProgress(file.size / 2);
        const cut = new Promise<never>((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError"))),
        );
        await Promise.race([server.onSend(about), cut]);
        onProgress(file.size);
        server.sent.push({ ...about, bytes: file.size });
        if (/\.xmp$/i.test(about.filename)) return { status: "sidecar" };
        const known = server.stored.get(sha256);
        if (known) return { status: "duplicate", asset_id: known };
        const asset_id = `asset-${++ids}`;
        server.stored.set(sha256, asset_id);
        return { status: "stored", asset_id };
      },
      states: async (assetIds) => Object.fromEntries(assetIds.map((id) => [id, server.states.get(id) ?? "ready"])),
      reason: async () => ({ code: "corrupt", message: "The picture is cut off.", permanent: true }),
      restore: async (assetIds) => {
        server.restored.push(...assetIds);
      },
      reopen: async (handles) => handles.map((_, index) => server.reopened[index] ?? null),
      journal: {
        put: (item) => server.journal.set(item.id, item),
        drop: (gone) => gone.forEach((id) => server.journal.delete(id)),
      },
      now: () => Date.now(),
      newId: () => `item-${++ids}`,
      random: () => 0,
    },
  };
  return server;
}

export function photo(name: string, content = name, folder = ""): FoundFile {
  return { file: new File([content], name, { type: "image/jpeg", lastModified: 1_700_000_000_000 }), folder };
}
