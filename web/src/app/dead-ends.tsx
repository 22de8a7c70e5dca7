/** What is shown when an address leads nowhere or a page broke. */
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { MapPinOff } from "lucide-react";
import type { ReactNode } from "react";
import { messageOf } from "@/api/client";
import { buttonClass } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";

export function MissingPage() {
  return (
    <DeadEnd>
      <EmptyPlace
        icon={MapPinOff}
        title="Nothing is kept at this address"
        action={
          <Link to="/" className={buttonClass("primary")}>
            Go to your photos
          </Link>
        }
      >
        The link may be old, or the photo was deleted for good.
      </EmptyPlace>
    </DeadEnd>
  );
}

export function FailedPage({ error, reset }: ErrorComponentProps) {
  return (
    <DeadEnd>
      <ErrorPlace sentence={messageOf(error)} onRetry={reset} />
    </DeadEnd>
  );
}

function DeadEnd({ children }: { children: ReactNode }) {
  return (
    <main>
      <h1 className="sr-only">PhotoNest</h1>
      {children}
    </main>
  );
}
