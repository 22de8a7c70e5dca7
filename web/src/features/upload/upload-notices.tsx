/** What stands in the way of the uploads, each with the one press that helps. */
import { useEffect, useState } from "react";
import { messageOf } from "@/api/client";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { tell } from "@/components/toast";
import { countOf } from "@/lib/format-number";
import type { Uploads } from "./use-uploads";
import { haltWords } from "./words";

export function UploadNotices({ uploads, onChooseAgain }: { uploads: Uploads; onChooseAgain: () => void }) {
  const { queue, halt, totals, items, paused } = uploads;
  const now = useSeconds(halt !== null);
  const notices = [];
  if (halt) {
    notices.push(
      <Notice key="halt" tone="warn" action={<Act onPress={() => queue.unhalt()}>Try now</Act>}>
        {haltWords(halt, now)}
      </Notice>,
    );
  }
  if (paused && totals.sending > 0) {
    notices.push(
      <Notice key="pausing">{countOf(totals.sending, "file is", "files are")} still being sent to the end; then nothing more starts.</Notice>,
    );
  }
  if (totals.needsFile > 0) {
    const reopen = totals.canReopen === totals.needsFile;
    notices.push(
      <Notice
        key="files"
        tone="warn"
        action={
          reopen ? (
            <Act onPress={() => void queue.reopen()}>Go on</Act>
          ) : (
            <Act onPress={onChooseAgain}>Choose again</Act>
          )
        }
      >
        {reopen
          ? `The page was loaded anew. ${countOf(totals.needsFile, "file was", "files were")} not sent yet; the browser will ask whether PhotoNest may read them again.`
          : `After a reload the browser no longer gives access to ${countOf(totals.needsFile, "file", "files")}. Choose them again to go on; what is stored already is not sent twice.`}
      </Notice>,
    );
  }
  if (totals.trashed > 0) {
    const restoreAll = (): void => {
      const ids = items.filter((item) => item.state === "trashed").map((item) => item.id);
      queue.restoreFromTrash(ids).catch((error: unknown) => tell({ text: messageOf(error), tone: "bad" }));
    };
    notices.push(
      <Notice key="trash" action={<Act onPress={restoreAll}>Restore</Act>}>
        {totals.trashed === 1 ? "1 file is in your trash." : `${countOf(totals.trashed, "file is", "files are")} in your trash.`} Bring{" "}
        {totals.trashed === 1 ? "it" : "them"} back?
      </Notice>,
    );
  }
  if (!notices.length) return null;
  return <div className="flex shrink-0 flex-col gap-2 overflow-y-auto px-3 pb-3">{notices}</div>;
}

function Act({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Button className="-my-1 shrink-0" onClick={onPress}>
      {children}
    </Button>
  );
}

/** The present second while something is counted down. */
function useSeconds(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
