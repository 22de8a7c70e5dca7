/** What is shown when an address leads nowhere or a page broke. */
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { MapPinOff } from "lucide-react";
import { messageOf } from "@/api/client";
import { buttonClass } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";

export function MissingPage() {
  return (
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
  );
}

export function FailedPage({ error, reset }: ErrorComponentProps) {
  return <ErrorPlace sentence={messageOf(error)} onRetry={reset} />;
}
