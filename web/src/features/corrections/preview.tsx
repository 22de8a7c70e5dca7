/** What a correction would do, before it is done: a count, and some photos before and after. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { messageOf } from "@/api/client";
import { type Change, previewCorrection } from "@/api/corrections";
import { tileUrl } from "@/api/timeline";
import type { CorrectionAnswer } from "@/api/types";
import { Icon } from "@/components/icon";
import { Notice } from "@/components/notice";
import { countOf } from "@/lib/format-number";
import { useDebounced } from "@/lib/use-debounced";

type Facts = CorrectionAnswer["samples"][number]["before"];

interface PreviewProps {
  ids: readonly string[];
  /** null while nothing is chosen yet. */
  change: Change | null;
  words: (facts: Facts) => string;
}

export function usePreview(ids: readonly string[], change: Change | null) {
  const asked = useDebounced(change, 250);
  return useQuery({
    queryKey: ["correction", ids, asked] as const,
    queryFn: () => previewCorrection(ids, asked ?? {}),
    enabled: asked !== null && change !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

export function Preview({ ids, change, words }: PreviewProps) {
  const { data, error, isPlaceholderData } = usePreview(ids, change);
  if (change === null) return null;
  if (error) return <Notice tone="bad" role="alert">{messageOf(error)}</Notice>;
  if (!data) return <div className="h-24" aria-busy="true" />;
  const more = data.changed - data.samples.length;
  return (
    <section aria-label="What changes" aria-busy={isPlaceholderData} className={isPlaceholderData ? "opacity-60" : undefined}>
      <p role="status" className="counts font-medium">
        {data.changed === 0 ? "Nothing changes." : `${countOf(data.changed, "photo changes", "photos change")}`}
        {data.changed > 0 && data.unchanged > 0 && `, ${countOf(data.unchanged, "stays", "stay")} as it is`}
      </p>
      <ul className="mt-2">
        {data.samples.map((sample) => (
          <li key={sample.id} className="flex items-center gap-3 border-t border-line py-1.5 text-meta">
            <img src={tileUrl(sample.id)} alt="" className="size-9 shrink-0 bg-sunken object-cover" />
            <span className="counts min-w-0 flex-1 text-soft">{words(sample.before)}</span>
            <span className="text-soft">
              <Icon of={ArrowRight} size={16} />
              <span className="sr-only">becomes</span>
            </span>
            <span className="counts min-w-0 flex-1">{words(sample.after)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="counts border-t border-line pt-1.5 text-meta text-soft">and {countOf(more, "more photo", "more photos")}</p>}
    </section>
  );
}
