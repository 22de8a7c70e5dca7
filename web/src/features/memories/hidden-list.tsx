/** What is hidden from memories, each with the way back. */
import { useQuery } from "@tanstack/react-query";
import { CalendarOff, ChevronDown, MapPinOff, UserX } from "lucide-react";
import { hiddenQuery } from "@/api/memories";
import type { HiddenWhat } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { countOf } from "@/lib/format-number";
import { useHiding } from "./use-hiding";

const icons: Record<HiddenWhat, typeof CalendarOff> = { date: CalendarOff, place: MapPinOff, person: UserX };

export function HiddenList() {
  const { data } = useQuery(hiddenQuery);
  const { show } = useHiding();
  if (!data || data.hidden.length === 0) return null;
  return (
    <details className="group/hidden mt-12 max-w-[36rem] rounded-control bg-sunken px-4 py-1">
      <summary className="flex min-h-11 cursor-pointer items-center justify-between font-medium">
        <span className="counts">{countOf(data.hidden.length, "thing is", "things are")} hidden from memories</span>
        <Icon of={ChevronDown} size={16} className="text-soft transition-transform group-open/hidden:rotate-180" />
      </summary>
      <ul className="divide-y divide-line pb-2">
        {data.hidden.map((row) => (
          <li key={row.id} className="flex min-h-12 items-center gap-3 py-1">
            <span className="text-soft">
              <Icon of={icons[row.what]} size={18} />
            </span>
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {row.label}
            </span>
            <Button look="plain" aria-label={`Show memories of ${row.label} again`} onClick={() => void show(row.id)}>
              Show again
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
