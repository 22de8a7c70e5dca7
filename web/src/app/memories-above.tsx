/** The memories of today above the library's timeline: there from the first paint on, or not at all this time. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { memoriesQuery } from "@/api/memories";

const MemoryStrip = lazy(() => import("@/features/memories/memory-strip").then((part) => ({ default: part.MemoryStrip })));

/** What comes later than this would push away photos that somebody looks at already. */
const PATIENCE_MS = 500;

export function MemoriesAbove() {
  const router = useRouter();
  const { data } = useQuery(memoriesQuery);
  const inTime = useInTime(data !== undefined);
  if (!data || !inTime || data.memories.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <MemoryStrip
        found={data}
        hrefOf={(key) => `/memories#${key}`}
        onOpen={(key) => void router.navigate({ to: "/memories", hash: key })}
      />
    </Suspense>
  );
}

function useInTime(ready: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (ready) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [ready]);
  return ready && !late;
}
