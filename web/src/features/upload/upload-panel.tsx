/** The panel of all uploads: docked at the lower right, on phones a sheet above the bottom bar. */
import { ChevronDown, ChevronUp, Pause, Play, X } from "lucide-react";
import { useCallback, useEffect, useId, useState } from "react";
import { messageOf } from "@/api/client";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { ProgressBar } from "@/components/progress-bar";
import { tell } from "@/components/toast";
import { VirtualRows } from "@/components/virtual-rows";
import { formatCount } from "@/lib/format-number";
import { isActive, needsAttention } from "./upload-item";
import { ROW_HEIGHT, UploadRow } from "./upload-row";
import { UploadNotices } from "./upload-notices";
import type { Uploads } from "./use-uploads";
import { announcement, headline, outcomeWords, paceWords } from "./words";

interface UploadPanelProps {
  uploads: Uploads;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChooseAgain: () => void;
}

export function UploadPanel({ uploads, open, onOpenChange, onChooseAgain }: UploadPanelProps) {
  const { queue, items, totals, paused } = uploads;
  const headingId = useId();
  const [onlyTroubled, setOnlyTroubled] = useState(false);
  const troubled = totals.failed + totals.unreadable + totals.trashed + totals.needsFile + totals.unsupported;
  const filtered = onlyTroubled && troubled > 0;
  const rows = filtered ? items.filter(needsAttention) : items;
  const firstActive = filtered ? -1 : rows.findIndex((item) => isActive(item) && item.state !== "queued");

  const onRetry = useCallback((id: string) => queue.retry(id), [queue]);
  const onRemove = useCallback((id: string) => queue.remove(id), [queue]);
  const onRestore = useCallback(
    (id: string) => void queue.restoreFromTrash([id]).catch((error: unknown) => tell({ text: messageOf(error), tone: "bad" })),
    [queue],
  );

  const share = totals.bytesTotal ? totals.bytesDone : totals.total - totals.active;
  const whole = totals.bytesTotal || totals.total;
  const active = totals.active > 0;
  return (
    <section
      aria-labelledby={headingId}
      className="fixed inset-x-2 bottom-[calc(var(--bottom-bar)+0.5rem)] z-35 flex max-h-[min(36rem,70dvh)] flex-col overflow-hidden rounded-sheet border border-line bg-raised shadow-sheet tablet:inset-x-auto tablet:end-6 tablet:bottom-6 tablet:w-108"
    >
      <Announcer words={announcement(uploads)} />
      <header className="flex shrink-0 items-center gap-1 py-2 ps-4 pe-2">
        <div className="min-w-0 flex-1">
          <h2 id={headingId} className="counts truncate text-body font-semibold">
            {headline(uploads)}
          </h2>
          <p className="counts text-meta text-soft">{(active && paceWords(uploads)) || outcomeWords(uploads)}</p>
        </div>
        {active && (
          <IconButton label={paused ? "Go on" : "Pause"} side="top" onClick={() => (paused ? queue.resume() : queue.pause())}>
            <Icon of={paused ? Play : Pause} />
          </IconButton>
        )}
        <IconButton
          label={open ? "Show less" : "Show all files"}
          side="top"
          aria-expanded={open}
          onClick={() => onOpenChange(!open)}
        >
          <Icon of={open ? ChevronDown : ChevronUp} />
        </IconButton>
        {!active && totals.needsFile === 0 && (
          <IconButton label="Close and clear the list" side="top" onClick={() => items.forEach(({ id }) => queue.remove(id))}>
            <Icon of={X} />
          </IconButton>
        )}
      </header>
      {active && (
        <div className="px-4 pb-3">
          <ProgressBar label="All uploads" done={share} total={whole} />
        </div>
      )}
      <UploadNotices uploads={uploads} onChooseAgain={onChooseAgain} />
      {open && (
        <>
          {troubled > 0 && (
            <div className="flex shrink-0 flex-wrap gap-1 border-t border-line px-3 py-2" role="group" aria-label="Which files to show">
              <FilterButton on={!filtered} onPress={() => setOnlyTroubled(false)}>
                All {formatCount(totals.total)}
              </FilterButton>
              <FilterButton on={filtered} onPress={() => setOnlyTroubled(true)}>
                Need a look {formatCount(troubled)}
              </FilterButton>
            </div>
          )}
          <VirtualRows
            label="Files"
            rows={rows}
            rowHeight={ROW_HEIGHT}
            keyOf={(item) => item.id}
            follow={firstActive < 0 ? undefined : firstActive}
            className="min-h-0 shrink border-t border-line"
          >
            {(item) => <UploadRow item={item} onRetry={onRetry} onRemove={onRemove} onRestore={onRestore} />}
          </VirtualRows>
          <footer className="flex shrink-0 flex-wrap justify-end gap-1 border-t border-line p-2">
            {totals.retryable > 0 && (
              <Button look="plain" onClick={() => queue.retryAll()}>
                Try all again
              </Button>
            )}
            {active || totals.needsFile > 0 ? (
              <Button look="plain" onClick={() => queue.cancelAll()}>
                Cancel what is left
              </Button>
            ) : (
              <Button look="plain" onClick={() => queue.clearFinished()}>
                Clear what is over
              </Button>
            )}
          </footer>
        </>
      )}
    </section>
  );
}

function FilterButton({ on, onPress, children }: { on: boolean; onPress: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className="counts min-h-9 rounded-full px-3 text-meta text-soft hover:bg-ink/6 aria-pressed:bg-ink/8 aria-pressed:font-medium aria-pressed:text-ink"
    >
      {children}
    </button>
  );
}

/** Speaks only when the words change, a moment later, so that it never chatters. */
function Announcer({ words }: { words: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), 1_000);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
