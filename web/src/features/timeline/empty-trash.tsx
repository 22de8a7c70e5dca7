/** Emptying the trash: one of the few things that cannot be undone, so it asks and names the count. */
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";

export function EmptyTrash({ count, onEmpty }: { count: string; onEmpty: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button look="danger" icon={<Icon of={Trash2} size={18} />} onClick={() => setAsking(true)}>
        Empty the trash
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${count} for good?`}
        description="Everything in the trash is erased from this machine. This cannot be undone."
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep</Button>
            <Button
              look="danger"
              onClick={() => {
                setAsking(false);
                onEmpty();
              }}
            >
              Delete for good
            </Button>
          </>
        }
      />
    </>
  );
}
