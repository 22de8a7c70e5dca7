/** One day (or the part of it in one segment): a sticky head and the rows that can be seen. */
import { memo, useMemo } from "react";
import type { TimelineSegment } from "@/api/types";
import { formatDay, formatLocalTime, formatShortDay } from "@/lib/format-date";
import { formatDuration } from "@/lib/format-number";
import { fillRows } from "@/lib/justified";
import type { DayBlock as Block } from "./layout";
import { PhotoTile } from "./photo-tile";
import { type Photo, photoIn, type ThumbhashLookup } from "./use-timeline-data";

interface DayBlockProps {
  block: Block;
  gap: number;
  segment: TimelineSegment | undefined;
  thumbhashAt: ThumbhashLookup;
  base: string;
  selectedIds: ReadonlySet<string>;
  leavingIds: ReadonlySet<string>;
  /** Position of the photo that the keyboard is on. */
  active: number | null;
  /** Pixels of the layout that can be seen. */
  seenTop: number;
  seenBottom: number;
}

/** Below this width, px, the weekday makes room for the year. */
const narrow = 210;

const kindWords = { i: "Photo", v: "Video", m: "Motion photo", a: "Animated picture" };
// The words on the tile itself, in the same order, so that what is seen can also be spoken.
const stateWords = { ready: "", processing: ", Processing", failed: ", Not readable", unsupported: ", Cannot be shown" };

export function nameOf(photo: Photo, place: string | null): string {
  const when = `${formatDay(photo.localAt.slice(0, 10))}, ${formatLocalTime(photo.localAt)}`;
  const where = place ? `, ${place}` : "";
  const length = photo.durationS === null ? "" : `, ${formatDuration(photo.durationS)}`;
  const file = photo.state === "failed" || photo.state === "unsupported" ? ` ${photo.filename}` : "";
  const heart = photo.favourite ? ", favourite" : "";
  const stack = photo.stackSize > 1 ? `, stack of ${photo.stackSize}` : "";
  return `${kindWords[photo.kind]}${stack}${length}, ${when}${where}${heart}${stateWords[photo.state]}${file}`;
}

export const DayBlock = memo(function DayBlock(props: DayBlockProps) {
  const { block, gap, segment, seenTop, seenBottom, active } = props;
  const rows = useMemo(
    () => (segment ? fillRows(segment.ratios.slice(block.offset, block.offset + block.count), block.plan, gap) : null),
    [segment, block, gap],
  );
  const bodyTop = block.top + block.head;
  const title = `${formatDay(block.day)}${block.place ? ` · ${block.place}` : ""}`;
  const allSelected = segment
    ? segment.ids.slice(block.offset, block.offset + block.count).every((id) => props.selectedIds.has(id))
    : false;
  return (
    <div
      role="rowgroup"
      className="group/day absolute"
      style={{ left: block.x, top: block.top, width: block.width, height: block.head + block.plan.height }}
    >
      {block.head > 0 && (
        <div role="row" aria-rowindex={block.rowsBefore + 1} className="sticky top-[var(--top-bar)] z-10 bg-surface">
          <div
            role="rowheader"
            className="flex max-tablet:px-[var(--page-margin)]"
            style={{ height: block.head }}
          >
            <button
              type="button"
              tabIndex={-1}
              data-day={block.first}
              aria-pressed={allSelected}
              aria-label={`Choose all of ${title}`}
              className="day-check"
            />
            <h2 className="day-title">
              <time dateTime={block.day}>{block.width < narrow ? formatShortDay(block.day) : formatDay(block.day)}</time>
              {block.place && <span className="font-normal text-soft"> · {block.place}</span>}
            </h2>
          </div>
        </div>
      )}
      {rows && segment ? (
        rows.map((row, number) => {
          const holdsActive =
            active !== null && active >= block.first + row.first && active < block.first + row.first + row.tiles.length;
          if (!holdsActive && (bodyTop + row.top > seenBottom || bodyTop + row.top + row.height < seenTop)) return null;
          return (
            <div
              key={row.first}
              role="row"
              aria-rowindex={block.rowsBefore + (block.head > 0 ? 2 : 1) + number}
              className="absolute start-0 w-full"
              style={{ top: block.head + row.top, height: row.height }}
            >
              {row.tiles.map((tile, column) => {
                const offset = block.offset + row.first + column;
                const photo = photoIn(segment, offset);
                const at = block.first + row.first + column;
                return (
                  <PhotoTile
                    key={photo.id}
                    at={at}
                    column={column + 1}
                    id={photo.id}
                    href={`${props.base}photo/${photo.id}`}
                    name={nameOf(photo, block.place)}
                    colour={photo.colour}
                    thumbhash={props.thumbhashAt(block.segment, offset)}
                    kind={photo.kind}
                    state={photo.state}
                    durationS={photo.durationS}
                    stackSize={photo.stackSize}
                    favourite={photo.favourite}
                    filename={photo.filename}
                    left={tile.x}
                    width={tile.width}
                    selected={props.selectedIds.has(photo.id)}
                    leaving={props.leavingIds.has(photo.id)}
                    focusable={active === at}
                  />
                );
              })}
            </div>
          );
        })
      ) : (
        <Wells block={block} gap={gap} />
      )}
    </div>
  );
});

/** Empty rows of the right size while the segment is on its way. */
function Wells({ block, gap }: { block: Block; gap: number }) {
  const height = (block.plan.height - gap * (block.plan.rows - 1)) / block.plan.rows;
  return (
    <div role="row" aria-rowindex={block.rowsBefore + 2}>
      <div
        role="gridcell"
        aria-busy="true"
        aria-label={`${block.count} photos, loading`}
        className="absolute start-0"
        style={{
          top: block.head,
          width: block.plan.width,
          height: block.plan.height,
          background: `repeating-linear-gradient(var(--surface-sunken) 0 ${height}px, transparent ${height}px ${height + gap}px)`,
        }}
      />
    </div>
  );
}
