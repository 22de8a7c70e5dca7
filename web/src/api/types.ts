/**
 * Names for the shapes that the HTTP API answers. The shapes are generated from docs/reference/openapi.json into
 * schema.ts by `npm run generate-api`; only what that document leaves open is narrowed here.
 */
import type { components, operations } from "./schema";

type Schemas = components["schemas"];

export type Theme = Schemas["Theme"];
export type View = Schemas["View"];
export type AssetState = Schemas["AssetState"];
/** One letter each: i image, v video, m motion photo, a animated. */
export type KindLetter = "i" | "v" | "m" | "a";

export type ApiErrorBody = Schemas["Problem"];

export type User = Schemas["UserOut"];
export type Session = Schemas["WhoAmI"];
export type UserAnswer = Schemas["SignedInUser"];
export type UserChange = Schemas["ProfileIn"];
export type UserListEntry = Schemas["AccountOut"];

/** Newest first; a day is [local day, count, sum of width/height ratios, place or null]. */
export type TimelineIndex = Schemas["IndexOut"];
export type TimelineDay = Schemas["SegmentOut"]["days"][number];
/** Columns of equal length, newest first; the sparse ones are keyed by position. */
export type TimelineSegment = Omit<Schemas["ColumnsOut"], "states"> & {
  states: Record<string, Exclude<AssetState, "ready">>;
};
export type SegmentThumbhashes = Schemas["ThumbhashesOut"];

export type Asset = Schemas["AssetOut"];
export type AssetTag = Schemas["TagOut"];
export type AssetAction = Schemas["Action"];
export type ActionAnswer = Schemas["ActionOut"];

export type UploadCheckAnswer = Schemas["CheckOut"];
export type UploadAnswer = operations["upload"]["responses"][201]["content"]["application/json"];
export interface StatesAnswer {
  states: Record<string, AssetState>;
}

export type SearchAnswer = Omit<Schemas["SearchOut"], "hits"> & { hits: SearchHit[] };
export type SearchHit = Omit<Schemas["HitOut"], "kind"> & { kind: KindLetter };
/** One thing that was understood of a search. */
export type SearchChip = Schemas["ChipOut"];
export type FacetsAnswer = Schemas["FacetsOut"];
export type Facet = Schemas["FacetOut"];
export type SavedSearches = Schemas["SavedList"];
export type SavedSearch = Schemas["SavedOut"];
export type SuggestionsAnswer = Schemas["SuggestionsOut"];

export type Activity = Schemas["ActivityOut"];
export type ActivityFailure = Schemas["FailureOut"];
export type StorageFacts = Schemas["StorageOut"];

export type About = Schemas["AboutOut"];
export type ModelCard = Schemas["ModelCard"];
export type ModelsFound = Schemas["ModelsOut"];
export type PackCard = Schemas["PackCard"];
export type SpaceOut = Schemas["SpaceOut"];

export type LeavingTasks = Schemas["ProvidersOut"];
export type LeavingTaskOut = Schemas["TaskOut"];
export type LeavingLogPage = Schemas["LogOut"];
export type LeavingCall = Schemas["CallOut"];

export type PlacesAnswer = Schemas["PlacesOut"];
export type Country = Schemas["CountryOut"];
export type City = Schemas["CityOut"];
export type TownsAnswer = Schemas["TownsOut"];
export type FoundTown = Schemas["TownOut"];
export type PhotoTile = Omit<Schemas["TileOut"], "kind"> & { kind: KindLetter };
export type Correction = Schemas["CorrectionIn"];
export type CorrectionAnswer = Schemas["CorrectionOut"];
export type OwnTags = Schemas["OwnTagsOut"];

export type Person = Schemas["PersonOut"];
export type People = Schemas["PeopleOut"];
export type PersonChange = Schemas["PersonChange"];
export type PersonChanged = Schemas["PersonChanged"];
export type PersonPhotos = Omit<Schemas["PersonPhotos"], "photos"> & { photos: PersonPhoto[] };
export type PersonPhoto = Omit<Schemas["PersonPhoto"], "kind"> & { kind: KindLetter };
export type FacesOfPerson = Schemas["FacesOfPerson"];
export type FaceOfPerson = Schemas["FaceOfPerson"];
export type PeopleSaid = Schemas["SaidOut"];
export type PeopleQuestion = Schemas["Question"];
export type PeopleQuestions = Schemas["Questions"];
export type PhotoFaceFacts = Schemas["AssetOut"]["faces"][number];
export type EventKind = Schemas["Kind"];
export type EventFacts = Omit<Schemas["EventOut"], "cover"> & { cover: PhotoTile | null };
export type EventsAnswer = Omit<Schemas["EventsOut"], "events"> & { events: EventFacts[] };
export type EventMoment = Omit<Schemas["MomentOut"], "photos"> & { photos: PhotoTile[] };
export type EventNeighbour = Schemas["NeighbourOut"];
export type EventAnswer = Omit<Schemas["EventDetailOut"], "cover" | "moments"> & {
  cover: PhotoTile | null;
  moments: EventMoment[];
};
export type EventChanged = Schemas["EventChanged"];

export type Memory = Omit<Schemas["MemoryOut"], "photos"> & { photos: PhotoTile[] };
export type MemoriesAnswer = Omit<Schemas["MemoriesOut"], "memories"> & { memories: Memory[] };
export type HiddenMemory = Schemas["HiddenOut"];
export type HiddenMemories = Schemas["HiddenListOut"];
export type HiddenWhat = Schemas["HiddenWhat"];
