/** One face, round or square; an empty silhouette where there is none. */
import { UserRound } from "lucide-react";
import { useState } from "react";
import { classNames } from "@/lib/class-names";

interface FacePictureProps {
  src: string | null;
  className?: string;
  round?: boolean;
}

export function FacePicture({ src, className, round = true }: FacePictureProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const shape = classNames("block shrink-0 bg-sunken object-cover", round ? "rounded-full" : "rounded-small", className);
  if (src === null || broken === src) {
    return (
      <span aria-hidden="true" className={classNames(shape, "grid place-items-center text-faint")}>
        <UserRound className="size-2/5" strokeWidth={1.25} />
      </span>
    );
  }
  return <img src={src} alt="" loading="lazy" draggable={false} onError={() => setBroken(src)} className={shape} />;
}
