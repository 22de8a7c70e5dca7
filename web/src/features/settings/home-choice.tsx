/** Where home is, for "near home": chosen by name or on the map, and forgotten again. */
import { useQuery } from "@tanstack/react-query";
import { House } from "lucide-react";
import { placeAtQuery } from "@/api/places";
import type { User, UserChange } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { tell } from "@/components/toast";
import { command } from "@/lib/commands";

type Spot = NonNullable<User["home"]>;

interface HomeChoiceProps {
  home: User["home"];
  /** Saves, and calls `done` when it is saved. */
  onSave: (change: UserChange, done: () => void) => void;
}

export function HomeChoice({ home, onSave }: HomeChoiceProps) {
  const { data: place } = useQuery(placeAtQuery(home));
  const town = [place?.city, place?.country].filter(Boolean).join(", ");
  const choose = () =>
    command("choose-spot", {
      title: "Choose your home place",
      description: "A town is enough. It is kept here and used for searches only.",
      now: home,
      onChosen: (spot: Spot) => onSave({ home: spot }, () => tell({ text: "Your home place is kept." })),
    });
  const forget = (before: Spot) =>
    onSave({ home: "nowhere" }, () =>
      tell({ text: "Your home place is forgotten.", undo: () => onSave({ home: before }, () => undefined) }),
    );
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-48 flex-1">
        <p id="home-place" className="font-medium">
          Home
        </p>
        <p className="mt-1 max-w-prose text-meta text-soft">
          What “near home” means. It stays on this machine, and no photo is changed by it.
        </p>
        {home && (
          <p className="mt-1 flex items-center gap-1.5 text-meta">
            <Icon of={House} size={16} className="shrink-0 text-soft" />
            <span dir="auto">{town || "A place far from any town"}</span>
            <span className="counts text-soft">
              {home.latitude.toFixed(2)}°, {home.longitude.toFixed(2)}°
            </span>
          </p>
        )}
      </div>
      <div className="flex shrink-0 gap-2">
        {home && (
          <Button look="plain" onClick={() => forget(home)} aria-describedby="home-place">
            Forget
          </Button>
        )}
        <Button onClick={choose} aria-describedby="home-place">
          {home ? "Change" : "Choose a place"}
        </Button>
      </div>
    </div>
  );
}
