/** The upload queue's ports in a real browser, against the real server. */
import { ApiError, get, post } from "@/api/client";
import type { Asset, StatesAnswer, UploadCheckAnswer } from "@/api/types";
import { actOn } from "@/api/timeline";
import { createHashPool } from "@/lib/hash-pool";
import { newId } from "./journal";
import type { UploadJournal, UploadPorts } from "./ports";
import { sendFile } from "./send";
import { troubleFromAnswer, UploadTrouble } from "./trouble";
import type { KeptHandle } from "./walk";

export function browserPorts(journal: UploadJournal): UploadPorts {
  return {
    hash: createHashPool(),
    check: async (items) => (await asTrouble(post<UploadCheckAnswer>("/api/uploads/check", { items }))).results,
    send: sendFile,
    states: async (ids) => (await asTrouble(post<StatesAnswer>("/api/assets/states", { ids }))).states,
    reason: async (assetId) => (await asTrouble(get<Asset>(`/api/assets/${assetId}`))).state_reason,
    restore: async (ids) => {
      await asTrouble(actOn("restore", ids));
    },
    reopen: reopenHandles,
    journal,
    now: () => Date.now(),
    newId,
    random: () => Math.random(),
  };
}

async function asTrouble<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, message, permanent } = error;
    throw new UploadTrouble(troubleFromAnswer(error.status, JSON.stringify({ code, message, permanent }), null));
  }
}

interface AskableHandle extends FileSystemHandle {
  requestPermission?: (options: { mode: "read" }) => Promise<PermissionState>;
}

/** Asks once a dropped folder, not once a file. */
async function reopenHandles(handles: KeptHandle[]): Promise<(File | null)[]> {
  const allowed: { root: FileSystemHandle; yes: boolean }[] = [];
  const files: (File | null)[] = [];
  for (const { file, root } of handles) {
    let known: { root: FileSystemHandle; yes: boolean } | undefined;
    for (const entry of allowed) if (await entry.root.isSameEntry(root)) known = entry;
    if (!known) {
      const answer = (await (root as AskableHandle).requestPermission?.({ mode: "read" }).catch(() => null)) ?? "denied";
      known = { root, yes: answer === "granted" };
      allowed.push(known);
    }
    files.push(known.yes ? await file.getFile().catch(() => null) : null);
  }
  return files;
}
