/** A scrolling list of rows of one height that draws only those in sight; counts and places stay true for screen readers. */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { classNames } from "@/lib/class-names";

interface VirtualRowsProps<Row> {
  label: string;
  rows: readonly Row[];
  rowHeight: number;
  keyOf: (row: Row) => string;
  children: (row: Row) => ReactNode;
  /** Row kept in sight as things move on, unless a hand is on the list. */
  follow?: number;
  className?: string;
}

/** Rows drawn beyond either edge, so that quick scrolling shows no gaps. */
const BEYOND = 6;

export function VirtualRows<Row>({ label, rows, rowHeight, keyOf, children, follow, className }: VirtualRowsProps<Row>) {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 480 });

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = (): void => setView({ top: element.scrollTop, height: element.clientHeight || 480 });
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      watcher.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);

  useEffect(() => {
    const element = frame.current;
    if (!element || follow === undefined || element.matches(":hover, :focus-within")) return;
    const top = follow * rowHeight;
    if (top < element.scrollTop || top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top;
  }, [follow, rowHeight]);

  const first = Math.max(0, Math.floor(view.top / rowHeight) - BEYOND);
  const end = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + BEYOND);
  return (
    // Scrollable areas must be reachable by key.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={frame} role="group" aria-label={label} tabIndex={0} className={classNames("overflow-y-auto overscroll-contain", className)}>
      <ul style={{ height: rows.length * rowHeight }} className="relative">
        {rows.slice(first, end).map((row, index) => (
          <li
            key={keyOf(row)}
            aria-setsize={rows.length}
            aria-posinset={first + index + 1}
            className="absolute inset-x-0"
            style={{ top: (first + index) * rowHeight, height: rowHeight }}
          >
            {children(row)}
          </li>
        ))}
      </ul>
    </div>
  );
}
