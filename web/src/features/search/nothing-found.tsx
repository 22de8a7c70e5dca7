/** Nothing fits: said plainly, with what was understood and what to leave out, and never with unrelated photos. */
import { SearchX } from "lucide-react";
import type { SearchAnswer } from "@/api/types";
import { Button } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { countOf } from "@/lib/format-number";
import { SearchLimits } from "./search-limits";

export function NothingFound({ answer, onSearch }: { answer: SearchAnswer; onSearch: (text: string) => void }) {
  const looser = answer.without.slice(0, 4);
  const isLike = answer.chips.some((chip) => chip.kind === "like");
  const suggestions = looser.length > 0 || isLike ? [] : answer.suggestions.slice(0, 2);
  return (
    <EmptyPlace
      icon={SearchX}
      title="Nothing found"
      action={
        <>
          {looser.map((one) => (
            <Button key={one.q} onClick={() => onSearch(one.q)} className="h-auto max-w-full py-2 text-start whitespace-normal">
              <span dir="auto">
                Without “{one.chip}”: {countOf(one.count, "photo", "photos")}
              </span>
            </Button>
          ))}
          {suggestions.map((text) => (
            <Button key={text} onClick={() => onSearch(text)}>
              <span dir="auto">{text}</span>
            </Button>
          ))}
          <div className="mt-2 basis-full">
            <SearchLimits />
          </div>
        </>
      }
    >
      <p>{whyNothing(answer)}</p>
      {looser.length > 0 && <p className="mt-1">Leave something out:</p>}
      {suggestions.length > 0 && <p className="mt-1">Try one of these instead; they are in your photos.</p>}
    </EmptyPlace>
  );
}

function whyNothing(answer: SearchAnswer): string {
  if (answer.searched === 0) return "There are no photos that can be searched yet.";
  if (answer.chips.length === 1 && answer.chips[0]?.kind === "like") {
    return "No other photo of yours resembles this one closely enough to be shown.";
  }
  const looked = `PhotoNest looked at ${countOf(answer.searched, "photo", "photos")}`;
  const hard = answer.chips.filter((chip) => chip.applies && chip.kind !== "order");
  if (hard.length < 2) return `${looked}, and none fits well enough to be shown.`;
  return `${looked}, and none is all of this at once: ${hard.map((chip) => chip.words).join(", ")}.`;
}
