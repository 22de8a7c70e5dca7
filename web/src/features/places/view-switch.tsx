/** From the map to the list of places and back. */
import { classNames } from "@/lib/class-names";

interface ViewSwitchProps {
  now: "map" | "list";
  /** Address and action of the other view. */
  href: string;
  onSwitch: () => void;
  className?: string;
}

export function ViewSwitch({ now, href, onSwitch, className }: ViewSwitchProps) {
  const part = "inline-flex min-h-9 items-center rounded-[8px] px-4 text-body font-medium max-tablet:min-h-10";
  const other = (
    <a
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onSwitch();
      }}
      className={classNames(part, "text-soft hover:bg-ink/6")}
    >
      {now === "map" ? "List" : "Map"}
    </a>
  );
  const here = (
    <span aria-current="page" className={classNames(part, "bg-accent/12 text-ink")}>
      {now === "map" ? "Map" : "List"}
    </span>
  );
  return (
    <nav aria-label="Places as" className={classNames("inline-flex gap-0.5 rounded-control border border-line bg-raised p-0.5", className)}>
      {now === "map" ? here : other}
      {now === "map" ? other : here}
    </nav>
  );
}
