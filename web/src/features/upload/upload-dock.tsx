/** Everything of uploading that is always there: drop zone, hidden pickers, panel, and what must happen around them. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { photosChanged } from "@/api/timeline";
import { activityKey } from "@/api/activity";
import { tell } from "@/components/toast";
import { onCommand } from "@/lib/commands";
import { countOf } from "@/lib/format-number";
import { DropZone } from "./drop-zone";
import { UploadPanel } from "./upload-panel";
import { acceptUploadCommands } from "./uploads";
import { useLeaving } from "./use-leaving";
import { useUploads } from "./use-uploads";
import { fromPicker, type FoundFile } from "./walk";

/** The timeline learns of new photos at most this often while many arrive. */
const REFRESH_MS = 3_000;

export function UploadDock() {
  const uploads = useUploads();
  const { queue, totals, halt } = uploads;
  const [open, setOpen] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const take = useCallback(
    (found: FoundFile[]) => {
      const strangers = queue.provide(found);
      const added = queue.add(strangers);
      if (found.length === 0 || (added === 0 && strangers.length > 0)) {
        tell({ text: found.length ? "These files are in the list already." : "There is no photo or video in this folder.", id: "uploads" });
      } else if (window.matchMedia("(min-width: 48rem)").matches) setOpen(true);
    },
    [queue],
  );
  const walked = useCallback(({ unreadable }: { unreadable: number }) => {
    if (!unreadable) return;
    tell({ text: `${countOf(unreadable, "entry", "entries")} could not be read and ${unreadable === 1 ? "was" : "were"} left out.`, tone: "bad" });
  }, []);

  useEffect(() => {
    // React knows no such attribute for this non-standard, everywhere supported way to choose a folder.
    folder.current?.setAttribute("webkitdirectory", "");
    const stops = [
      onCommand("pick-files", () => files.current?.click()),
      onCommand("pick-folder", () => folder.current?.click()),
      acceptUploadCommands(queue, () => setOpen(true)),
    ];
    return () => stops.forEach((stop) => stop());
  }, [queue]);

  useEffect(() => {
    const back = (): void => queue.unhalt();
    window.addEventListener("online", back);
    return () => window.removeEventListener("online", back);
  }, [queue]);
  // This part of the screen exists only while somebody is signed in: a queue that stopped for it can go on.
  const signedOutBefore = halt?.why === "signed_out";
  useEffect(() => {
    if (queue.getSnapshot().halt?.why === "signed_out") queue.unhalt();
  }, [queue]);

  useLeaving(totals.active > 0 && !signedOutBefore);
  useTellOthers(totals.stored, totals.processing);

  return (
    <>
      <DropZone onFound={take} onWalked={walked} />
      <input ref={files} type="file" multiple hidden aria-hidden="true" tabIndex={-1} data-testid="upload-files" onChange={picked(take)} />
      <input ref={folder} type="file" multiple hidden aria-hidden="true" tabIndex={-1} data-testid="upload-folder" onChange={picked(take)} />
      {totals.total > 0 && (
        <UploadPanel uploads={uploads} open={open} onOpenChange={setOpen} onChooseAgain={() => files.current?.click()} />
      )}
    </>
  );
}

function picked(take: (found: FoundFile[]) => void) {
  return ({ currentTarget }: React.ChangeEvent<HTMLInputElement>): void => {
    const chosen = fromPicker(currentTarget.files ?? []);
    currentTarget.value = ""; // so that the same file can be chosen again
    take(chosen);
  };
}

/** Timeline and activity look again when files have arrived or are ready, in time but not for every single one. */
function useTellOthers(stored: number, processing: number): void {
  const client = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void photosChanged(client);
      void client.invalidateQueries({ queryKey: activityKey });
    }, REFRESH_MS);
  }, [client, stored, processing]);
}
