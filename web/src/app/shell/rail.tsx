/** The places at the side, on tablets and desktops. */
import { Link } from "@tanstack/react-router";
import { classNames } from "@/lib/class-names";
import { Icon } from "@/components/icon";
import { type Place, places } from "../places";
import { Mark } from "./mark";

export function Rail() {
  return (
    <nav
      aria-label="Places"
      className="fixed inset-y-0 start-0 z-30 hidden w-[var(--rail-width)] flex-col overflow-y-auto bg-surface px-3 pb-4 tablet:flex"
    >
      <Link
        to="/"
        aria-label="PhotoNest, all photos"
        className="mb-3 flex h-[var(--top-bar)] shrink-0 items-center justify-center gap-2.5 desktop:justify-start desktop:px-3"
      >
        <Mark />
        <span className="hidden text-title font-semibold tracking-tight desktop:block">PhotoNest</span>
      </Link>
      <ul className="space-y-1">{places.filter((place) => place.group === "look").map(entry)}</ul>
      <ul className="mt-auto space-y-1 pt-6">{places.filter((place) => place.group === "tend").map(entry)}</ul>
    </nav>
  );
}

function entry(place: Place) {
  return (
    <li key={place.to}>
      <Link
        to={place.to}
        activeOptions={{ exact: place.to === "/" }}
        className={classNames(
          "flex min-h-12 flex-col items-center justify-center gap-1 rounded-control px-1 py-1.5 text-center text-small text-soft transition-colors hover:bg-ink/6",
          "aria-[current=page]:bg-accent/10 aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:[&>svg]:text-accent",
          "desktop:min-h-11 desktop:flex-row desktop:justify-start desktop:gap-3 desktop:px-3 desktop:text-body",
        )}
      >
        <Icon of={place.icon} />
        {place.label}
      </Link>
    </li>
  );
}
