/** The page "You", with the places that have no room in the bottom bar of phones. */
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { Icon } from "@/components/icon";
import { YouPage as Settings } from "@/features/settings/you-page";
import { places } from "./places";

export function YouPage() {
  const more = places.filter((place) => !place.onPhone);
  return (
    <Settings>
      <nav aria-label="More places" className="tablet:hidden">
        <ul className="divide-y divide-line border-y border-line">
          {more.map((place) => (
            <li key={place.to}>
              <Link to={place.to} className="flex min-h-12 items-center gap-4 py-2">
                <span className="text-soft">
                  <Icon of={place.icon} />
                </span>
                <span className="flex-1">{place.label}</span>
                <span className="text-faint">
                  <Icon of={ChevronRight} size={18} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </Settings>
  );
}
