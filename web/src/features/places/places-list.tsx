/** Countries and cities of one's photos: what the map shows, for those who prefer a list or cannot use the map. */
import { useQuery } from "@tanstack/react-query";
import { MapPin } from "lucide-react";
import type { MouseEvent } from "react";
import { messageOf } from "@/api/client";
import { type PlaceAsked, placesQuery } from "@/api/places";
import { tileUrl } from "@/api/timeline";
import type { City, Country } from "@/api/types";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";
import { Waiting } from "@/components/waiting";
import { countOf } from "@/lib/format-number";

interface PlacesListProps {
  hrefOf: (place: PlaceAsked) => string;
  onOpen: (place: PlaceAsked) => void;
}

export function PlacesList(does: PlacesListProps) {
  const { data, error, refetch } = useQuery(placesQuery);
  if (!data) {
    return error ? (
      <ErrorPlace sentence={messageOf(error)} onRetry={() => void refetch()} />
    ) : (
      <Waiting words="Waiting for the list of places." />
    );
  }
  if (data.countries.length === 0) return <NoPlaces />;
  return (
    <>
      <div className="space-y-10">
        {data.countries.map((country) => (
          <CountrySection key={country.name} country={country} {...does} />
        ))}
      </div>
      <p className="mt-10 text-meta text-soft">{data.source}</p>
    </>
  );
}

export function NoPlaces() {
  return (
    <EmptyPlace icon={MapPin} title="No photo has a place yet">
      Phones note where a photo was taken. For other photos, choose some in the timeline and set their place.
    </EmptyPlace>
  );
}

function CountrySection({ country, hrefOf, onOpen }: { country: Country } & PlacesListProps) {
  const whole = { country: country.name };
  return (
    <section>
      <h2 className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <a href={hrefOf(whole)} onClick={(event) => follow(event, () => onOpen(whole))} className="text-title font-semibold hover:underline">
          {country.name}
        </a>
        <span className="counts text-meta text-soft">{countOf(country.count, "photo", "photos")}</span>
      </h2>
      <ul className="grid grid-cols-2 gap-x-3 gap-y-5 tablet:grid-cols-[repeat(auto-fill,minmax(11rem,1fr))]">
        {country.cities.map((city) => (
          <li key={`${city.region} ${city.city}`}>
            <CityCard country={country} city={city} hrefOf={hrefOf} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function CityCard({ country, city, hrefOf, onOpen }: { country: Country; city: City } & PlacesListProps) {
  const place = { country: country.name, region: city.region, city: city.city };
  return (
    <a href={hrefOf(place)} onClick={(event) => follow(event, () => onOpen(place))} className="group/city block">
      <span className="block aspect-[4/3] overflow-hidden bg-sunken">
        <img
          src={tileUrl(city.cover)}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-cover transition-opacity group-hover/city:opacity-90"
        />
      </span>
      <span className="mt-1.5 block truncate font-medium group-hover/city:underline">{nameOf(place)}</span>
      <span className="counts block text-meta text-soft">{countOf(city.count, "photo", "photos")}</span>
    </a>
  );
}

/** "Lisbon"; photos that are near no town have only their country. */
export function nameOf(place: PlaceAsked): string {
  if (place.city === undefined) return place.country;
  return place.city || place.region || `Elsewhere in ${place.country}`;
}

function follow(event: MouseEvent, act: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return; // a new tab is the browser's
  event.preventDefault();
  act();
}
