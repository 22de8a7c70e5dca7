/** Photos of past years around today, trips, people over the years; and what is hidden from them. */
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { messageOf } from "@/api/client";
import { memoriesQuery } from "@/api/memories";
import type { Memory } from "@/api/types";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";
import { Page } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { formatLocalDate } from "@/lib/format-date";
import { orderOf } from "@/lib/photo-order";
import { PhotoSequenceContext } from "@/lib/photo-sequence";
import { HiddenList } from "./hidden-list";
import { MemorySection } from "./memory-section";

interface MemoriesPageProps {
  /** The memory that was asked for, by its key. */
  asked: string;
  hrefOf: (photo: string) => string;
  onOpen: (photo: string) => void;
  onTurn: (photo: string) => void;
  onClose: () => void;
  onEvent: (id: string) => void;
  /** The viewer, when a photo is open. */
  children?: ReactNode;
}

const none: readonly Memory[] = [];

export function MemoriesPage({ asked, hrefOf, onOpen, onTurn, onClose, onEvent, children }: MemoriesPageProps) {
  const { data, error, refetch } = useQuery(memoriesQuery);
  const memories = data?.memories ?? none;
  const photos = useMemo(() => memories.flatMap((memory) => memory.photos), [memories]);
  const sequence = useMemo(() => orderOf(photos, onTurn, onClose), [photos, onTurn, onClose]);
  useJumpTo(asked, memories.length > 0);
  return (
    <PhotoSequenceContext value={sequence}>
      <Page title="Memories" width="full" lead={data && <p>{formatLocalDate(data.day)}</p>}>
        {!data && error && <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting words="Looking through past years." />}
        {data && memories.length === 0 && (
          <EmptyPlace icon={History} title="Nothing to look back on today">
            Photos that you took around this day in earlier years appear here, trips you made at this time of the year, and
            the people you named, over the years.
          </EmptyPlace>
        )}
        <div className="space-y-12">
          {memories.map((memory) => (
            <MemorySection key={memory.key} memory={memory} hrefOf={hrefOf} onOpen={onOpen} onEvent={onEvent} />
          ))}
        </div>
        {data && <HiddenList />}
      </Page>
      {children}
    </PhotoSequenceContext>
  );
}

/** Brings the memory that was asked for into view, once. */
function useJumpTo(key: string, ready: boolean): void {
  const done = useRef("");
  useEffect(() => {
    if (!key || !ready || done.current === key) return;
    done.current = key;
    document.getElementById(key)?.scrollIntoView({ block: "start" });
  }, [key, ready]);
}
