/** Beside the hits: in which order they stand, and whether the search is kept. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, BookmarkCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/client";
import { saveSearch, savedSearchesQuery, type SearchAsked } from "@/api/search";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";
import { TextField } from "@/components/text-field";
import { tell } from "@/components/toast";
import { classNames } from "@/lib/class-names";
import { useDropSaved } from "./use-drop-saved";

const orders = [
  { sort: "relevance", label: "Best match" },
  { sort: "newest", label: "By date" },
];

/** Switching never changes which photos are shown. */
export function OrderSwitch({ sort, onSort }: { sort: string; onSort: (sort: string) => void }) {
  return (
    <div role="group" aria-label="Order" className="inline-flex shrink-0 rounded-control bg-sunken p-0.5">
      {orders.map((order) => (
        <button
          key={order.sort}
          type="button"
          aria-pressed={sort === order.sort}
          onClick={() => onSort(order.sort)}
          className={classNames(
            "min-h-9 rounded-[8px] px-3 text-meta transition-colors",
            sort === order.sort ? "bg-raised font-medium text-ink shadow-sm" : "text-soft hover:text-ink",
          )}
        >
          {order.label}
        </button>
      ))}
    </div>
  );
}

const MAX_NAME = 150;

export function KeepSearch({ asked }: { asked: SearchAsked }) {
  const { data: saved } = useQuery(savedSearchesQuery);
  const drop = useDropSaved();
  const [open, setOpen] = useState(false);
  const kept = saved?.find((one) => one.q === asked.q);
  if (!asked.q) return null;
  return (
    <>
      <Button
        look="plain"
        className="ms-auto shrink-0 px-2 text-meta text-soft [button+&]:ms-0"
        data-action="keep-search"
        aria-pressed={kept !== undefined}
        icon={<Icon of={kept ? BookmarkCheck : Bookmark} size={17} />}
        onClick={() => (kept ? void drop(kept) : setOpen(true))}
      >
        <span className="max-tablet:sr-only">{kept ? "Saved" : "Save"}</span>
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Save this search">
        {open && <NameIt asked={asked} onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}

function NameIt({ asked, onDone }: { asked: SearchAsked; onDone: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(asked.q.slice(0, MAX_NAME));
  const [trouble, setTrouble] = useState("");
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await saveSearch(client, { name: name.trim() || asked.q, q: asked.q, sort: asked.sort });
      tell({ text: `Saved as “${name.trim() || asked.q}”. It stands on the search page.` });
      onDone();
    } catch (error) {
      setTrouble(messageOf(error));
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} className="mt-4 space-y-5">
      <TextField
        label="Name"
        value={name}
        maxLength={MAX_NAME}
        error={trouble || null}
        hint="Words like “last week” are read anew each time."
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button look="plain" onClick={onDone}>
          Cancel
        </Button>
        <Button look="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  );
}
