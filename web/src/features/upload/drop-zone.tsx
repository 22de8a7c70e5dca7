/** Takes files dropped or pasted anywhere on the page, and shows while dragging that it will. */
import { FolderDown } from "lucide-react";
import { useEffect, useState } from "react";
import { Icon } from "@/components/icon";
import { fromPaste, walkDrop, type FoundFile } from "./walk";

interface DropZoneProps {
  onFound: (found: FoundFile[]) => void;
  /** A drop is over; some entries may have been unreadable. */
  onWalked: (result: { unreadable: number }) => void;
}

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

export function DropZone({ onFound, onWalked }: DropZoneProps) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Each element under the pointer fires its own enter and leave: only their balance tells.
    let depth = 0;
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const move = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    };
    const drop = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      if (!carriesFiles(event) || !event.dataTransfer || event.defaultPrevented) return;
      event.preventDefault();
      void walkDrop(event.dataTransfer, onFound).then(onWalked);
    };
    const paste = (event: ClipboardEvent): void => {
      if (!event.clipboardData || event.defaultPrevented) return;
      const found = fromPaste(event.clipboardData);
      if (!found.length) return;
      event.preventDefault();
      onFound(found);
    };
    const listeners = [
      ["dragenter", enter],
      ["dragleave", leave],
      ["dragover", move],
      ["drop", drop],
      ["paste", paste],
    ] as const;
    for (const [name, listener] of listeners) window.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener as EventListener);
    };
  }, [onFound, onWalked]);

  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-60 grid place-items-center bg-surface/94 p-4">
      <div className="absolute inset-4 rounded-sheet border-2 border-dashed border-accent" />
      <div className="flex max-w-md flex-col items-center gap-3 text-center">
        <span className="grid size-20 place-items-center rounded-full bg-accent/10 text-accent">
          <Icon of={FolderDown} size={36} />
        </span>
        <p className="text-title font-semibold">Drop photos, videos or whole folders</p>
        <p className="text-soft">They are copied into your PhotoNest. The files you drop stay where they are.</p>
      </div>
    </div>
  );
}
