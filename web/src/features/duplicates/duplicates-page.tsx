/** Copies of one shot, a set at a time, side by side. Nothing is deleted by itself, and every answer can be undone. */
import { useQuery } from "@tanstack/react-query";
import { Check, ChevronLeft, ChevronRight, CopyCheck, Layers, Split } from "lucide-react";
import { useMemo, useState } from "react";
import { messageOf } from "@/api/client";
import { type CopyGroup, duplicatesQuery } from "@/api/duplicates";
import { Button } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { Page } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { useActions } from "@/lib/actions";
import { countOf, formatCount } from "@/lib/format-number";
import { useShortcuts } from "@/lib/shortcut-keys";
import { CopyCard } from "./copy-card";
import { factRows } from "./copy-facts";
import { useReview } from "./use-review";

const title = "Duplicates";

export function DuplicatesPage() {
  const { data, error, refetch } = useQuery({
    ...duplicatesQuery,
    refetchInterval: (query) => (query.state.data?.waiting ? 5_000 : false),
  });
  const [wanted, setWanted] = useState(0);
  if (error && !data) return <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Page title={title}>
        <Waiting words="Looking for copies." />
      </Page>
    );
  }
  const waiting = data.waiting > 0 ? `${countOf(data.waiting, "photo is", "photos are")} still to be compared.` : "";
  const at = Math.min(wanted, data.groups.length - 1);
  const group = data.groups[at];
  if (!group) {
    return (
      <Page title={title}>
        <EmptyPlace icon={CopyCheck} title="No copies to look at">
          Photos that were resized, compressed again, recoloured or slightly cropped appear here side by side. Bursts do not.
          {waiting && ` ${waiting}`}
        </EmptyPlace>
      </Page>
    );
  }
  const turn = (by: number) => setWanted((at + by + data.groups.length) % data.groups.length);
  return (
    <Page
      title={title}
      width="full"
      lead={
        <p>
          {countOf(data.total, "set of copies", "sets of copies")}. Nothing is deleted by itself. {waiting}
        </p>
      }
      actions={
        data.groups.length > 1 && (
          <div className="flex items-center gap-1">
            <IconButton label="Previous set" keyHint="k" side="bottom" onClick={() => turn(-1)}>
              <Icon of={ChevronLeft} />
            </IconButton>
            <p role="status" className="counts min-w-16 text-center text-meta text-soft">
              {formatCount(at + 1)} of {formatCount(data.total)}
            </p>
            <IconButton label="Next set" keyHint="j" side="bottom" onClick={() => turn(1)}>
              <Icon of={ChevronRight} />
            </IconButton>
          </div>
        )
      }
    >
      <Review key={group.key} group={group} onTurn={turn} />
    </Page>
  );
}

function Review({ group, onTurn }: { group: CopyGroup; onTurn: (by: number) => void }) {
  const [chosen, setChosen] = useState(group.suggested);
  const { busy, keep, different, stack } = useReview();
  const rows = useMemo(() => factRows(group.members), [group]);
  const others = group.members.length - 1;
  useShortcuts(
    {
      j: () => onTurn(1),
      k: () => onTurn(-1),
      ArrowRight: () => onTurn(1),
      ArrowLeft: () => onTurn(-1),
      Enter: () => void keep(group, chosen),
      d: () => void different(group),
      s: () => void stack(group),
      ...Object.fromEntries(
        group.members.slice(0, 9).map((copy, number) => [String(number + 1), () => setChosen(copy.id)]),
      ),
    },
    !busy,
  );
  useActions(
    "page",
    () => [
      { title: "Keep this one, the others to the trash", keys: "Enter", group: "These copies", words: "delete", run: () => void keep(group, chosen) },
      { title: "Keep all as a stack", keys: "s", group: "These copies", run: () => void stack(group) },
      { title: "These are different", keys: "d", group: "These copies", words: "not copies", run: () => void different(group) },
      { title: "Next set", keys: "j", group: "Duplicates", run: () => onTurn(1) },
      { title: "Previous set", keys: "k", group: "Duplicates", run: () => onTurn(-1) },
    ],
    !busy,
  );
  return (
    <section aria-label="Copies of one photo">
      {/* A fieldset is as wide as its content unless told otherwise: the row inside scrolls. */}
      <fieldset className="min-w-0">
        <legend className="sr-only">Which one to keep</legend>
        {/* A row wider than the page is scrolled by keys too. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <ul tabIndex={0} className="-mx-1 flex snap-x gap-4 overflow-x-auto px-1 pt-1 pb-4">
          {group.members.map((copy, at) => (
            <CopyCard
              key={copy.id}
              copy={copy}
              at={at}
              rows={rows}
              suggested={copy.id === group.suggested}
              chosen={copy.id === chosen}
              onChoose={() => setChosen(copy.id)}
            />
          ))}
        </ul>
      </fieldset>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button look="primary" icon={<Icon of={Check} size={18} />} disabled={busy} onClick={() => void keep(group, chosen)}>
          Keep this, put {others === 1 ? "the other" : `${formatCount(others)} others`} in the trash
        </Button>
        <Button icon={<Icon of={Layers} size={18} />} disabled={busy} onClick={() => void stack(group)}>
          Keep all as a stack
        </Button>
        <Button icon={<Icon of={Split} size={18} />} disabled={busy} onClick={() => void different(group)}>
          These are different
        </Button>
      </div>
      <p className="mt-4 max-w-160 text-meta text-soft">
        The kept photo takes over favourite, rating, words and tags of the others.
        <span className="max-tablet:hidden">
          {" "}
          Keys: 1–{Math.min(9, group.members.length)} choose, Enter keeps, s stacks, d says different, j and k turn.
        </span>
      </p>
    </section>
  );
}
