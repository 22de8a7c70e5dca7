/** A search text that cannot be read: the sentence of the server, and the place in the text. */
import { TextSearch } from "lucide-react";
import type { ApiError } from "@/api/client";
import { EmptyPlace } from "@/components/empty-place";
import { PageHeading } from "@/components/page";

export function Unreadable({ error, q }: { error: ApiError; q: string }) {
  const position = Number(error.details.position ?? 0);
  const part = typeof error.details.part === "string" ? error.details.part : "";
  const end = part ? q.indexOf(part, Math.max(0, position - part.length)) + part.length : q.length;
  const stop = end > position ? end : q.length;
  return (
    <div className="page pt-4 pb-16">
      <PageHeading title={q} className="break-words" />
      <EmptyPlace icon={TextSearch} title="This search cannot be read">
        <p role="alert">{error.message}</p>
        {position < q.length && (
          <p dir="auto" className="mt-4 rounded-control bg-sunken px-4 py-3 text-start break-words">
            {q.slice(0, position)}
            <mark className="bg-transparent font-medium text-bad underline decoration-bad decoration-wavy underline-offset-4">
              {q.slice(position, stop)}
            </mark>
            {q.slice(stop)}
          </p>
        )}
      </EmptyPlace>
    </div>
  );
}
