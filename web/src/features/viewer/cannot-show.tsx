/** In place of a picture that cannot be drawn: why, that it is safe, and the original to take. */
import { Download, FileQuestion, LoaderCircle } from "lucide-react";
import type { Asset } from "@/api/types";
import { buttonClass } from "@/components/button";
import { Icon } from "@/components/icon";

export function CannotShow({ asset }: { asset: Asset }) {
  const processing = asset.state === "processing";
  return (
    <div className="absolute inset-0 grid place-items-center p-8 text-center text-ink">
      <div className="max-w-md">
        <div className="mx-auto mb-5 grid size-20 place-items-center rounded-full bg-raised text-soft">
          <Icon of={processing ? LoaderCircle : FileQuestion} size={36} />
        </div>
        <h2 dir="auto" className="text-title font-semibold break-words">
          {asset.filename}
        </h2>
        <p className="mt-2 text-soft">
          {processing
            ? "This photo is being processed. It appears here as soon as it is ready."
            : (asset.state_reason?.message ?? "PhotoNest cannot draw this format. The original is kept as it is.")}
        </p>
        {!processing && (
          <a href={asset.urls.original} download={asset.filename} className={buttonClass("primary", "mt-6")}>
            <Icon of={Download} size={18} />
            Download the original
          </a>
        )}
      </div>
    </div>
  );
}
