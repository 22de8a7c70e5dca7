/** Shapes that the HTTP API answers; docs/reference/openapi.json is the source they follow. */

export type Theme = "system" | "light" | "dark";
export type View = "library" | "favourites" | "videos" | "recent" | "trash";
export type AssetState = "processing" | "ready" | "failed" | "unsupported";
/** One letter each: i image, v video, m motion photo, a animated. */
export type KindLetter = "i" | "v" | "m" | "a";

export interface ApiErrorBody {
  code: string;
  message: string;
  permanent: boolean;
  details: Record<string, unknown>;
}

export interface User {
  id: string;
  username: string;
  display_name: string;
  is_admin: boolean;
  faces_enabled: boolean;
  faces_decided_at: string | null;
  expressions_enabled: boolean;
  time_zone: string;
  theme: Theme;
  shortcuts_enabled: boolean;
}

export interface Session {
  needs_setup: boolean;
  user: User | null;
  version: string;
}

export interface UserAnswer {
  user: User;
}

export type UserChange = Partial<
  Pick<User, "faces_enabled" | "expressions_enabled" | "time_zone" | "theme" | "display_name" | "shortcuts_enabled">
>;

/** [local day, count, sum of width/height ratios, place or null] */
export type TimelineDay = [day: string, count: number, ratioSum: number, place: string | null];

export interface TimelineSegmentHead {
  key: string;
  count: number;
  first_day: string;
  last_day: string;
  days: TimelineDay[];
}

export interface TimelineIndex {
  version: string;
  total: number;
  segments: TimelineSegmentHead[];
}

/** Columns of equal length, newest first; the sparse ones are keyed by index. */
export interface TimelineSegment {
  ids: string[];
  local_at: string[];
  ratios: number[];
  colours: string[];
  kinds: string;
  favourites: number[];
  durations: Record<string, number>;
  states: Record<string, Exclude<AssetState, "ready">>;
  filenames: string[];
}

export interface SegmentThumbhashes {
  thumbhashes: (string | null)[];
}

export interface AssetTag {
  name: string;
  score: number | null;
  source: string;
  by: "machine" | "user";
  kind: string;
}

export interface AssetFace {
  id: string;
  /** left, top, width, height as shares of the upright picture, 0…1 */
  box: [number, number, number, number];
  score: number;
}

export interface Asset {
  id: string;
  filename: string;
  other_filenames: string[];
  kind: "image" | "video";
  mime: string;
  format: string;
  size_bytes: number;
  sha256: string;
  width_px: number | null;
  height_px: number | null;
  duration_s: number | null;
  taken_at: string;
  local_at: string;
  utc_offset_minutes: number | null;
  taken_source: string;
  zone_source: string;
  added_at: string;
  state: AssetState;
  state_reason: { code: string; message: string; permanent: boolean } | null;
  notes: string[];
  is_favourite: boolean;
  rating: number | null;
  description: string;
  is_trashed: boolean;
  trashed_at: string | null;
  delete_at: string | null;
  camera: {
    make: string | null;
    model: string | null;
    lens: string | null;
    f_number: number | null;
    exposure_s: number | null;
    iso: number | null;
    focal_length_mm: number | null;
  } | null;
  place: {
    latitude: number;
    longitude: number;
    city: string | null;
    region: string | null;
    country: string | null;
    country_code: string | null;
    source: string;
  } | null;
  tags: AssetTag[];
  faces: AssetFace[];
  faces_recognised: boolean;
  looks: string[];
  quality: { sharpness: number | null; exposure: number | null } | null;
  thumbhash: string | null;
  colour: string;
  alt: string;
  has_motion: boolean;
  motion_url: string | null;
  urls: { tile: string | null; preview: string | null; original: string; video: string | null };
}

export type AssetAction = "favourite" | "unfavourite" | "rate" | "trash" | "restore" | "delete_forever";

export interface ActionAnswer {
  changed: number;
  undo: string | null;
}

export interface UploadCheckAnswer {
  results: { sha256: string; status: "new" | "duplicate" | "trashed" | "too_large"; asset_id: string | null }[];
}

export interface UploadAnswer {
  status: "stored" | "duplicate" | "trashed" | "sidecar";
  asset_id?: string | null;
}

export interface StatesAnswer {
  states: Record<string, AssetState>;
}

export interface SearchHit {
  id: string;
  filename: string;
  score: number;
  why: string[];
  ratio: number;
  colour: string;
  kind: KindLetter;
  thumbhash: string | null;
  local_at: string;
}

export interface SearchAnswer {
  query: string;
  understood: Record<string, unknown>;
  hits: SearchHit[];
  /** Hits from this position on are less certain. */
  weak_from?: number;
  nothing_found: boolean;
  looks_like: string[];
  suggestions: string[];
  /** What could not be done this time, in sentences. */
  notes?: string[];
  searched: number;
  waiting: number;
  seconds: number;
}

export interface SuggestionsAnswer {
  suggestions: { text: string; kind: "tag" | "place" | "camera" }[];
}

export interface StorageFacts {
  used_bytes: number;
  free_bytes: number;
  data_folder: string;
}

export interface ActivityFailure {
  code: string;
  message: string;
  what_to_do: string;
  permanent: boolean;
  count: number;
  examples: { asset_id: string; filename: string; id: string }[];
}

export interface Activity {
  importing: {
    done: number;
    total: number;
    per_second: number | null;
    eta_low_s: number | null;
    eta_high_s: number | null;
    searchable: number;
    phase: string;
  } | null;
  queues: { name: string; waiting: number; running: number; paused: boolean; why_waiting: string | null; concurrency?: number }[];
  steps: { step: string; label: string; done: number; total: number }[];
  failures: ActivityFailure[];
  ai: { state: "ready" | "unreachable" | "starting"; since: string | null; message: string };
  storage: StorageFacts;
  recent: { at: string; text: string }[];
}

export interface ModelCard {
  name: string;
  task?: string;
  licence?: string;
  source?: string;
  size_bytes?: number;
  [key: string]: unknown;
}

export interface About {
  version: string;
  licence: string;
  data_folder: string;
  storage: StorageFacts;
  hosts: { host: string; when: string; what_is_sent: string }[];
  models: ModelCard[];
  counts: { photos: number; videos: number };
  limits: string[];
}

export interface UserListEntry {
  id: string;
  username: string;
  display_name: string;
  is_admin: boolean;
}
