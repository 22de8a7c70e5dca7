/** A quiet strip above the timeline with the memories of today; it can be sent away until tomorrow. */
import { X } from "lucide-react";
import { useState } from "react";
import { tileUrl } from "@/api/timeline";
import type { MemoriesAnswer, Memory } from "@/api/types";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { Picture } from "@/components/picture";
import { followInPlace } from "@/lib/follow-link";
import { rememberSentAway, wasSentAway } from "./sent-away";

interface MemoryStripProps {
  found: MemoriesAnswer;
  hrefOf: (key: string) => string;
  onOpen: (key: string) => void;
}

const MOST = 8;

export function MemoryStrip({ found, hrefOf, onOpen }: MemoryStripProps) {
  const [gone, setGone] = useState(() => wasSentAway(found.day));
  if (gone || found.memories.length === 0) return null;
  return (
    <section aria-label="Memories of today" className="page relative pt-2 pb-5">
      <ul className="-mx-[var(--page-margin)] flex gap-2 overflow-x-auto px-[var(--page-margin)] pe-14">
        {found.memories.slice(0, MOST).map((memory) => (
          <li key={memory.key} className="shrink-0">
            <StripCard memory={memory} href={hrefOf(memory.key)} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      <span className="absolute end-1 top-3 rounded-full bg-surface/85 tablet:end-17">
        <IconButton
          label="No memories until tomorrow"
          onClick={() => {
            rememberSentAway(found.day);
            setGone(true);
          }}
        >
          <Icon of={X} size={18} />
        </IconButton>
      </span>
    </section>
  );
}

function StripCard({ memory, href, onOpen }: { memory: Memory; href: string; onOpen: (key: string) => void }) {
  const [first] = [...memory.photos].sort((one, other) => Number(other.kind === "i") - Number(one.kind === "i"));
  if (!first) return null;
  return (
    <a
      href={href}
      onClick={(event) => followInPlace(event, () => onOpen(memory.key))}
      className="group/memory relative block h-30 w-44 overflow-hidden bg-sunken tablet:w-52"
    >
      <Picture src={tileUrl(first.id)} alt="" colour={first.colour} thumbhash={first.thumbhash} className="size-full" />
      <span className="absolute inset-x-0 bottom-0 bg-linear-to-t from-black/85 via-black/60 to-transparent px-3 pt-8 pb-2 text-white">
        <span dir="auto" className="block truncate font-medium group-hover/memory:underline">
          {memory.title}
        </span>
        <span className="counts block truncate text-small">{memory.subtitle}</span>
      </span>
    </a>
  );
}
