/** One file in the upload panel: what it is, where it stands, and the one thing that can be done about it. */
import {
  ArrowUp,
  Ban,
  Check,
  CircleAlert,
  Copy,
  FileClock,
  FileQuestion,
  LoaderCircle,
  type LucideIcon,
  RotateCcw,
  Trash2,
  Undo2,
  X,
} from "lucide-react";
import { memo } from "react";
import { tileUrl } from "@/api/timeline";
import { classNames } from "@/lib/class-names";
import { formatBytes } from "@/lib/format-number";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { canRetry, isActive, needsAttention, type UploadItem, type UploadState } from "./upload-item";
import { stateWords } from "./words";

export const ROW_HEIGHT = 64;

export interface RowActions {
  onRetry: (id: string) => void;
  onRemove: (id: string) => void;
  onRestore: (id: string) => void;
}

const icons: Record<UploadState, LucideIcon> = {
  queued: FileClock,
  hashing: LoaderCircle,
  checking: FileClock,
  ready: FileClock,
  sending: ArrowUp,
  processing: Check,
  done: Check,
  duplicate: Copy,
  trashed: Trash2,
  unsupported: Ban,
  failed: CircleAlert,
  needs_file: FileQuestion,
};

const colours: Partial<Record<UploadState, string>> = {
  done: "text-ok",
  processing: "text-ok",
  failed: "text-bad",
  needs_file: "text-warn",
  trashed: "text-warn",
  sending: "text-accent",
};

export const UploadRow = memo(function UploadRow({ item, ...actions }: { item: UploadItem } & RowActions) {
  const words = stateWords(item);
  const colour = colours[item.state] ?? "text-soft";
  const share = item.state === "sending" && item.sizeBytes ? item.progressBytes / item.sizeBytes : 0;
  return (
    <div className="relative flex h-full items-center gap-3 ps-4 pe-2">
      <Thumb item={item} colour={colour} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-body" title={item.folder ? `${item.folder}/${item.name}` : item.name}>
          <bdi>{item.name}</bdi>
        </p>
        <p className="flex gap-1.5 text-meta">
          <span className={classNames("counts", needsAttention(item) ? "line-clamp-2" : "truncate", colour)} title={words}>
            {words}
          </span>
          {isActive(item) && <span className="shrink-0 text-faint">{formatBytes(item.sizeBytes)}</span>}
        </p>
      </div>
      <RowButton item={item} {...actions} />
      {share > 0 && (
        <span aria-hidden="true" className="absolute inset-x-4 bottom-0 h-0.5 overflow-hidden rounded-full bg-line">
          <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </div>
  );
});

/** The picture once the server has one, else the state's sign. */
function Thumb({ item, colour }: { item: UploadItem; colour: string }) {
  const hasTile = item.assetId && (item.state === "done" || item.state === "duplicate");
  return (
    <span className={classNames("relative grid size-10 shrink-0 place-items-center bg-sunken", colour)}>
      <Icon of={icons[item.state]} size={18} className={spins(item.state) ? "animate-spin" : undefined} />
      {hasTile && (
        <img
          src={tileUrl(item.assetId ?? "")}
          alt=""
          loading="lazy"
          className="absolute inset-0 size-full object-cover"
          onError={(event) => {
            event.currentTarget.hidden = true;
          }}
        />
      )}
    </span>
  );
}

function spins(state: UploadState): boolean {
  return icons[state] === LoaderCircle;
}

function RowButton({ item, onRetry, onRemove, onRestore }: { item: UploadItem } & RowActions) {
  if (canRetry(item)) {
    return (
      <IconButton label={`Try again: ${item.name}`} side="left" onClick={() => onRetry(item.id)}>
        <Icon of={RotateCcw} size={18} />
      </IconButton>
    );
  }
  if (item.state === "trashed") {
    return (
      <IconButton label={`Restore from the trash: ${item.name}`} side="left" onClick={() => onRestore(item.id)}>
        <Icon of={Undo2} size={18} />
      </IconButton>
    );
  }
  const verb = isActive(item) || item.state === "needs_file" ? "Cancel" : "Take off the list";
  return (
    <IconButton label={`${verb}: ${item.name}`} side="left" className="text-faint" onClick={() => onRemove(item.id)}>
      <Icon of={X} size={18} />
    </IconButton>
  );
}
