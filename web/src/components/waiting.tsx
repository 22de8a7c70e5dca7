/** Nothing under 400 ms, then a quiet placeholder, words after 3 s. */
import { type ReactNode, useEffect, useState } from "react";

interface WaitingProps {
  /** What is being waited for, said after three seconds. */
  words: string;
  /** Skeleton shown after 400 ms. */
  children?: ReactNode;
}

export function Waiting({ words, children }: WaitingProps) {
  const [stage, setStage] = useState<0 | 1 | 2>(0);
  useEffect(() => {
    const soon = setTimeout(() => setStage(1), 400);
    const later = setTimeout(() => setStage(2), 3_000);
    return () => {
      clearTimeout(soon);
      clearTimeout(later);
    };
  }, []);
  if (stage === 0) return null;
  return (
    <div aria-busy="true">
      {children ?? <SkeletonLines />}
      {stage === 2 && (
        <p role="status" className="mt-4 text-meta text-soft">
          {words}
        </p>
      )}
    </div>
  );
}

export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  return (
    <div aria-hidden="true" className="space-y-3">
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className="h-4 rounded-small bg-sunken last:w-2/3" />
      ))}
    </div>
  );
}
