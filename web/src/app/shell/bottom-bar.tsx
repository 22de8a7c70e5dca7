/** The places within reach of a thumb, on phones. */
import { Link } from "@tanstack/react-router";
import { Icon } from "@/components/icon";
import { places } from "../places";

export function BottomBar() {
  return (
    <nav
      aria-label="Places"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] tablet:hidden"
    >
      <ul className="mx-auto flex h-14 max-w-lg items-stretch justify-around">
        {places
          .filter((place) => place.onPhone)
          .map((place) => (
            <li key={place.to} className="flex-1">
              <Link
                to={place.to}
                activeOptions={{ exact: place.to === "/" }}
                className="flex h-full flex-col items-center justify-center gap-0.5 text-small text-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
              >
                <Icon of={place.icon} size={22} />
                {place.label}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
