/** What a search found: what was understood, the photos best first, and an honest word when there are none. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { type SearchAsked, searchQuery } from "@/api/search";
import { ApiError, messageOf } from "@/api/client";
import { tileUrl } from "@/api/timeline";
import type { SearchAnswer, SearchHit } from "@/api/types";
import { Button } from "@/components/button";
import { ErrorPlace } from "@/components/error-boundary";
import { Notice } from "@/components/notice";
import { PageHeading } from "@/components/page";
import { PhotoRows } from "@/components/photo-rows";
import { Waiting } from "@/components/waiting";
import { useActions } from "@/lib/actions";
import { countOf, formatCount } from "@/lib/format-number";
import { type PhotoSequence, PhotoSequenceContext } from "@/lib/photo-sequence";
import { type Shown, together as gathered } from "./copies";
import { CopiesButton, HitTile } from "./hit-tile";
import { LessCertain } from "./less-certain";
import { Narrow } from "./narrow";
import { NothingFound } from "./nothing-found";
import { reasonLine } from "./reasons";
import { searchActions } from "./search-actions";
import { SearchLimits } from "./search-limits";
import { SearchStart } from "./search-start";
import { KeepSearch, OrderSwitch } from "./search-tools";
import { Understood } from "./understood";
import { Unreadable } from "./unreadable";

interface SearchPageProps {
  /** The text that is searched for, "" before anything was asked. */
  q: string;
  /** The order that was chosen, "" as the text says. */
  sort?: string;
  /** The photo whose like is looked for, or "". */
  like?: string;
  onSearch: (text: string, sort?: string) => void;
  onSort: (sort: string) => void;
  /** Goes on without the photo whose like was looked for. */
  onUnlike: () => void;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  onTurn: (id: string) => void;
  onClose: () => void;
  onActivity: () => void;
  /** The viewer, when one is open. */
  children?: ReactNode;
}

const ratioOf = ({ hit }: Shown): number => hit.ratio;
const idOf = ({ hit }: Shown): string => hit.id;
const NO_HITS: readonly SearchHit[] = [];
const NO_SETS: ReadonlySet<string> = new Set();

export function SearchPage({ q, sort = "", like = "", children, ...does }: SearchPageProps) {
  const asked: SearchAsked = useMemo(() => ({ q, sort, like }), [q, sort, like]);
  const nothingAsked = q === "" && like === "";
  const found = useInfiniteQuery({ ...searchQuery(asked), enabled: !nothingAsked });
  const pages = nothingAsked ? undefined : found.data?.pages;
  const answer = useMemo(() => (pages?.length ? together(pages) : undefined), [pages]);
  const hits = answer?.hits ?? NO_HITS;
  const [openSets, setOpenSets] = useState<ReadonlySet<string>>(NO_SETS);
  const shown = useMemo(() => gathered(hits, openSets), [hits, openSets]);
  const toggleSet = useCallback((key: string) => {
    setOpenSets((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  const { onTurn, onClose } = does;
  const sequence = useMemo(() => sequenceOf(shown.map((one) => one.hit), onTurn, onClose), [shown, onTurn, onClose]);
  const unreadable = found.error instanceof ApiError && found.error.code === "query_unreadable" ? found.error : null;
  return (
    <PhotoSequenceContext value={sequence}>
      {nothingAsked ? (
        <SearchStart onSearch={does.onSearch} />
      ) : unreadable ? (
        <Unreadable error={unreadable} q={q} />
      ) : found.error && !answer ? (
        <ErrorPlace sentence={messageOf(found.error)} onRetry={() => void found.refetch()} />
      ) : answer ? (
        <Results
          answer={answer}
          asked={asked}
          shown={shown}
          onCopies={toggleSet}
          old={found.isPlaceholderData}
          more={found.hasNextPage ? { busy: found.isFetchingNextPage, load: () => void found.fetchNextPage() } : null}
          {...does}
        />
      ) : (
        <div className="page pt-4">
          <PageHeading title={titleOf(asked)} />
          <Waiting words="Still looking through your photos.">
            <SkeletonRows />
          </Waiting>
        </div>
      )}
      {children}
    </PhotoSequenceContext>
  );
}

const titleOf = ({ q, like }: SearchAsked): string => q || (like ? "More like this photo" : "");

/** All pages that came so far as one answer. */
function together(pages: readonly SearchAnswer[]): SearchAnswer {
  const [first] = pages as [SearchAnswer, ...SearchAnswer[]];
  if (pages.length === 1) return first;
  let weakFrom = 0;
  for (const page of pages) {
    weakFrom += page.weak_from;
    if (page.weak_from < page.hits.length) break;
  }
  return { ...first, hits: pages.flatMap((page) => page.hits), weak_from: weakFrom };
}

type ResultsProps = Omit<SearchPageProps, "children" | "q" | "sort" | "like"> & {
  answer: SearchAnswer;
  asked: SearchAsked;
  /** The hits, near duplicates together. */
  shown: readonly Shown[];
  onCopies: (set: string) => void;
  old: boolean;
  more: { busy: boolean; load: () => void } | null;
};

function Results({ answer, asked, shown, onCopies, old, more, onSearch, onSort, onUnlike, hrefOf, onOpen, onActivity }: ResultsProps) {
  const { hits } = answer;
  useActions("page", () =>
    searchActions({ sort: answer.sort, hasHits: hits.length > 0, onSort, onStart: () => onSearch("") }),
  );
  const byRelevance = answer.sort === "relevance";
  const weakFrom = byRelevance ? Math.min(answer.weak_from ?? hits.length, hits.length) : hits.length;
  const [sure, unsure] = useMemo(() => parted(shown, hits, weakFrom), [shown, hits, weakFrom]);
  const ranks = asked.like !== "" || answer.chips.some((chip) => !chip.is_hard && !chip.negated && chip.kind !== "order");
  const words = foundWords(weakFrom, hits.length - weakFrom, answer.total);
  const tile = ({ hit, copies, open }: Shown, focusable: boolean): ReactNode => (
    <>
      <HitTile hit={hit} href={hrefOf(hit.id)} focusable={focusable} onOpen={onOpen} />
      {copies > 0 && <CopiesButton hit={hit} copies={copies} open={open} onPress={onCopies} />}
    </>
  );
  const further = more && (
    <div className="mt-6 flex justify-center">
      <Button onClick={more.load} disabled={more.busy}>
        {more.busy ? "Loading more" : `Show more of ${formatCount(answer.total)}`}
      </Button>
    </div>
  );
  return (
    <div className="page pt-4 pb-16" aria-busy={old}>
      <header className="mb-5 space-y-3">
        <div className="flex items-center gap-4">
          {asked.like && (
            <img src={tileUrl(asked.like)} alt="What the others resemble" className="size-14 shrink-0 object-cover" />
          )}
          <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-4 gap-y-1">
            <PageHeading title={titleOf(asked)} className="break-words" />
            {hits.length > 0 && <p className="counts text-soft">{words}</p>}
          </div>
        </div>
        <Understood answer={answer} onSearch={onSearch} onUnlike={onUnlike} />
        {answer.notes?.map((note) => (
          <Notice key={note} tone="warn">
            {note}
          </Notice>
        ))}
        {answer.waiting > 0 && <WaitingPhotos count={answer.waiting} onActivity={onActivity} />}
        <Narrow
          asked={asked}
          total={answer.total}
          onSearch={onSearch}
          before={ranks && hits.length > 1 && <OrderSwitch sort={answer.sort} onSort={onSort} />}
          after={<KeepSearch asked={asked} />}
        />
      </header>
      <p role="status" className="sr-only">
        {old ? "" : answer.nothing_found ? "Nothing found" : words}
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
            <LessCertain
              key={JSON.stringify(asked)}
              photos={unsure}
              alone={sure.length === 0}
              ratioOf={ratioOf}
              keyOf={idOf}
              further={further}
            >
              {tile}
            </LessCertain>
          )}
          {unsure.length === 0 && further}
          <div className="mt-6">
            <SearchLimits />
          </div>
        </div>
      )}
    </div>
  );
}

/** Copies go with the one that stands for them, also where they were found less surely. */
function parted(shown: readonly Shown[], hits: readonly SearchHit[], weakFrom: number): [Shown[], Shown[]] {
  const sure = new Set(hits.slice(0, weakFrom).map((hit) => hit.copy_set ?? hit.id));
  const isSure = ({ hit }: Shown): boolean => sure.has(hit.copy_set ?? hit.id);
  return [shown.filter(isSure), shown.filter((one) => !isSure(one))];
}

function foundWords(sure: number, unsure: number, total: number): string {
  if (sure + unsure < total) return `${formatCount(sure + unsure)} of ${countOf(total, "photo", "photos")}`;
  if (sure === 0) return `${countOf(unsure, "photo", "photos")}, none of them certain`;
  const words = countOf(sure, "photo", "photos");
  return unsure > 0 ? `${words} and ${formatCount(unsure)} less certain` : words;
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
