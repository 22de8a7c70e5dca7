/** One to five stars; pressing the present one takes the rating away. */
import { Star } from "lucide-react";
import { classNames } from "@/lib/class-names";

export function Rating({ value, onChange }: { value: number | null; onChange: (stars: number) => void }) {
  const stars = value ?? 0;
  return (
    <div role="group" aria-label="Rating" className="-ms-2 flex items-center">
      {[1, 2, 3, 4, 5].map((star) => (
        <button
          key={star}
          type="button"
          aria-label={star === stars ? `Rated ${star} of 5. Take the rating away` : `Rate ${star} of 5`}
          aria-pressed={star <= stars}
          onClick={() => onChange(star === stars ? 0 : star)}
          className={classNames(
            "grid size-10 place-items-center rounded-control transition-colors hover:bg-ink/8",
            star <= stars ? "text-warn" : "text-faint",
          )}
        >
          <Star size={20} strokeWidth={1.5} fill={star <= stars ? "currentColor" : "none"} aria-hidden="true" />
        </button>
      ))}
      {stars === -1 && <span className="ms-2 text-meta text-soft">Marked as rejected</span>}
    </div>
  );
}
