/** The search field on top, always there; "/" goes to it. */
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { Search, X } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Icon } from "@/components/icon";
import { onCommand } from "@/lib/commands";

export function SearchBox() {
  const field = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const asked = useRouterState({
    select: (state) =>
      state.location.pathname.startsWith("/search") ? String((state.location.search as { q?: unknown }).q ?? "") : "",
  });
  const [text, setText] = useState(asked);
  const [followed, setFollowed] = useState(asked);
  if (asked !== followed) {
    // The address changed, by a link or by going back: the field follows it.
    setFollowed(asked);
    setText(asked);
  }
  useEffect(
    () =>
      onCommand("focus-search", () => {
        field.current?.focus();
        field.current?.select();
      }),
    [],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) void navigate({ to: "/search" as never, search: { q: text.trim() } as never });
  };
  return (
    <form role="search" onSubmit={submit} className="relative w-full max-w-[40rem]">
      <span className="pointer-events-none absolute inset-y-0 start-3.5 grid place-items-center text-faint">
        <Icon of={Search} size={18} />
      </span>
      <input
        ref={field}
        type="search"
        aria-label="Search your photos"
        placeholder="Search your photos"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && field.current?.blur()}
        enterKeyHint="search"
        className="h-11 w-full rounded-full border border-transparent bg-sunken ps-10.5 pe-11 text-body text-ink transition-colors placeholder:text-faint hover:border-line focus:border-line focus:bg-raised [&::-webkit-search-cancel-button]:hidden"
      />
      {text && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            setText("");
            field.current?.focus();
          }}
          className="absolute inset-y-0 end-1 my-auto grid size-9 place-items-center rounded-full text-soft hover:bg-ink/8"
        >
          <Icon of={X} size={18} />
        </button>
      )}
    </form>
  );
}
