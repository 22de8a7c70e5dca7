/** The map of keys, opened by "?". */
import { useEffect, useState } from "react";
import { useUser } from "@/api/session";
import { Dialog } from "@/components/dialog";
import { onCommand } from "@/lib/commands";

const groups: { title: string; keys: [keys: string, what: string][] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["/", "Search"],
      ["u", "Upload"],
      ["Ctrl + K", "Everything, by its name"],
      ["?", "This map"],
    ],
  },
  {
    title: "Timeline",
    keys: [
      ["← → ↑ ↓", "Move"],
      ["j  k", "Next, previous"],
      ["Home  End", "Newest, oldest"],
      ["Page ↑ ↓", "A screen up, down"],
      ["Enter", "Open"],
      ["x", "Choose"],
      ["Shift + move", "Choose a range"],
      ["Ctrl + A", "The day; again: all"],
      ["Esc", "Choose nothing"],
    ],
  },
  {
    title: "Photos",
    keys: [
      ["f", "Favourite"],
      ["1 – 5", "Rate; 0 takes it away"],
      ["g", "Tags"],
      ["l", "Set the place"],
      ["e", "Set the time"],
      ["Del", "Move to the trash"],
    ],
  },
  {
    title: "Viewer",
    keys: [
      ["← →", "Previous, next"],
      ["i  p", "Info, people"],
      ["z  +  −", "Zoom"],
      ["t", "Text in the picture"],
      ["v", "More like this"],
      ["Space", "Play, pause"],
      ["d", "Download the original"],
      ["Esc", "Back"],
    ],
  },
  {
    title: "Duplicates",
    keys: [
      ["1 – 9", "Choose which to keep"],
      ["Enter", "Keep it, the others to the trash"],
      ["s  d", "Keep as a stack, different"],
      ["j  k", "Next set, previous"],
    ],
  },
  {
    title: "Questions about people",
    keys: [
      ["y  n  s", "Yes, no, skip"],
      ["z", "Take back"],
    ],
  },
];

export function KeyMap() {
  const user = useUser();
  const [open, setOpen] = useState(false);
  useEffect(() => onCommand("show-keys", () => setOpen(true)), []);
  return (
    <Dialog
      open={open}
      onClose={() => setOpen(false)}
      title="Keys"
      width="wide"
      description={user.shortcuts_enabled ? undefined : "Single-key shortcuts are switched off on the page “You”; arrows, Enter, Esc and Del work."}
    >
      <div className="mt-4 grid gap-x-10 gap-y-6 tablet:grid-cols-2">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 font-semibold">{group.title}</h3>
            <dl>
              {group.keys.map(([keys, what]) => (
                <div key={keys + what} className="flex items-center justify-between gap-4 border-t border-line py-1.5">
                  <dt className="order-2">
                    <kbd className="rounded-small bg-sunken px-2 py-0.5 font-sans text-meta whitespace-pre">{keys}</kbd>
                  </dt>
                  <dd className="text-soft">{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
