/** The text that was read in a photo: its beginning, showing it on the picture, copying it. */
import { Copy, ScanText } from "lucide-react";
import type { Asset } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { tell } from "@/components/toast";
import { countOf } from "@/lib/format-number";
import { readersOf } from "./text-readers";

interface TextFactProps {
  lines: Asset["text"];
  shown: boolean;
  onShow: (shown: boolean) => void;
}

const previewLines = 4;

export function TextFact({ lines, shown, onShow }: TextFactProps) {
  if (lines.length === 0) return null;
  return (
    <section className="flex gap-4">
      <span className="mt-0.5 text-soft">
        <Icon of={ScanText} />
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="sr-only">Text in the picture</h3>
        <p className="text-meta text-soft">
          {countOf(lines.length, "line", "lines")} of text, read by {readersOf(lines)}
        </p>
        <div dir="auto" className="mt-1 line-clamp-4 text-meta break-words">
          {lines.slice(0, previewLines).map((line, at) => (
            <span key={at} className="block truncate">
              {line.text}
            </span>
          ))}
        </div>
        <div className="mt-2 flex flex-wrap gap-2">
          <Button className="px-3 text-meta" icon={<Icon of={Copy} size={16} />} onClick={() => void copyText(lines)}>
            Copy text
          </Button>
          <Button className="px-3 text-meta" aria-pressed={shown} onClick={() => onShow(!shown)}>
            {shown ? "Hide on the picture" : "Show on the picture"}
          </Button>
        </div>
      </div>
    </section>
  );
}

async function copyText(lines: Asset["text"]): Promise<void> {
  try {
    await navigator.clipboard.writeText(lines.map((line) => line.text).join("\n"));
    tell({ text: "The text is copied." });
  } catch {
    tell({ text: "This browser does not allow copying here. Show the text on the picture and mark it there.", tone: "bad" });
  }
}
