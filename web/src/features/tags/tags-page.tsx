/** The tags that the user gave, as the tree their paths make: looked at, renamed, merged, deleted on all photos. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Combine, EllipsisVertical, Pencil, Tag, Tags, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { messageOf } from "@/api/client";
import { ownTagsQuery } from "@/api/tags";
import { buttonClass } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";
import { Icon } from "@/components/icon";
import { iconButtonClass } from "@/components/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { Page } from "@/components/page";
import { TextField } from "@/components/text-field";
import { Waiting } from "@/components/waiting";
import { countOf } from "@/lib/format-number";
import { RenameDialog } from "./rename-dialog";
import { linesWith, type TagLine, tagLines } from "./tag-tree";
import { useTagChanges } from "./use-tag-changes";

/** With fewer one look is enough to find a tag. */
const FILTER_FROM = 12;
const none: never[] = [];

export function TagsPage() {
  const { data, error, refetch } = useQuery(ownTagsQuery);
  const { rename, remove, busy } = useTagChanges();
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState<{ line: TagLine; merging: boolean } | null>(null);
  const tags = data?.tags ?? none;
  const lines = useMemo(() => tagLines(tags), [tags]);
  const shown = linesWith(lines, typed);
  return (
    <Page title="Tags" lead="Those that you gave, or that your files brought along. What was only guessed is not here.">
      {!data && error && <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting words="Counting your tags." />}
      {data && lines.length === 0 && (
        <EmptyPlace
          icon={Tags}
          title="No tags of your own yet"
          action={
            <Link to={"/" as never} className={buttonClass("primary")}>
              Go to your photos
            </Link>
          }
        >
          Choose photos, press g, and give them a tag. A slash makes levels: Places/Lisbon.
        </EmptyPlace>
      )}
      {lines.length >= FILTER_FROM && (
        <TextField label="Find a tag" type="search" className="mb-4 max-w-88" value={typed} onChange={(event) => setTyped(event.target.value)} />
      )}
      {lines.length > 0 && (
        <ul aria-label="Your tags" aria-busy={busy} className="divide-y divide-line border-y border-line">
          {shown.map((line) => (
            <TagRow
              key={line.path}
              line={line}
              mergeable={lines.some((other) => other.count !== null && other.path !== line.path)}
              onRename={() => setAsked({ line, merging: false })}
              onMerge={() => setAsked({ line, merging: true })}
              onDelete={() => void remove(line)}
            />
          ))}
        </ul>
      )}
      {lines.length > 0 && shown.length === 0 && <p className="mt-4 text-soft">None of your tags is called so.</p>}
      {asked && (
        <RenameDialog
          line={asked.line}
          merging={asked.merging}
          lines={lines}
          onClose={() => setAsked(null)}
          onRename={(to, merges) => {
            setAsked(null);
            void rename(asked.line, to, merges);
          }}
        />
      )}
    </Page>
  );
}

interface TagRowProps {
  line: TagLine;
  mergeable: boolean;
  onRename: () => void;
  onMerge: () => void;
  onDelete: () => void;
}

function TagRow({ line, mergeable, onRename, onMerge, onDelete }: TagRowProps) {
  const q = `tag:"${line.path}"`;
  return (
    <li className="flex min-h-12 items-center gap-3">
      <span style={{ marginInlineStart: `${Math.min(line.level, 5) * 1.5}rem` }} className="text-soft">
        <Icon of={Tag} size={18} />
      </span>
      <span dir="auto" className="min-w-0 flex-1 py-2 break-words">
        {line.count === null ? (
          line.name
        ) : (
          <Link
            to={"/search" as never}
            search={{ q } as never}
            aria-label={`${line.path}, ${countOf(line.count, "photo", "photos")}`}
            className="inline-flex min-h-8 items-center hover:underline hover:underline-offset-4"
          >
            {line.name}
          </Link>
        )}
      </span>
      {line.count !== null && <span className="counts text-meta whitespace-nowrap text-soft">{countOf(line.count, "photo", "photos")}</span>}
      <Menu
        trigger={
          <button type="button" aria-label={`More for ${line.path}`} className={iconButtonClass}>
            <Icon of={EllipsisVertical} />
          </button>
        }
      >
        <MenuItem icon={Pencil} onSelect={onRename}>
          Rename or move
        </MenuItem>
        {mergeable && (
          <MenuItem icon={Combine} onSelect={onMerge}>
            Merge with another
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon={Trash2} danger onSelect={onDelete}>
          {line.under > 0 ? `Take it and ${countOf(line.under, "tag", "tags")} under it off` : "Take off all photos"}
        </MenuItem>
      </Menu>
    </li>
  );
}
