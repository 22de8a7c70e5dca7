/** What each view is called on the screen. */
import type { View } from "@/api/types";

export const viewTitles: Record<View, string> = {
  library: "Photos",
  favourites: "Favourites",
  recent: "Recently added",
  videos: "Videos",
  trash: "Trash",
};
