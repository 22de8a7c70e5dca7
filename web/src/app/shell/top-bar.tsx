/** Search, what is running, upload and theme: always at the top. */
import { Upload } from "lucide-react";
import { buttonClass } from "@/components/button";
import { Icon } from "@/components/icon";
import { Tooltip } from "@/components/tooltip";
import { command } from "@/lib/commands";
import { ActivityHint } from "./activity-hint";
import { SearchBox } from "./search-box";
import { ThemeSwitch } from "./theme-switch";

export function TopBar() {
  return (
    <header className="sticky top-0 z-20 bg-surface">
      <div className="page flex h-[var(--top-bar)] items-center gap-2 tablet:gap-3">
        <SearchBox />
        <div className="ms-auto flex items-center gap-1 tablet:gap-2">
          <ActivityHint />
          <ThemeSwitch />
          <Tooltip label="Upload photos and videos" keyHint="u">
            <button
              type="button"
              aria-label="Upload photos and videos"
              onClick={() => command("pick-files")}
              className={buttonClass("primary", "max-tablet:size-10 max-tablet:min-h-0 max-tablet:px-0")}
            >
              <Icon of={Upload} size={18} />
              <span className="max-tablet:hidden">Upload</span>
            </button>
          </Tooltip>
        </div>
      </div>
    </header>
  );
}
