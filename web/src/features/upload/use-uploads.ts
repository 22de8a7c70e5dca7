/** The upload list in React: its present state and everything that can be done with it. */
import { useSyncExternalStore } from "react";
import { useUser } from "@/api/session";
import type { UploadQueue } from "./queue";
import type { UploadSnapshot } from "./upload-list";
import { uploadsOf } from "./uploads";

export interface Uploads extends UploadSnapshot {
  queue: UploadQueue;
}

export function useUploads(): Uploads {
  const queue = uploadsOf(useUser().id);
  const snapshot = useSyncExternalStore(queue.subscribe, queue.getSnapshot);
  return { ...snapshot, queue };
}
