/** Nothing fits: said plainly, with two other things to try, and never with unrelated photos. */
import { SearchX } from "lucide-react";
import type { SearchAnswer } from "@/api/types";
import { Button } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { countOf } from "@/lib/format-number";
import { SearchLimits } from "./search-limits";

export function NothingFound({ answer, onSearch }: { answer: SearchAnswer; onSearch: (text: string) => void }) {
  const suggestions = answer.suggestions.slice(0, 2);
  return (
    <EmptyPlace
      icon={SearchX}
      title="Nothing found"
      action={
        <>
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
      <p>
        {answer.searched > 0
          ? `PhotoNest looked at ${countOf(answer.searched, "photo", "photos")}, and none fits well enough to be shown.`
          : "There are no photos that can be searched yet."}
      </p>
      {suggestions.length > 0 && <p className="mt-1">Try one of these instead; they are in your photos.</p>}
    </EmptyPlace>
  );
}
