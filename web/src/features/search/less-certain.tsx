/** Photos that fit less surely: the nearest few at once, the long tail only for who wants it. */
import { type ReactNode, useState } from "react";
import { Button } from "@/components/button";
import { PhotoRows } from "@/components/photo-rows";
import { formatCount } from "@/lib/format-number";
import type { Shown } from "./copies";

/** Two or three rows. The search lists every photo with some trace of what was asked, the likeliest first. */
const fewAtOnce = 16;

interface LessCertainProps {
  photos: readonly Shown[];
  /** Nothing surer stands above: then all are shown. */
  alone: boolean;
  ratioOf: (hit: Shown) => number;
  keyOf: (hit: Shown) => string;
  /** What leads to further pages; it waits until this one is unfolded. */
  further: ReactNode;
  children: (hit: Shown, focusable: boolean) => ReactNode;
}

export function LessCertain({ photos, alone, ratioOf, keyOf, further, children }: LessCertainProps) {
  const [unfolded, setUnfolded] = useState(false);
  const folded = !alone && !unfolded && photos.length > fewAtOnce + 4;
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-meta font-semibold text-soft">Less certain</h2>
      <PhotoRows label="Less certain photos" photos={folded ? photos.slice(0, fewAtOnce) : photos} ratioOf={ratioOf} keyOf={keyOf}>
        {children}
      </PhotoRows>
      {folded ? (
        <div className="mt-6 flex justify-center">
          <Button onClick={() => setUnfolded(true)}>{`Show ${formatCount(photos.length - fewAtOnce)} more that may fit`}</Button>
        </div>
      ) : (
        further
      )}
    </section>
  );
}
