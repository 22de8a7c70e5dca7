/** Tags: the user's own solid, the machine's in its colour, with the score on hover and in "Why is it here?". */
import type { AssetTag } from "@/api/types";
import { Chip } from "@/components/chip";

export function TagList({ tags }: { tags: AssetTag[] }) {
  if (tags.length === 0) return null;
  return (
    <section>
      <h3 className="sr-only">Tags</h3>
      <ul className="flex flex-wrap gap-1.5">
        {tags.map((tag) => (
          <li key={`${tag.by}:${tag.source}:${tag.name}`}>
            {tag.by === "user" ? (
              <Chip>{tag.name}</Chip>
            ) : (
              <Chip tone="ai" title={tag.score === null ? `Guessed by ${tag.source}` : `Guessed by ${tag.source}, score ${tag.score.toFixed(2)}`}>
                {tag.name}
              </Chip>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
