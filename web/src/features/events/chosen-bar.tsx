/** What can be done with photos chosen in an event; rises from below. */
import { ArrowLeftToLine, ArrowRightToLine, CalendarPlus, EllipsisVertical, Image, Scissors, X } from "lucide-react";
import type { EventNeighbour } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { IconButton, iconButtonClass } from "@/components/icon-button";
import { Menu, MenuItem } from "@/components/menu";
import { classNames } from "@/lib/class-names";
import { formatCount } from "@/lib/format-number";

interface ChosenBarProps {
  count: number;
  earlier: EventNeighbour | null;
  later: EventNeighbour | null;
  /** Whether exactly one photo is chosen that the event can begin anew with. */
  canSplit: boolean;
  onSplit: () => void;
  onCover: () => void;
  onMove: (to: string | null, name: string) => void;
  onClose: () => void;
}

export function ChosenBar({ count, earlier, later, canSplit, ...does }: ChosenBarProps) {
  return (
    <section
      aria-label="Chosen photos"
      className={classNames(
        "fixed z-40 flex items-center gap-1 border-line bg-raised text-ink shadow-sheet",
        "inset-x-0 bottom-0 h-[calc(3.5rem+env(safe-area-inset-bottom))] border-t px-2 pb-[env(safe-area-inset-bottom)]",
        "tablet:inset-x-auto tablet:bottom-6 tablet:left-[calc(50%+var(--rail-width)/2)] tablet:h-14 tablet:-translate-x-1/2 tablet:rounded-full tablet:border tablet:px-3",
      )}
    >
      <IconButton label="Stop choosing" keyHint="Esc" side="top" onClick={does.onClose}>
        <Icon of={X} />
      </IconButton>
      <p role="status" className="counts me-auto px-1 font-medium whitespace-nowrap tablet:pe-6">
        {count === 0 ? "Choose photos" : `${formatCount(count)} chosen`}
      </p>
      <Button
        look="plain"
        disabled={count === 0}
        icon={<Icon of={CalendarPlus} size={18} />}
        onClick={() => does.onMove(null, "")}
      >
        <span className="max-tablet:sr-only">Make an event</span>
      </Button>
      <Button look="plain" disabled={!canSplit} icon={<Icon of={Scissors} size={18} />} onClick={does.onSplit}>
        <span className="max-tablet:sr-only">Split here</span>
      </Button>
      <Menu
        trigger={
          <button type="button" aria-label="More for the chosen photos" disabled={count === 0} className={iconButtonClass}>
            <Icon of={EllipsisVertical} />
          </button>
        }
      >
        {count === 1 && (
          <MenuItem icon={Image} onSelect={does.onCover}>
            Use as cover
          </MenuItem>
        )}
        {earlier && (
          <MenuItem icon={ArrowLeftToLine} onSelect={() => does.onMove(earlier.id, earlier.name)}>
            Move to “{earlier.name}”, before
          </MenuItem>
        )}
        {later && (
          <MenuItem icon={ArrowRightToLine} onSelect={() => does.onMove(later.id, later.name)}>
            Move to “{later.name}”, after
          </MenuItem>
        )}
      </Menu>
    </section>
  );
}
