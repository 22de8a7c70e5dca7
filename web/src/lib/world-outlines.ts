/** Land, borders and names of the world as files of this app; each is fetched once, however many maps are drawn. */
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Point } from "geojson";
import fineUrl from "virtual:world-50m";
import coarseUrl from "virtual:world-110m";

/** What `web/world/outlines.ts` writes when the app is built. */
export interface Outlines {
  land: FeatureCollection<MultiPolygon, { name: string }>;
  borders: Feature<MultiLineString>;
  names: FeatureCollection<Point, { name: string; size: number }>;
}

const loaded = new Map<string, Promise<Outlines>>();

function outlines(url: string): Promise<Outlines> {
  let found = loaded.get(url);
  if (!found) {
    found = fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`the outlines of the world answer ${answer.status}`);
      return answer.json() as Promise<Outlines>;
    });
    found.catch(() => loaded.delete(url));
    loaded.set(url, found);
  }
  return found;
}

export const coarseOutlines = (): Promise<Outlines> => outlines(coarseUrl);
export const fineOutlines = (): Promise<Outlines> => outlines(fineUrl);
