/** Where photos were taken: the points of the map, countries and cities, towns of the world, and tiles by id. */
import { get, getBytes, post, withQuery } from "./client";
import type { PhotoTile, PlacesAnswer, TownsAnswer } from "./types";

export const pointsQuery = {
  queryKey: ["places", "points"] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => getBytes("/api/map/points", signal),
  staleTime: 30_000,
};

export const placesQuery = {
  queryKey: ["places", "list"] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<PlacesAnswer>("/api/places", signal),
  staleTime: 30_000,
};

export interface PlaceAsked {
  country: string;
  region?: string;
  city?: string;
}

/** An empty city or region is asked for as such: photos that are near no town. */
export const photosOfPlaceQuery = (place: PlaceAsked) => ({
  queryKey: ["places", "photos", place] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(place)) if (value !== undefined) asked.set(name, String(value));
    return get<{ ids: string[] }>(`/api/places/photos?${asked}`, signal);
  },
  staleTime: 30_000,
});

/** Towns of the world by the beginning of their name, or a position typed as two numbers. */
export const townsQuery = (q: string) => ({
  queryKey: ["towns", q] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<TownsAnswer>(withQuery("/api/places/towns", { q }), signal),
  staleTime: Infinity,
});

/** What a position is called: the town it lies in or near. */
export const placeAtQuery = (spot: { latitude: number; longitude: number } | null) => {
  const q = spot ? `${spot.latitude.toFixed(5)}, ${spot.longitude.toFixed(5)}` : "";
  return {
    ...townsQuery(q),
    enabled: spot !== null,
    select: (answer: TownsAnswer) => answer.places[0],
  };
};

export interface NamedTown {
  name: string;
  latitude: number;
  longitude: number;
  size: number;
}

export const mapTownsQuery = (box: { south: number; west: number; north: number; east: number } | null) => ({
  queryKey: ["map-towns", box] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<{ towns: NamedTown[] }>(withQuery("/api/map/towns", { ...box }), signal),
  enabled: box !== null,
  staleTime: Infinity,
});

export const MOST_TILES = 1000;

/** What a grid needs to draw these photos (at most 1,000), in this order; what is gone is left out. */
export const tilesQuery = (ids: readonly string[]) => ({
  queryKey: ["places", "tiles", ids] as const,
  queryFn: () => post<{ photos: PhotoTile[] }>("/api/assets/tiles", { ids }),
  staleTime: 60_000,
});
