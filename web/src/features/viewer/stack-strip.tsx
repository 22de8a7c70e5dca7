/** The members of a stack below the picture; the open one is marked. */
import { tileUrl } from "@/api/timeline";
import type { Asset } from "@/api/types";
import { Picture } from "@/components/picture";
import { classNames } from "@/lib/class-names";

interface StackStripProps {
  asset: Asset;
  visible: boolean;
  onOpen: (id: string) => void;
}

export function StackStrip({ asset, visible, onOpen }: StackStripProps) {
  const members = asset.stack?.members ?? [];
  if (members.length < 2) return null;
  return (
    <nav
      aria-label={`Stack of ${members.length}`}
      className={classNames(
        "absolute inset-x-0 bottom-0 z-10 flex justify-center bg-linear-to-t from-black/60 to-transparent px-3 pt-8 pb-[calc(0.75rem+env(safe-area-inset-bottom))] transition-opacity duration-200",
        visible ? "opacity-100" : "pointer-events-none opacity-0 focus-within:pointer-events-auto focus-within:opacity-100",
      )}
    >
      <ul className="flex max-w-full gap-1.5 overflow-x-auto p-1">
        {members.map((member, at) => (
          <li key={member.id} className="shrink-0">
            <button
              type="button"
              aria-label={`${at + 1} of ${members.length}: ${member.filename}${member.is_cover ? ", seen in lists" : ""}`}
              aria-current={member.id === asset.id}
              onClick={() => onOpen(member.id)}
              className={classNames(
                "relative block size-14 overflow-hidden rounded-small",
                member.id === asset.id ? "outline-2 outline-offset-2 outline-white" : "opacity-70 hover:opacity-100",
              )}
            >
              <Picture src={tileUrl(member.id)} alt="" colour={member.colour} thumbhash={member.thumbhash} className="size-full" />
              {members.some((other) => other.format !== member.format) && (
                <span aria-hidden="true" className="absolute inset-x-0 bottom-0 bg-black/65 text-center text-[0.625rem] text-white uppercase">
                  {member.format}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
