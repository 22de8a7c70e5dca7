/** One copy of a set: the picture, its facts with what differs made plain, and the choice to keep this one. */
import { Check, ExternalLink } from "lucide-react";
import type { PhotoCopy } from "@/api/duplicates";
import { Icon } from "@/components/icon";
import { Picture } from "@/components/picture";
import { classNames } from "@/lib/class-names";
import type { FactRow } from "./copy-facts";

interface CopyCardProps {
  copy: PhotoCopy;
  at: number;
  rows: readonly FactRow[];
  suggested: boolean;
  chosen: boolean;
  onChoose: () => void;
}

export function CopyCard({ copy, at, rows, suggested, chosen, onChoose }: CopyCardProps) {
  return (
    <li
      className={classNames(
        "flex w-[min(78vw,22rem)] shrink-0 snap-start tablet:w-[min(calc(50%-0.5rem),22rem)] flex-col overflow-hidden rounded-sheet border bg-raised",
        chosen ? "border-accent shadow-[0_0_0_1px_var(--accent)]" : "border-line",
      )}
    >
      <label className="relative block cursor-pointer has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent">
        <input type="radio" name="keep" className="sr-only" checked={chosen} onChange={onChoose} aria-label={`Keep ${copy.filename}`} />
        <Picture
          src={`/media/${copy.id}/preview?v=${copy.version}`}
          alt=""
          colour="var(--surface-sunken)"
          thumbhash={null}
          fit="contain"
          className="aspect-4/3 w-full"
        />
        <span
          aria-hidden="true"
          className={classNames(
            "absolute start-3 top-3 flex h-8 items-center gap-1.5 rounded-full px-3 text-meta font-medium",
            chosen ? "bg-accent text-accent-ink" : "bg-black/60 text-white",
          )}
        >
          {chosen && <Icon of={Check} size={16} />}
          {chosen ? "Keep this" : `${at + 1}`}
        </span>
      </label>
      <div className="flex items-start justify-between gap-2 px-4 pt-3">
        <p className="min-w-0">
          <span dir="auto" className="block truncate font-medium" title={copy.filename}>
            {copy.filename}
          </span>
          <span className="block min-h-5 text-meta text-soft">{suggested ? "Suggested: the best of them" : ""}</span>
        </p>
        <a
          href={`/photo/${copy.id}`}
          target="_blank"
          rel="noreferrer"
          aria-label={`Open ${copy.filename} in a new tab`}
          className="-me-2 grid size-10 shrink-0 place-items-center rounded-control text-soft hover:bg-ink/6"
        >
          <Icon of={ExternalLink} size={18} />
        </a>
      </div>
      <dl className="px-4 pb-4 text-meta">
        {rows.map((row) => (
          <div key={row.name} className="flex justify-between gap-3 border-t border-line py-1.5">
            <dt className="shrink-0 text-soft">{row.name}</dt>
            <dd
              dir="auto"
              className={classNames("counts min-w-0 truncate text-end", row.differs ? "font-semibold text-ink" : "text-soft")}
              title={row.values[at]}
            >
              {row.best.has(at) && (
                <>
                  <Check size={14} strokeWidth={2.5} aria-hidden="true" className="me-1 inline text-ok" />
                  <span className="sr-only">best: </span>
                </>
              )}
              {row.values[at] || "–"}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
