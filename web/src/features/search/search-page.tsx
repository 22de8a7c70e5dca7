/** What a search found: what was understood, the photos best first, and an honest word when there are none. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { SEARCH_LIMIT, searchQuery } from "@/api/search";
import { messageOf } from "@/api/client";
import type { SearchAnswer, SearchHit } from "@/api/types";
import { Chip } from "@/components/chip";
import { ErrorPlace } from "@/components/error-boundary";
import { Notice } from "@/components/notice";
import { PageHeading } from "@/components/page";
import { PhotoRows } from "@/components/photo-rows";
import { Waiting } from "@/components/waiting";
import { countOf, formatCount } from "@/lib/format-number";
import { type PhotoSequence, PhotoSequenceContext } from "@/lib/photo-sequence";
import { HitTile } from "./hit-tile";
import { NothingFound } from "./nothing-found";
import { reasonLine } from "./reasons";
import { SearchLimits } from "./search-limits";
import { SearchStart } from "./search-start";
import { understoodParts } from "./understood";

interface SearchPageProps {
  /** The text that is searched for, "" before anything was asked. */
  q: string;
  onSearch: (text: string) => void;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  onTurn: (id: string) => void;
  onClose: () => void;
  onActivity: () => void;
  /** The viewer, when one is open. */
  children?: ReactNode;
}

const ratioOf = (hit: SearchHit): number => hit.ratio;
const idOf = (hit: SearchHit): string => hit.id;
const NO_HITS: readonly SearchHit[] = [];

export function SearchPage({ q, children, ...does }: SearchPageProps) {
  const asked = useQuery({ ...searchQuery(q), enabled: q !== "" });
  const answer = q === "" ? undefined : asked.data;
  const hits = answer?.hits ?? NO_HITS;
  const { onTurn, onClose } = does;
  const sequence = useMemo(() => sequenceOf(hits, onTurn, onClose), [hits, onTurn, onClose]);
  return (
    <PhotoSequenceContext value={sequence}>
      {q === "" ? (
        <SearchStart onSearch={does.onSearch} />
      ) : asked.error && !answer ? (
        <ErrorPlace sentence={messageOf(asked.error)} onRetry={() => void asked.refetch()} />
      ) : answer ? (
        <Results answer={answer} q={q} old={asked.isPlaceholderData} {...does} />
      ) : (
        <div className="page pt-4">
          <PageHeading title={q} />
          <Waiting words="Still looking through your photos.">
            <SkeletonRows />
          </Waiting>
        </div>
      )}
      {children}
    </PhotoSequenceContext>
  );
}

type ResultsProps = Omit<SearchPageProps, "children"> & { answer: SearchAnswer; old: boolean };

function Results({ answer, q, old, onSearch, hrefOf, onOpen, onActivity }: ResultsProps) {
  const { hits } = answer;
  const weakFrom = Math.min(answer.weak_from ?? hits.length, hits.length);
  const sure = useMemo(() => hits.slice(0, weakFrom), [hits, weakFrom]);
  const unsure = useMemo(() => hits.slice(weakFrom), [hits, weakFrom]);
  const tile = (hit: SearchHit, focusable: boolean): ReactNode => (
    <HitTile hit={hit} href={hrefOf(hit.id)} focusable={focusable} onOpen={onOpen} />
  );
  return (
    <div className="page pt-4 pb-16" aria-busy={old}>
      <header className="mb-5 space-y-3">
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <PageHeading title={q} className="break-words" />
          {hits.length > 0 && <p className="counts text-soft">{foundWords(sure.length, unsure.length)}</p>}
        </div>
        <Understood answer={answer} onSearch={onSearch} />
        {answer.notes?.map((note) => (
          <Notice key={note} tone="warn">
            {note}
          </Notice>
        ))}
        {answer.waiting > 0 && <WaitingPhotos count={answer.waiting} onActivity={onActivity} />}
      </header>
      <p role="status" className="sr-only">
        {old ? "" : answer.nothing_found ? "Nothing found" : foundWords(sure.length, unsure.length)}
      </p>
      {answer.nothing_found || hits.length === 0 ? (
        <NothingFound answer={answer} onSearch={onSearch} />
      ) : (
        <div className={old ? "opacity-60 transition-opacity delay-[400ms]" : undefined}>
          {sure.length > 0 && (
            <PhotoRows label="Photos that fit" photos={sure} ratioOf={ratioOf} keyOf={idOf}>
              {tile}
            </PhotoRows>
          )}
          {unsure.length > 0 && (
            <section className="mt-8">
              <h2 className="mb-3 text-meta font-semibold text-soft">Less certain</h2>
              <PhotoRows label="Less certain photos" photos={unsure} ratioOf={ratioOf} keyOf={idOf}>
                {tile}
              </PhotoRows>
            </section>
          )}
          <div className="mt-6">
            <SearchLimits />
          </div>
        </div>
      )}
    </div>
  );
}

function foundWords(sure: number, unsure: number): string {
  if (sure + unsure >= SEARCH_LIMIT) return `the ${formatCount(sure + unsure)} that fit best`;
  if (sure === 0) return `${countOf(unsure, "photo", "photos")}, none of them certain`;
  const words = countOf(sure, "photo", "photos");
  return unsure > 0 ? `${words} and ${formatCount(unsure)} less certain` : words;
}

function Understood({ answer, onSearch }: { answer: SearchAnswer; onSearch: (text: string) => void }) {
  const parts = understoodParts(answer.understood);
  const looksLike = answer.looks_like.join(", ");
  if (!parts.length && !looksLike) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {parts.map((part) => (
        <Chip
          key={part.key}
          tone={part.guessed ? "ai" : "plain"}
          title={part.guessed ? "Matched by what the picture looks like, and by names and places" : "Must occur in a name, text, place or camera"}
          onRemove={parts.length > 1 ? () => onSearch(part.without) : undefined}
          removeLabel={`Search without ${part.words}`}
        >
          <span dir="auto">{part.words}</span>
        </Chip>
      ))}
      {looksLike && <p className="text-meta text-ai">looks like: {looksLike}</p>}
    </div>
  );
}

function WaitingPhotos({ count, onActivity }: { count: number; onActivity: () => void }) {
  return (
    <p className="text-meta text-soft">
      {countOf(count, "photo is", "photos are")} not searchable yet.{" "}
      <button type="button" onClick={onActivity} className="underline decoration-line decoration-2 underline-offset-4 hover:text-ink">
        See how far they are
      </button>
    </p>
  );
}

function SkeletonRows() {
  const shares = [3, 4, 2, 3, 4, 3, 2, 4, 3];
  return (
    <div aria-hidden="true" className="mt-5 flex flex-wrap gap-0.5">
      {shares.map((share, index) => (
        <div key={index} className="h-40 min-w-24 bg-sunken" style={{ flexGrow: share, flexBasis: share * 60 }} />
      ))}
    </div>
  );
}

/** The hits as an order for the viewer. */
function sequenceOf(hits: readonly SearchHit[], open: (id: string) => void, close: () => void): PhotoSequence {
  const places = new Map(hits.map((hit, index) => [hit.id, index]));
  const hitOf = (id: string): SearchHit | undefined => hits[places.get(id) ?? -1];
  return {
    total: hits.length,
    indexOf: async (id) => places.get(id) ?? null,
    idAt: async (index) => hits[index]?.id ?? null,
    hintOf: (id) => hitOf(id) ?? null,
    whyOf: (id) => (hitOf(id)?.why ?? []).map((why) => reasonLine([why])),
    open,
    close,
  };
}
