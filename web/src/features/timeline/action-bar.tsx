/** What can be done with the chosen photos; rises from below. */
import { CalendarClock, Ellipsis, Heart, HeartOff, Layers, MapPin, RotateCcw, Split, Star, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { View } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Icon } from "@/components/icon";
import { IconButton, iconButtonClass } from "@/components/icon-button";
import { Menu, MenuItem } from "@/components/menu";
import { classNames } from "@/lib/class-names";
import { command } from "@/lib/commands";
import { countOf, formatCount } from "@/lib/format-number";
import type { RunAction } from "./use-photo-actions";
import { useStacking } from "./use-stacking";

interface ActionBarProps {
  view: View;
  ids: ReadonlySet<string>;
  /** Whether every chosen photo that is known is a favourite already. */
  allFavourites: boolean;
  run: RunAction;
  onClear: () => void;
}

export function ActionBar({ view, ids, allFavourites, run, onClear }: ActionBarProps) {
  const [asking, setAsking] = useState(false);
  const { stack, unstack } = useStacking();
  const act = (...[action, rating]: [Parameters<RunAction>[0], number?]) => {
    void run(action, ids, rating);
    onClear();
  };
  return (
    <section
      aria-label="Chosen photos"
      className={classNames(
        "fixed z-40 flex items-center gap-1 border-line bg-raised text-ink shadow-sheet",
        "inset-x-0 bottom-0 h-[calc(3.5rem+env(safe-area-inset-bottom))] border-t px-2 pb-[env(safe-area-inset-bottom)]",
        "tablet:inset-x-auto tablet:bottom-6 tablet:left-[calc(50%+var(--rail-width)/2)] tablet:h-14 tablet:-translate-x-1/2 tablet:rounded-full tablet:border tablet:px-3",
      )}
    >
      <IconButton label="Choose nothing" keyHint="Esc" side="top" onClick={onClear}>
        <Icon of={X} />
      </IconButton>
      <p role="status" className="counts me-auto px-1 font-medium whitespace-nowrap tablet:pe-6">
        {formatCount(ids.size)} chosen
      </p>
      {view === "trash" ? (
        <>
          <Button look="plain" icon={<Icon of={RotateCcw} />} onClick={() => act("restore")}>
            Put back
          </Button>
          <Button look="plain" className="text-bad" icon={<Icon of={Trash2} />} onClick={() => setAsking(true)}>
            <span className="max-tablet:sr-only">Delete for good</span>
          </Button>
        </>
      ) : (
        <>
          <IconButton
            label={allFavourites ? "Remove from favourites" : "Add to favourites"}
            keyHint="f"
            side="top"
            onClick={() => act(allFavourites ? "unfavourite" : "favourite")}
          >
            <Icon of={allFavourites ? HeartOff : Heart} />
          </IconButton>
          <Menu
            trigger={
              <button type="button" aria-label="Rate" className={iconButtonClass}>
                <Icon of={Star} />
              </button>
            }
          >
            {[5, 4, 3, 2, 1, 0].map((stars) => (
              <MenuItem key={stars} keyHint={String(stars)} onSelect={() => act("rate", stars)}>
                {stars === 0 ? "No rating" : `${"★".repeat(stars)} ${countOf(stars, "star", "stars")}`}
              </MenuItem>
            ))}
          </Menu>
          <Menu
            trigger={
              <button type="button" aria-label="Correct" className={iconButtonClass}>
                <Icon of={Ellipsis} />
              </button>
            }
          >
            <MenuItem icon={Tag} keyHint="g" onSelect={() => command("set-tags", { ids: [...ids] })}>
              Tags
            </MenuItem>
            <MenuItem icon={MapPin} keyHint="l" onSelect={() => command("set-place", { ids: [...ids] })}>
              Set the place
            </MenuItem>
            <MenuItem icon={CalendarClock} keyHint="e" onSelect={() => command("set-time", { ids: [...ids] })}>
              Set the time
            </MenuItem>
            {ids.size > 1 && (
              <MenuItem
                icon={Layers}
                onSelect={() => {
                  void stack(ids);
                  onClear();
                }}
              >
                Put on one stack
              </MenuItem>
            )}
            <MenuItem
              icon={Split}
              onSelect={() => {
                void unstack(ids);
                onClear();
              }}
            >
              Unstack
            </MenuItem>
          </Menu>
          <IconButton label="Move to the trash" keyHint="Del" side="top" onClick={() => act("trash")}>
            <Icon of={Trash2} />
          </IconButton>
        </>
      )}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${countOf(ids.size, "photo", "photos")} for good?`}
        description="The originals are erased from this machine. This cannot be undone."
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep</Button>
            <Button
              look="danger"
              onClick={() => {
                setAsking(false);
                act("delete_forever");
              }}
            >
              Delete for good
            </Button>
          </>
        }
      />
    </section>
  );
}
