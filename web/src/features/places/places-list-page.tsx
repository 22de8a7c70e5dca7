/** The list of places as a page. */
import type { PlaceAsked } from "@/api/places";
import { Page } from "@/components/page";
import { PlacesList } from "./places-list";
import { ViewSwitch } from "./view-switch";

interface PlacesListPageProps {
  hrefOf: (place: PlaceAsked) => string;
  onOpen: (place: PlaceAsked) => void;
  onMap: () => void;
}

export function PlacesListPage({ hrefOf, onOpen, onMap }: PlacesListPageProps) {
  return (
    <Page title="Places" width="full" actions={<ViewSwitch now="list" href="/places" onSwitch={onMap} />}>
      <PlacesList hrefOf={hrefOf} onOpen={onOpen} />
    </Page>
  );
}
