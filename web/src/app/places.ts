/** The places that exist, in the order in which rail and bottom bar show them. A place without a page is not listed. */
import {
  Activity,
  CalendarHeart,
  CircleUser,
  Clapperboard,
  Clock,
  CopyCheck,
  Heart,
  History,
  Images,
  type LucideIcon,
  MapPin,
  Search,
  Tags,
  Trash2,
  UsersRound,
} from "lucide-react";

export interface Place {
  to: string;
  label: string;
  icon: LucideIcon;
  /** Also in the bottom bar of phones, which holds at most five. */
  onPhone: boolean;
  /** Rail group: looking at photos, or looking after them. */
  group: "look" | "tend";
}

export const places: Place[] = [
  { to: "/", label: "Photos", icon: Images, onPhone: true, group: "look" },
  { to: "/search", label: "Search", icon: Search, onPhone: true, group: "look" },
  { to: "/people", label: "People", icon: UsersRound, onPhone: false, group: "look" },
  { to: "/favourites", label: "Favourites", icon: Heart, onPhone: true, group: "look" },
  { to: "/memories", label: "Memories", icon: History, onPhone: false, group: "look" },
  { to: "/events", label: "Events", icon: CalendarHeart, onPhone: false, group: "look" },
  { to: "/places", label: "Places", icon: MapPin, onPhone: false, group: "look" },
  { to: "/recent", label: "Recently added", icon: Clock, onPhone: false, group: "look" },
  { to: "/videos", label: "Videos", icon: Clapperboard, onPhone: false, group: "look" },
  { to: "/tags", label: "Tags", icon: Tags, onPhone: false, group: "tend" },
  { to: "/duplicates", label: "Duplicates", icon: CopyCheck, onPhone: false, group: "tend" },
  { to: "/activity", label: "Activity", icon: Activity, onPhone: true, group: "tend" },
  { to: "/trash", label: "Trash", icon: Trash2, onPhone: false, group: "tend" },
  { to: "/you", label: "You", icon: CircleUser, onPhone: true, group: "tend" },
];
