/** Catches what a page throws and says so in a sentence, with a way on. */
import { Component, type ReactNode } from "react";
import { Unplug } from "lucide-react";
import { Button } from "./button";
import { EmptyPlace } from "./empty-place";

export function ErrorPlace({ sentence, onRetry }: { sentence: string; onRetry: () => void }) {
  return (
    <EmptyPlace
      icon={Unplug}
      title="This page could not be shown"
      action={
        <Button look="primary" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>{sentence}</p>
      <p className="mt-1">Your photos are safe; this concerns only what is on the screen.</p>
    </EmptyPlace>
  );
}

interface ErrorBoundaryProps {
  describe: (error: unknown) => string;
  children: ReactNode;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <ErrorPlace sentence={this.props.describe(this.state.error)} onRetry={() => this.setState({ error: null })} />
    );
  }
}
