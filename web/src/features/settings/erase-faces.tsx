/** All face data gone in one action, and what a scan finds afterwards. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "@/api/client";
import { eraseFaceData } from "@/api/people";
import { sessionQuery } from "@/api/session";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { tell } from "@/components/toast";

export function EraseFaces() {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const erase = async () => {
    setBusy(true);
    try {
      const { left } = await eraseFaceData();
      const rest = Object.values(left).reduce((sum, count) => sum + count, 0);
      tell(
        rest === 0
          ? { text: "All face data is erased. A scan found no vector, no name and no box." }
          : { text: `A scan still found ${rest} pieces of face data. Try again.`, tone: "bad" },
      );
      client.removeQueries({ queryKey: ["people"] });
      await Promise.all([
        client.refetchQueries({ queryKey: sessionQuery.queryKey }),
        client.invalidateQueries({ queryKey: ["asset"] }),
      ]);
    } catch (error) {
      tell({ text: messageOf(error), tone: "bad" });
    }
    setBusy(false);
    setAsking(false);
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-48 flex-1">
        <p className="font-medium">Face data</p>
        <p className="mt-1 max-w-prose text-meta text-soft">
          Numbers, people, names, corrections, and the boxes that say where faces are. Your photos stay.
        </p>
      </div>
      <Button look="danger" onClick={() => setAsking(true)}>
        Erase all face data
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Erase all face data?"
        description="Recognition is switched off. All numbers, people, names, corrections and boxes of faces in your photos are erased and cannot be brought back. Your photos and what their files say stay as they are."
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" disabled={busy} onClick={() => void erase()}>
              Erase all
            </Button>
          </>
        }
      />
    </div>
  );
}
