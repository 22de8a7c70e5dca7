import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { SearchAnswer, SearchHit } from "@/api/types";
import { answering, brokenRules, renderInPage } from "../../../tests/in-page";
import { together } from "./copies";
import { CopiesButton } from "./hit-tile";
import { SearchPage } from "./search-page";

const hit = (id: string, set: string | null): SearchHit => ({
  id, filename: `${id}.jpg`, score: 0.9, why: ["tag: sea 0.9"], ratio: 1.5, colour: "#446688", kind: "i", thumbhash: null,
  local_at: "2024-07-04T18:22:01", stack_size: 1, copy_set: set,
});
const hits = [hit("a", "s"), hit("b", null), hit("c", "s"), hit("d", "t"), hit("e", "s")];
const told = (open: string[]) => together(hits, new Set(open)).map(({ hit: { id }, copies, open: isOpen }) => [id, copies, isOpen]);

describe("near duplicates among the hits", () => {
  it("stand as one, the best, with their number", () => {
    expect(told([])).toEqual([["a", 2, false], ["b", 0, false], ["d", 0, false]]);
  });

  it("stand behind it when they are asked for", () => {
    expect(told(["s"])).toEqual([["a", 2, true], ["c", 0, false], ["e", 0, false], ["b", 0, false], ["d", 0, false]]);
  });
});

describe("the button on their tile", () => {
  it("asks for the copies, and puts them back", async () => {
    const press = vi.fn();
    const a = hit("a", "s");
    const { container, rerender } = render(<CopiesButton hit={a} copies={2} open={false} onPress={press} />);
    fireEvent.click(screen.getByRole("button", { name: "Show 2 copies of a.jpg" }));
    expect(press).toHaveBeenCalledWith("s");
    expect(await brokenRules(container)).toEqual([]);
    rerender(<CopiesButton hit={a} copies={2} open onPress={press} />);
    expect(screen.getByRole("button", { name: "Put 2 copies of a.jpg behind it" }).getAttribute("aria-expanded")).toBe("true");
  });
});

describe("the search page", () => {
  it("shows one of a set, the less certain copies with it, and all of them on request", async () => {
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
    vi.stubGlobal("ResizeObserver", class { observe() {} disconnect() {} });
    const answer: SearchAnswer = {
      query: "sea", understood: { meaning: "sea", phrases: [] }, chips: [], did_you_mean: [], hits: [hit("a", "s"), hit("b", null), hit("c", "s")],
      total: 3, offset: 0, sort: "relevance", weak_from: 1, nothing_found: false, without: [], looks_like: [], suggestions: [], notes: [],
      searched: 3, waiting: 0, seconds: 0.1,
    };
    answering({ "GET /api/search": () => answer, "GET /api/search/facets": () => ({ facets: [] }), "GET /api/search/saved": () => ({ searches: [] }) });
    const nothing = () => undefined;
    renderInPage(
      <SearchPage
        q="sea" hrefOf={(id) => `/photo/${id}`} onSearch={nothing} onSort={nothing} onUnlike={nothing} onOpen={nothing} onTurn={nothing}
        onClose={nothing} onActivity={nothing}
      />,
    );
    fireEvent.click(await screen.findByRole("button", { name: "Show 1 copy of a.jpg" }));
    expect(screen.getByRole("list", { name: "Photos that fit" }).querySelectorAll("a")).toHaveLength(2);
    expect(screen.getByRole("list", { name: "Less certain photos" }).querySelectorAll("a")).toHaveLength(1);
  });
});
