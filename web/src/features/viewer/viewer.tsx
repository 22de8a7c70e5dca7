/** One photo on a black stage above the page it came from. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { messageOf } from "@/api/client";
import type { Asset } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { classNames } from "@/lib/class-names";
import { useActions } from "@/lib/actions";
import { command } from "@/lib/commands";
import { usePhotoSequence } from "@/lib/photo-sequence";
import { isInDialog, isTyping, shortcutsEnabled } from "@/lib/shortcut-keys";
import { CannotShow } from "./cannot-show";
import { InfoPanel } from "./info-panel";
import { StackStrip } from "./stack-strip";
import { Stage, type StageControl } from "./stage";
import { TopBar } from "./top-bar";
import { useAsset, useChangeAsset, useMoveAsset } from "./use-asset";
import { useFadingControls } from "./use-fading-controls";
import { useNeighbours } from "./use-neighbours";
import { VideoStage } from "./video-stage";
import { viewerActions } from "./viewer-actions";
import { useZoomFromTile } from "./zoom-from-tile";
import "./viewer.css";

interface ViewerProps {
  id: string;
  onTurn: (id: string) => void;
  onClose: () => void;
  /** A part of the info panel, and a layer over the picture in its own measure, by whoever knows people. */
  people?: (asset: Asset) => ReactNode;
  overPicture?: (asset: Asset) => ReactNode;
  /** Looks for photos that resemble this one. */
  onMoreLikeThis: () => void;
}

const panelFrom = 900;
const panelWidth = 360;
/** Part of the height that the sheet takes; the class of the panel says the same. */
const sheetShare = 0.6;

export function Viewer({ id, onTurn, onClose: closeAtOnce, onMoreLikeThis, people, overPicture }: ViewerProps) {
  const sequence = usePhotoSequence();
  const { data: asset, error, refetch } = useAsset(id);
  const change = useChangeAsset(id);
  const move = useMoveAsset();
  // A photo behind the cover of its stack stands in no list; its neighbours are those of the cover.
  const neighbours = useNeighbours(asset?.stack?.members.find((each) => each.is_cover)?.id ?? id);
  const [infoOpen, setInfoOpen] = useState(false);
  const [text, setText] = useState(false);
  const layer = useRef<HTMLDivElement>(null);
  const size = useSizeOf(layer);
  const stage = useRef<StageControl>(null);
  const video = useRef<HTMLVideoElement>(null);
  const isVideo = asset?.kind === "video" && asset.urls.preview !== null;
  const { visible, wake, toggle } = useFadingControls(infoOpen || Boolean(error));

  useOnlyThisLayer(layer);
  const goBack = useZoomFromTile(layer, id);
  const onClose = () => goBack(closeAtOnce);

  const turn = (to: "next" | "previous") => {
    const target = neighbours[to];
    if (target) onTurn(target);
  };
  const moveAway = (action: "trash" | "restore") => {
    // The neighbour must be known before the photo leaves the order.
    const target = neighbours.next ?? neighbours.previous;
    if (target) onTurn(target);
    else onClose();
    void move(id, action);
  };
  const favourite = () => asset && !asset.is_trashed && change.mutate({ is_favourite: !asset.is_favourite });

  const correct = (what: "set-place" | "set-time" | "set-tags") => {
    if (!asset || asset.is_trashed) return;
    const { latitude, longitude } = asset.place ?? {};
    command(what, { ids: [id], now: { localAt: asset.local_at, latitude, longitude } });
  };

  const keys: Record<string, () => void> = {
    f: () => favourite(),
    i: () => setInfoOpen((before) => !before),
    v: () => !asset?.is_trashed && onMoreLikeThis(),
    t: () => setText((before) => !before),
    p: () => setInfoOpen(true),
    z: () => stage.current?.toggleZoom(),
    "+": () => stage.current?.zoomBy(1.4),
    "-": () => stage.current?.zoomBy(1 / 1.4),
    d: () => layer.current?.querySelector<HTMLElement>("[data-download]")?.click(),
    g: () => correct("set-tags"),
    l: () => correct("set-place"),
    e: () => correct("set-time"),
    " ": () => video.current && (video.current.paused ? void video.current.play() : video.current.pause()),
    j: () => turn("next"),
    k: () => turn("previous"),
    ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((stars) => [String(stars), () => change.mutate({ rating: stars })])),
  };
  const moves: Record<string, () => void> = {
    ArrowRight: () => stage.current?.pan(-120, 0) || turn("next"),
    ArrowLeft: () => stage.current?.pan(120, 0) || turn("previous"),
    ArrowUp: () => void stage.current?.pan(0, 120),
    ArrowDown: () => void stage.current?.pan(0, -120),
    Delete: () => asset && !asset.is_trashed && moveAway("trash"),
    Escape: () => (infoOpen && size.width < panelFrom ? setInfoOpen(false) : stage.current?.reset() || onClose()),
  };
  useActions("viewer", () => viewerActions(asset, { keys, moves, putBack: () => moveAway("restore"), close: onClose }));

  const onKeyDown = useRef<(event: KeyboardEvent) => void>(undefined);
  useEffect(() => {
    onKeyDown.current = (event) => {
      if (isInDialog(event)) return;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      wake();
      const typing = isTyping(event);
      if (typing && event.key === "Escape") return (event.target as HTMLElement).blur();
      if (typing) return;
      const onControl = (event.target as Element).closest?.("button, a, summary, video") !== null;
      if (event.key === " " && onControl) return;
      const handle = moves[event.key] ?? (shortcutsEnabled() ? keys[event.key] : undefined);
      if (!handle) return;
      event.preventDefault();
      handle();
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown.current?.(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  const withPanel = infoOpen && size.width >= panelFrom;
  const withSheet = infoOpen && size.width < panelFrom;
  const stageSize = {
    width: size.width - (withPanel ? panelWidth : 0),
    height: withSheet ? Math.round(size.height * (1 - sheetShare)) : size.height,
  };
  const undrawable = asset !== undefined && asset.urls.preview === null;
  return createPortal(
    <div
      ref={layer}
      role="dialog"
      aria-modal="true"
      aria-label={asset ? asset.filename : "Photo"}
      tabIndex={-1}
      onPointerMove={(event) => event.pointerType === "mouse" && wake()}
      className="stage fixed inset-0 z-45 bg-black text-ink outline-none"
    >
      <div className="absolute start-0 top-0 overflow-hidden" style={stageSize}>
        {error && !asset ? (
          <div role="alert" className="absolute inset-0 grid place-items-center p-8 text-center">
            <div>
              <p className="text-title">{messageOf(error)}</p>
              <Button className="mt-5" onClick={() => void refetch()}>
                Try again
              </Button>
            </div>
          </div>
        ) : undrawable ? (
          <CannotShow asset={asset} />
        ) : isVideo ? (
          <VideoStage asset={asset} video={video} />
        ) : (
          <Stage
            id={id}
            asset={asset}
            hint={sequence?.hintOf(id) ?? null}
            size={stageSize}
            previous={neighbours.previous}
            next={neighbours.next}
            showText={text}
            overPicture={asset && overPicture?.(asset)}
            onTurn={turn}
            onClose={onClose}
            onTap={toggle}
            control={stage}
          />
        )}
        <TopBar
          asset={asset}
          at={neighbours.at}
          total={neighbours.total}
          visible={visible}
          infoOpen={infoOpen}
          onBack={onClose}
          onFavourite={favourite}
          onInfo={() => setInfoOpen((before) => !before)}
          onZoom={() => stage.current?.toggleZoom()}
          onMoreLikeThis={onMoreLikeThis}
          onMove={moveAway}
        />
        {asset && <StackStrip asset={asset} visible={visible} onOpen={onTurn} />}
        <Turn to="previous" shown={visible && neighbours.previous !== null} onTurn={turn} />
        <Turn to="next" shown={visible && neighbours.next !== null} onTurn={turn} />
      </div>
      {infoOpen && asset && (
        <InfoPanel
          asset={asset}
          people={people?.(asset)}
          onChange={change.mutate}
          textShown={text}
          onText={setText}
          onClose={() => setInfoOpen(false)}
        />
      )}
    </div>,
    document.body,
  );
}

function Turn({ to, shown, onTurn }: { to: "next" | "previous"; shown: boolean; onTurn: (to: "next" | "previous") => void }) {
  return (
    <button
      type="button"
      aria-label={to === "next" ? "Next photo" : "Previous photo"}
      disabled={!shown}
      onClick={() => onTurn(to)}
      className={classNames(
        "absolute top-1/2 z-10 grid size-12 -translate-y-1/2 place-items-center rounded-full bg-black/45 text-white transition-opacity hover:bg-black/70 pointer-coarse:hidden",
        to === "next" ? "end-4" : "start-4",
        !shown && "opacity-0",
      )}
    >
      <Icon of={to === "next" ? ChevronRight : ChevronLeft} size={26} />
    </button>
  );
}

/** Everything below is out of reach for focus, pointer and screen reader, and does not scroll. */
function useOnlyThisLayer(layer: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const page = document.getElementById("root");
    const { style } = document.documentElement;
    page?.setAttribute("inert", "");
    style.overflow = "hidden";
    // The room kept for the scroll bar belongs to the stage now.
    style.background = "#000";
    layer.current?.focus({ preventScroll: true });
    return () => {
      page?.removeAttribute("inert");
      style.overflow = "";
      style.background = "";
    };
  }, [layer]);
}

function useSizeOf(layer: RefObject<HTMLElement | null>) {
  const [size, setSize] = useState(() => ({ width: document.documentElement.clientWidth, height: window.innerHeight }));
  useLayoutEffect(() => {
    const measured = layer.current;
    if (!measured) return;
    const look = () => setSize({ width: measured.clientWidth, height: measured.clientHeight });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [layer]);
  return size;
}
