/** What is known about a photo, and where each fact came from: a panel on large screens, a sheet on phones. */
import { Aperture, CalendarDays, CalendarHeart, ChevronDown, FileImage, MapPin, PencilLine, X } from "lucide-react";
import { Link } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import type { Asset } from "@/api/types";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { Notice } from "@/components/notice";
import { command } from "@/lib/commands";
import { formatLocalDate, formatLocalTime, formatMoment } from "@/lib/format-date";
import { formatBytes } from "@/lib/format-number";
import { usePhotoSequence } from "@/lib/photo-sequence";
import { Description } from "./description";
import { cameraName, dateSource, exposureLine, pixelLine, placeLine, positionLine, zoneLine } from "./facts";
import { Rating } from "./rating";
import { StackFact } from "./stack-fact";
import { TagList } from "./tag-list";
import { tagWords } from "./tag-words";
import { TextFact } from "./text-fact";
import { type AssetChange, useChangeTags } from "./use-asset";

const PlaceSketch = lazy(() => import("./place-sketch").then((part) => ({ default: part.PlaceSketch })));

interface InfoPanelProps {
  asset: Asset;
  people?: ReactNode;
  onChange: (change: AssetChange) => void;
  textShown: boolean;
  onText: (shown: boolean) => void;
  onClose: () => void;
}

export function InfoPanel({ asset, people, onChange, textShown, onText, onClose }: InfoPanelProps) {
  const changeTags = useChangeTags(asset.id);
  const exposed = asset.camera && exposureLine(asset.camera);
  return (
    <aside
      aria-label="About this photo"
      className="info-panel absolute z-20 flex flex-col bg-raised text-ink shadow-sheet max-[899px]:inset-x-0 max-[899px]:bottom-0 max-[899px]:h-[60%] max-[899px]:rounded-t-sheet min-[900px]:inset-y-0 min-[900px]:end-0 min-[900px]:w-90"
    >
      <header className="flex items-center justify-between py-2 ps-5 pe-2">
        <h2 className="text-title font-semibold">Info</h2>
        <IconButton label="Close info" keyHint="i" side="left" onClick={onClose}>
          <Icon of={X} />
        </IconButton>
      </header>
      {/* A long list of facts is scrolled by keys too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div tabIndex={0} className="min-h-0 flex-1 space-y-5 overflow-y-auto px-5 pb-8 focus-visible:-outline-offset-2">
        {asset.state_reason && <Notice tone="warn">{asset.state_reason.message}</Notice>}
        {asset.notes.map((note) => (
          <Notice key={note}>{note}</Notice>
        ))}
        <Description key={asset.id} text={asset.description} caption={asset.caption} writer={asset.caption_source} onSave={(description) => onChange({ description })} />
        <Rating value={asset.rating} onChange={(rating) => onChange({ rating })} />
        <Fact
          icon={CalendarDays}
          name="When"
          edit={asset.is_trashed ? undefined : { label: "Set the time", keyHint: "e", act: () => correct("set-time", asset) }}
        >
          <p>
            <time dateTime={asset.taken_at}>{formatLocalDate(asset.local_at)}</time>
          </p>
          <p className="counts text-meta text-soft">
            {formatLocalTime(asset.local_at)} · {zoneLine(asset)}
          </p>
          <p className="text-meta text-soft">Date {dateSource(asset)}</p>
        </Fact>
        {(asset.place || !asset.is_trashed) && (
          <Fact
            icon={MapPin}
            name="Where"
            edit={asset.is_trashed ? undefined : { label: "Set the place", keyHint: "l", act: () => correct("set-place", asset) }}
          >
            {asset.place ? <Where place={asset.place} /> : <p className="text-soft">No place</p>}
          </Fact>
        )}
        {asset.event && (
          <Fact icon={CalendarHeart} name="Event">
            <Link
              to={`/events/${asset.event.id}` as never}
              dir="auto"
              className="inline-flex min-h-8 items-center underline decoration-line decoration-2 underline-offset-4 hover:text-accent"
            >
              {asset.event.name}
            </Link>
          </Fact>
        )}
        {asset.camera && (
          <Fact icon={Aperture} name="Camera">
            <p dir="auto">{cameraName(asset.camera) || "Unknown camera"}</p>
            {exposed && <p className="counts text-meta text-soft">{exposed}</p>}
            {asset.camera.lens && (
              <p dir="auto" className="text-meta text-soft">
                {asset.camera.lens}
              </p>
            )}
          </Fact>
        )}
        {people}
        <TextFact lines={asset.text} shown={textShown} onShow={onText} />
        <StackFact asset={asset} />
        <TagList
          tags={asset.tags}
          editable={!asset.is_trashed}
          onAccept={(name) => void changeTags({ add: [name] }, `“${name}” is your tag now.`)}
          onTakeOff={(name) => void changeTags({ remove: [name] }, `“${name}” taken off.`)}
          onAdd={() => correct("set-tags", asset)}
        />
        <Fact icon={FileImage} name="File">
          <p dir="auto" className="break-words">
            {asset.filename}
          </p>
          <p className="counts text-meta text-soft">
            {[asset.format.toUpperCase(), pixelLine(asset), formatBytes(asset.size_bytes)].filter(Boolean).join(" · ")}
          </p>
          {asset.other_filenames.length > 0 && (
            <p dir="auto" className="text-meta break-words text-soft">
              Also known as {asset.other_filenames.join(", ")}
            </p>
          )}
        </Fact>
        <WhyHere asset={asset} />
      </div>
    </aside>
  );
}

/** Opens the dialog that corrects this photo; it starts from what the photo says now. */
function correct(what: "set-place" | "set-time" | "set-tags", asset: Asset): void {
  const { latitude, longitude } = asset.place ?? {};
  command(what, { ids: [asset.id], now: { localAt: asset.local_at, latitude, longitude } });
}

function Where({ place }: { place: NonNullable<Asset["place"]> }) {
  const position = positionLine(place);
  const line = placeLine(place);
  return (
    <>
      <p>{line}</p>
      {position && (
        <p className="counts text-meta text-soft">
          {line === position ? "Far from any town that is known" : position}, {place.source === "user" ? "set by you" : "from the position in the file"}
        </p>
      )}
      {place.latitude !== null && place.longitude !== null && (
        <Suspense fallback={<div className="mt-2 aspect-[288/136] max-w-88 rounded-control bg-sunken" />}>
          <PlaceSketch latitude={place.latitude} longitude={place.longitude} />
        </Suspense>
      )}
    </>
  );
}

interface FactProps {
  icon: LucideIcon;
  name: string;
  edit?: { label: string; keyHint: string; act: () => void };
  children: ReactNode;
}

function Fact({ icon, name, edit, children }: FactProps) {
  return (
    <section className="flex gap-4">
      <span className="mt-0.5 text-soft">
        <Icon of={icon} />
      </span>
      <div className="min-w-0 flex-1 space-y-0.5">
        <h3 className="sr-only">{name}</h3>
        {children}
      </div>
      {edit && (
        <IconButton label={edit.label} keyHint={edit.keyHint} side="left" className="-my-2 -me-2 text-soft" onClick={edit.act}>
          <Icon of={PencilLine} size={16} />
        </IconButton>
      )}
    </section>
  );
}

function WhyHere({ asset }: { asset: Asset }) {
  const machine = asset.tags.filter((tag) => tag.by === "machine");
  const found = usePhotoSequence()?.whyOf?.(asset.id) ?? [];
  return (
    <details open={found.length > 0} className="group/why rounded-control bg-sunken px-4 py-1 text-meta">
      <summary className="flex min-h-10 cursor-pointer items-center justify-between font-medium">
        Why is it here?
        <Icon of={ChevronDown} size={16} className="text-soft transition-transform group-open/why:rotate-180" />
      </summary>
      <dl className="space-y-3 pb-3 text-soft">
        {found.length > 0 && (
          <div>
            <dt className="font-medium text-ink">Why this search found it</dt>
            {found.map((reason) => (
              <dd key={reason} dir="auto">
                {reason}
              </dd>
            ))}
          </div>
        )}
        <div>
          <dt className="font-medium text-ink">Place in the timeline</dt>
          <dd>
            {formatLocalDate(asset.local_at)}, {dateSource(asset)}.
          </dd>
        </div>
        <div>
          <dt className="font-medium text-ink">Added</dt>
          <dd>{formatMoment(asset.added_at)}</dd>
        </div>
        {machine.length > 0 && (
          <div>
            <dt className="font-medium text-ink">Guessed tags, with how sure the model is</dt>
            {machine.map((tag) => (
              <dd key={`${tag.source}:${tag.name}`} className="counts flex justify-between gap-3">
                <span>
                  {tagWords(tag)} <span className="text-faint">by {tag.source}</span>
                </span>
                {tag.score !== null && <span>{tag.score.toFixed(2)}</span>}
              </dd>
            ))}
          </div>
        )}
        <div>
          <dt className="font-medium text-ink">SHA-256 of the original</dt>
          <dd className="font-mono text-small break-all">{asset.sha256}</dd>
        </div>
      </dl>
    </details>
  );
}
