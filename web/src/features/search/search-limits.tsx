/** What search by looks cannot know, told where it matters. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get, messageOf } from "@/api/client";
import type { About } from "@/api/types";
import { Dialog } from "@/components/dialog";
import { Waiting } from "@/components/waiting";

export function SearchLimits() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        data-action="search-limits"
        onClick={() => setOpen(true)}
        className="min-h-10 rounded-control text-meta text-soft underline decoration-line decoration-2 underline-offset-4 hover:text-ink"
      >
        What search cannot know
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="What search cannot know" width="wide">
        {open && <Limits />}
      </Dialog>
    </>
  );
}

function Limits() {
  const { data, error } = useQuery({
    queryKey: ["about"],
    queryFn: ({ signal }) => get<About>("/api/about", signal),
    staleTime: 5 * 60_000,
  });
  if (error) return <p className="mt-2">{messageOf(error)}</p>;
  if (!data) return <Waiting words="Asking what the model was taught." />;
  return (
    <ul className="mt-3 list-disc space-y-2 ps-5">
      {data.limits.map((limit) => (
        <li key={limit}>{limit}</li>
      ))}
    </ul>
  );
}
