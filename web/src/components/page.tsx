/** A page with a heading; the heading takes focus when the page opens so that screen readers announce it. */
import { type ReactNode, useEffect, useRef } from "react";
import { classNames } from "@/lib/class-names";

interface PageProps {
  title: string;
  /** Beside the heading. */
  actions?: ReactNode;
  lead?: ReactNode;
  /** Above the heading: the way back to the list it came from. */
  above?: ReactNode;
  /** Text pages stay readable; galleries use the width. */
  width?: "text" | "full";
  children: ReactNode;
}

export function Page({ title, actions, lead, above, width = "text", children }: PageProps) {
  return (
    <div className={classNames("page pb-16 pt-4", width === "text" && "max-w-[56rem]")}>
      {above}
      <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div>
          <PageHeading title={title} />
          {lead && <div className="mt-1 text-soft">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function PageHeading({ title, className }: { title: string; className?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · PhotoNest`;
    // Typing goes on undisturbed: only a page opened by a link moves the focus.
    const busy = document.activeElement?.matches("input, textarea, select");
    if (!busy) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1} className={classNames("text-head font-semibold tracking-tight", className)}>
      {title}
    </h1>
  );
}
