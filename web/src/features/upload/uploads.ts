/** The one upload queue of the signed-in person; it lives outside React, so that no page change stops it. */
import { onCommand } from "@/lib/commands";
import { browserPorts } from "./browser-ports";
import { createJournal, type StoredJournal } from "./journal";
import { UploadQueue } from "./queue";

/** A list that is being forgotten; nobody may read it meanwhile. */
let forgetting: Promise<void> = Promise.resolve();
let present: { user: string; queue: UploadQueue; journal: StoredJournal } | null = null;

/** The queue of `user`, started from what the browser remembers. Another user's queue is stopped first. */
export function uploadsOf(user: string): UploadQueue {
  if (present?.user === user) return present.queue;
  present?.queue.dispose();
  const journal = createJournal(user);
  const queue = new UploadQueue(browserPorts(journal));
  present = { user, queue, journal };
  void forgetting
    .then(() => journal.load())
    .then((remembered) => {
      if (remembered.length) queue.restoreList(remembered);
    });
  return queue;
}

/** Writes the list down before the page may go away. */
export function flushUploads(): void {
  void present?.journal.flush();
}

/** Stops what `user` uploads and forgets the list: they sign out. What is stored stays stored. */
export function forgetUploadsOf(user: string): void {
  if (present?.user !== user) return;
  present.queue.dispose();
  forgetting = present.journal.forget();
  present = null;
}

/** Adds files that another part of the screen was given. Returns the way to stop listening. */
export function acceptUploadCommands(queue: UploadQueue, show: () => void): () => void {
  const stops = [
    onCommand("upload-files", ({ files }) => queue.add(files.map((file) => ({ file, folder: "" })))),
    onCommand("show-uploads", show),
    onCommand("forget-me", ({ user }) => forgetUploadsOf(user)),
  ];
  return () => stops.forEach((stop) => stop());
}
