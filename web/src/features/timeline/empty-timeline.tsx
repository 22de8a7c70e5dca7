/** Empty views teach: one drawing, one sentence, one action. */
import { Clapperboard, Clock, FolderUp, Heart, ImagePlus, type LucideIcon, Trash2, Upload } from "lucide-react";
import type { View } from "@/api/types";
import { Button } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { Icon } from "@/components/icon";
import { command } from "@/lib/commands";

const words: Record<View, { icon: LucideIcon; title: string; text: string }> = {
  library: {
    icon: ImagePlus,
    title: "Drop your photos here",
    text: "Files or whole folders, anywhere on this page. Originals are kept byte for byte, and nothing leaves this machine.",
  },
  favourites: {
    icon: Heart,
    title: "No favourites yet",
    text: "Open a photo and press the heart, or press f. What you love best gathers here.",
  },
  recent: {
    icon: Clock,
    title: "Nothing was added yet",
    text: "Photos appear here in the order in which they arrive, whenever they were taken.",
  },
  videos: { icon: Clapperboard, title: "No videos yet", text: "Videos that you add are gathered here, beside their place in the timeline." },
  trash: { icon: Trash2, title: "The trash is empty", text: "Photos that you delete stay here for 30 days and can be put back." },
};

export function EmptyTimeline({ view }: { view: View }) {
  const { icon, title, text } = words[view];
  const adds = view === "library" || view === "recent" || view === "videos";
  return (
    <EmptyPlace
      icon={icon}
      title={title}
      action={
        adds && (
          <>
            <Button look="primary" icon={<Icon of={Upload} size={18} />} onClick={() => command("pick-files")}>
              Choose photos
            </Button>
            <Button icon={<Icon of={FolderUp} size={18} />} onClick={() => command("pick-folder")}>
              Choose a folder
            </Button>
          </>
        )
      }
    >
      {text}
    </EmptyPlace>
  );
}
