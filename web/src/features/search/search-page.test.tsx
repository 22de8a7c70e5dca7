import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { type ReactNode, useEffect } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SearchAnswer, SearchChip, SearchHit } from "@/api/types";
import { type PhotoSequence, usePhotoSequence } from "@/lib/photo-sequence";
import { answering as answeringOnly, brokenRules, refuse, renderInPage } from "../../../tests/in-page";
import { rememberSearch } from "./recent-searches";
import { SearchField } from "./search-field";
import { SearchPage } from "./search-page";

const hit = (id: string, why: string[]): SearchHit => ({
  id,
  filename: `${id}.jpg`,
  score: 0.9,
  why,
  ratio: 1.5,
  colour: "#446688",
  kind: "i",
  thumbhash: null,
  local_at: "2024-07-04T18:22:01",
  stack_size: 1,
  copy_set: null,
});

const chip = (kind: string, words: string, more: Partial<SearchChip> = {}): SearchChip => ({
  kind,
  words,
  negated: false,
  is_hard: true,
  applies: true,
  note: "",
  spans: [],
  without: "",
  alternatives: [],
  ...more,
});
const beachChip = chip("meaning", "beach", { is_hard: false });

const found = (more: Partial<SearchAnswer> = {}): SearchAnswer => ({
  query: "beach",
  understood: { meaning: "beach", phrases: [] },
  chips: [beachChip],
  did_you_mean: [],
  total: 3,
  offset: 0,
  sort: "relevance",
  without: [],
  hits: [hit("one", ["tag: beach 0.81"]), hit("two", ["looks like: sea, shore"]), hit("three", ["looks like: cup"])],
  weak_from: 2,
  nothing_found: false,
  looks_like: ["sea", "shore"],
  suggestions: [],
  notes: [],
  searched: 120,
  waiting: 0,
  seconds: 0.03,
  ...more,
});

/** Nothing to narrow to and nothing saved, unless a test says so. */
const answering: typeof answeringOnly = (answers) =>
  answeringOnly({
    "GET /api/search/facets": () => ({ facets: [] }),
    "GET /api/search/saved": () => ({ searches: [] }),
    ...answers,
  });

const noSuggestions = { "GET /api/search/suggestions": () => ({ suggestions: [] }) };

function page(q: string, extra: { children?: ReactNode; sort?: string; like?: string } = {}) {
  const does = {
    onSearch: vi.fn(),
    onSort: vi.fn(),
    onUnlike: vi.fn(),
    hrefOf: (id: string) => `/search/photo/${id}`,
    onOpen: vi.fn(),
    onTurn: vi.fn(),
    onClose: vi.fn(),
    onActivity: vi.fn(),
  };
  return { does, element: <SearchPage {...does} {...extra} q={q} /> };
}

beforeEach(() => {
  localStorage.clear();
  // jsdom lays nothing out; rows need a width.
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
  vi.stubGlobal("ResizeObserver", class { observe() {} disconnect() {} });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a search with hits", () => {
  it("shows what was understood, the photos with their reasons, and those that are less certain apart", async () => {
    answering({ "GET /api/search": () => found() });
    const { container } = renderInPage(page("beach").element);
    await screen.findByRole("link", { name: /one\.jpg.*“beach”, 81 % sure/ });
    expect(screen.getByText("about “beach”")).toBeTruthy();
    expect(screen.getByText("looks like: sea, shore")).toBeTruthy();
    expect(screen.getAllByText("2 photos and 1 less certain")).toHaveLength(2); // seen and announced
    const unsure = screen.getByRole("list", { name: "Less certain photos" });
    expect(unsure.querySelectorAll("a")).toHaveLength(1);
    expect(await brokenRules(container)).toEqual([]);
  });

  it("folds a long tail of less certain photos, and shows all of it to who asks", async () => {
    const tail = Array.from({ length: 40 }, (_, index) => hit(`tail${index}`, ["tag: sea 0.12"]));
    answering({ "GET /api/search": () => found({ hits: [hit("one", ["tag: beach 0.81"]), ...tail], weak_from: 1, total: 41 }) });
    renderInPage(page("beach").element);
    const unsure = () => screen.getByRole("list", { name: "Less certain photos" }).querySelectorAll("a").length;
    const more = await screen.findByRole("button", { name: "Show 24 more that may fit" });
    expect(unsure()).toBe(16);
    fireEvent.click(more);
    expect(unsure()).toBe(40);
    expect(screen.queryByRole("button", { name: /more that may fit/ })).toBeNull();
  });

  it("opens a photo, and leaves new tabs to the browser", async () => {
    answering({ "GET /api/search": () => found() });
    const { does, element } = page("beach");
    renderInPage(element);
    const link = await screen.findByRole("link", { name: /two\.jpg/ });
    fireEvent.click(link, { ctrlKey: true });
    expect(does.onOpen).not.toHaveBeenCalled();
    fireEvent.click(link);
    expect(does.onOpen).toHaveBeenCalledWith("two");
  });

  it("has one tab stop a list, and arrow keys go from photo to photo", async () => {
    answering({ "GET /api/search": () => found({ weak_from: 3 }) });
    renderInPage(page("beach").element);
    await screen.findByRole("link", { name: /one\.jpg/ });
    const links = screen.getAllByRole("link");
    expect(links.map((link) => link.tabIndex)).toEqual([0, -1, -1]);
    links[0]?.focus();
    fireEvent.keyDown(links[0] as Element, { key: "ArrowRight" });
    expect(document.activeElement).toBe(links[1]);
    fireEvent.keyDown(links[1] as Element, { key: "End" });
    expect(document.activeElement).toBe(links[2]);
  });

  it("gives the viewer the order of the hits and the reason of each", async () => {
    answering({ "GET /api/search": () => found() });
    const seen: { sequence: PhotoSequence | null } = { sequence: null };
    const Viewer = () => {
      const sequence = usePhotoSequence();
      useEffect(() => {
        seen.sequence = sequence;
      });
      return null;
    };
    renderInPage(page("beach", { children: <Viewer /> }).element);
    await waitFor(() => expect(seen.sequence?.total).toBe(3));
    expect(await seen.sequence?.indexOf("two")).toBe(1);
    expect(await seen.sequence?.idAt(2)).toBe("three");
    expect(await seen.sequence?.idAt(3)).toBeNull();
    expect(await seen.sequence?.indexOf("stranger")).toBeNull();
    expect(seen.sequence?.whyOf?.("one")).toEqual(["“beach”, 81 % sure"]);
  });

  it("says how many photos cannot be found yet and leads to their progress", async () => {
    answering({ "GET /api/search": () => found({ waiting: 214 }) });
    const { does, element } = page("beach");
    renderInPage(element);
    await screen.findByText(/214 photos are not searchable yet/);
    fireEvent.click(screen.getByRole("button", { name: "See how far they are" }));
    expect(does.onActivity).toHaveBeenCalled();
  });

  it("passes on what the server could not do this time", async () => {
    answering({ "GET /api/search": () => found({ notes: ["Meaning is not searched: the service is down."] }) });
    renderInPage(page("beach").element);
    await screen.findByText("Meaning is not searched: the service is down.");
  });
});

describe("what was understood", () => {
  const understood = found({
    chips: [
      chip("person", "Paris", { without: "beach 2022", alternatives: [{ chip: "the city", q: 'beach place:"Paris" 2022' }] }),
      chip("meaning", "beach", { is_hard: false, without: "Paris 2022" }),
      chip("kind", "not selfies", { negated: true, without: "beach Paris" }),
    ],
  });

  it("can be taken away part by part, and read in its other way", async () => {
    answering({ "GET /api/search": () => understood });
    const { does, element } = page("beach Paris 2022, not selfies");
    const { container } = renderInPage(element);
    fireEvent.click(await screen.findByRole("button", { name: "Search without Paris" }));
    expect(does.onSearch).toHaveBeenLastCalledWith("beach 2022");
    fireEvent.click(screen.getByRole("button", { name: "Search without not selfies" }));
    expect(does.onSearch).toHaveBeenLastCalledWith("beach Paris");
    fireEvent.click(screen.getByRole("button", { name: "or the city?" }));
    expect(does.onSearch).toHaveBeenLastCalledWith('beach place:"Paris" 2022');
    expect(await brokenRules(container)).toEqual([]);
  });

  it("says of a name what it needs while faces are off", async () => {
    const name = chip("person", "Anna", { applies: false, note: "needs faces switched on" });
    answering({ "GET /api/search": () => found({ chips: [name, beachChip] }) });
    renderInPage(page("Anna beach").element);
    await screen.findByText("needs faces switched on");
    expect(screen.getByTitle("Nothing goes by this yet").textContent).toContain("Anna");
  });

  it("asks whether a name was meant, and corrects nothing by itself", async () => {
    const meant = [{ word: "Ana", name: "Anna", q: "Anna at the lake" }];
    answering({ "GET /api/search": () => found({ did_you_mean: meant }) });
    const { does, element } = page("Ana at the lake");
    renderInPage(element);
    fireEvent.click(await screen.findByRole("button", { name: "Anna" }));
    expect(does.onSearch).toHaveBeenCalledWith("Anna at the lake");
  });

  it("shows where a search cannot be read", async () => {
    const problem = { code: "query_unreadable", message: "“before:” cannot be “banana”.", permanent: true };
    const details = { position: 13, reason: "cannot be “banana”", part: "before:banana" };
    answering({ "GET /api/search": () => Response.json({ ...problem, details }, { status: 400 }) });
    const { container } = renderInPage(page("beach before:banana").element);
    await screen.findByText("This search cannot be read");
    expect(container.querySelector("mark")?.textContent).toBe("banana");
    expect(await brokenRules(container)).toEqual([]);
  });
});

describe("the order and the rest of the hits", () => {
  it("goes from the best match to the date and back, and keeps what is found", async () => {
    const asked = answering({ "GET /api/search": () => found() });
    const { does, element } = page("beach");
    renderInPage(element);
    const byDate = await screen.findByRole("button", { name: "By date" });
    expect(screen.getByRole("button", { name: "Best match" }).getAttribute("aria-pressed")).toBe("true");
    fireEvent.click(byDate);
    expect(does.onSort).toHaveBeenCalledWith("newest");
    expect(asked.filter((one) => one.path === "/api/search")).toHaveLength(1);
  });

  it("asks for the chosen order, and shows no photo as less certain then", async () => {
    const asked = answering({ "GET /api/search": () => found({ sort: "newest", weak_from: 3 }) });
    renderInPage(page("beach", { sort: "newest" }).element);
    await screen.findByRole("link", { name: /one\.jpg/ });
    expect(asked.find((one) => one.path === "/api/search")?.query.get("sort")).toBe("newest");
    expect(screen.queryByText("Less certain")).toBeNull();
  });

  it("offers no order where nothing ranks", async () => {
    answering({ "GET /api/search": () => found({ chips: [chip("type", "videos")], weak_from: 3 }) });
    renderInPage(page("videos").element);
    await screen.findByRole("link", { name: /one\.jpg/ });
    expect(screen.queryByRole("group", { name: "Order" })).toBeNull();
  });

  it("brings more photos on demand, after those that are there", async () => {
    const first = found({ total: 5, weak_from: 3 });
    const rest = found({ total: 5, offset: 3, hits: [hit("four", []), hit("five", [])], weak_from: 1 });
    answering({ "GET /api/search": ({ query }) => (query.get("offset") === "3" ? rest : first) });
    renderInPage(page("beach").element);
    expect((await screen.findAllByText("3 of 5 photos")).length).toBeGreaterThan(0);
    fireEvent.click(screen.getByRole("button", { name: "Show more of 5" }));
    await screen.findByRole("link", { name: /five\.jpg/ });
    expect(screen.queryByRole("button", { name: /Show more/ })).toBeNull();
    expect(screen.getByRole("list", { name: "Less certain photos" }).querySelectorAll("a")).toHaveLength(1);
  });

  it("narrows a search to what some of the photos have in common", async () => {
    const facets = [
      { group: "people", name: "Anna", count: 2, q: 'person:"Anna"' },
      { group: "years", name: "2024", count: 3, q: "when:2024" },
      { group: "cameras", name: "X100V", count: 1, q: 'camera:"X100V"' },
    ];
    answering({ "GET /api/search": () => found(), "GET /api/search/facets": () => ({ facets }) });
    const { does, element } = page("beach");
    const { container } = renderInPage(element);
    fireEvent.click(await screen.findByRole("button", { name: "Narrow down" }));
    fireEvent.click(screen.getByRole("button", { name: /Only\s*X100V\s*1/ }));
    expect(does.onSearch).toHaveBeenCalledWith('beach camera:"X100V"');
    expect(screen.queryByRole("button", { name: /2024/ })).toBeNull(); // all of them are of that year
    expect(await brokenRules(container)).toEqual([]);
  });
});

describe("photos like one photo", () => {
  it("stand beside that photo, and the chip leads back to the words alone", async () => {
    const like = chip("like", "like this photo");
    const asked = answering({ "GET /api/search": () => found({ query: "", chips: [like] }) });
    const { does, element } = page("", { like: "photo-7" });
    const { container } = renderInPage(element);
    await screen.findByRole("link", { name: /one\.jpg/ });
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("More like this photo");
    expect(asked.find((one) => one.path === "/api/search")?.query.get("like")).toBe("photo-7");
    expect(container.querySelector("img[src*='photo-7']")).not.toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Search without like this photo" }));
    expect(does.onUnlike).toHaveBeenCalled();
  });
});

describe("saved searches", () => {
  it("are kept under a name", async () => {
    const asked = answering({
      "GET /api/search": () => found(),
      "POST /api/search/saved": () => Response.json({ id: "s1", name: "Sea", q: "beach", sort: "" }, { status: 201 }),
    });
    renderInPage(page("beach").element);
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    const name = await screen.findByLabelText<HTMLInputElement>("Name");
    expect(name.value).toBe("beach");
    fireEvent.change(name, { target: { value: "Sea" } });
    fireEvent.submit(name);
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toEqual({ name: "Sea", q: "beach", sort: "" }));
    await waitFor(() => expect(screen.queryByLabelText("Name")).toBeNull());
  });

  it("say so when the name is taken", async () => {
    answering({
      "GET /api/search": () => found(),
      "POST /api/search/saved": () => refuse(409, "You have a search of this name already."),
    });
    renderInPage(page("beach").element);
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    fireEvent.submit(await screen.findByLabelText("Name"));
    await screen.findByText("You have a search of this name already.");
  });

  it("stand on the start page, run again as they were, and go at once", async () => {
    const saved = { id: "s1", name: "Sea", q: "beach", sort: "newest" };
    const asked = answering({
      ...noSuggestions,
      "GET /api/search/saved": () => ({ searches: [saved] }),
      "DELETE /api/search/saved/s1": () => new Response(null, { status: 204 }),
    });
    const { does, element } = page("");
    renderInPage(element);
    fireEvent.click(await screen.findByRole("button", { name: "Sea" }));
    expect(does.onSearch).toHaveBeenCalledWith("beach", "newest");
    fireEvent.click(screen.getByRole("button", { name: "Remove “Sea” from the saved searches" }));
    await waitFor(() => expect(asked.some((one) => one.method === "DELETE")).toBe(true));
  });
});

describe("a search without hits", () => {
  const nothing = found({ hits: [], nothing_found: true, weak_from: 0, looks_like: [], suggestions: ["dog", "car", "cup"] });

  it("says so in a sentence and offers two other searches, and no photo", async () => {
    answering({ "GET /api/search": () => nothing });
    const { does, element } = page("purple elephant");
    const { container } = renderInPage(element);
    await screen.findByText(/looked at 120 photos, and none fits well enough/);
    expect(screen.queryAllByRole("link")).toEqual([]);
    expect(screen.queryByRole("button", { name: "cup" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "car" }));
    expect(does.onSearch).toHaveBeenCalledWith("car");
    expect(await brokenRules(container)).toEqual([]);
  });

  it("says what was understood and which part to leave out, with what that would find", async () => {
    const without = [{ chip: "Aug 2024", q: "beach with Anna", count: 12 }];
    const chips = [chip("person", "Anna"), chip("date", "Aug 2024"), beachChip];
    answering({ "GET /api/search": () => ({ ...nothing, total: 0, chips, without }) });
    const { does, element } = page("beach with Anna in August 2024");
    renderInPage(element);
    await screen.findByText(/none is all of this at once: Anna, Aug 2024, beach/);
    expect(screen.queryByRole("button", { name: "dog" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Without “Aug 2024”: 12 photos" }));
    expect(does.onSearch).toHaveBeenCalledWith("beach with Anna");
  });

  it("tells what search cannot know, in the server's words", async () => {
    answering({ "GET /api/search": () => nothing, "GET /api/about": () => ({ limits: ["It knows no actions."] }) });
    renderInPage(page("purple elephant").element);
    fireEvent.click(await screen.findByRole("button", { name: "What search cannot know" }));
    await screen.findByText("It knows no actions.");
    expect(await brokenRules(document.body)).toEqual([]);
  });
});

describe("while waiting and when it fails", () => {
  it("shows nothing at first, a skeleton after 400 ms and words after three seconds", async () => {
    vi.useFakeTimers();
    answering({ "GET /api/search": () => new Promise(() => undefined) });
    const { container } = renderInPage(page("beach").element);
    expect(container.querySelector("[aria-busy=true]")).toBeNull();
    await act(() => vi.advanceTimersByTimeAsync(500));
    expect(container.querySelector("[aria-busy=true]")).not.toBeNull();
    expect(screen.queryByText(/Still looking/)).toBeNull();
    await act(() => vi.advanceTimersByTimeAsync(3_000));
    expect(screen.getByText(/Still looking/)).toBeTruthy();
  });

  it("shows the server's sentence and tries again when asked", async () => {
    let broken = true;
    answering({ "GET /api/search": () => (broken ? refuse(400, "The search text is too long.") : found()) });
    renderInPage(page("beach").element);
    await screen.findByText("The search text is too long.");
    broken = false;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByRole("link", { name: /one\.jpg/ });
  });
});

describe("before anything was asked", () => {
  it("offers what occurs in the photos and what was searched before", async () => {
    rememberSearch("user-anna", "sunset");
    answering({
      "GET /api/search/suggestions": () => ({
        suggestions: [
          { text: "dog", kind: "tag" },
          { text: "Lisbon", kind: "place" },
        ],
      }),
    });
    const { does, element } = page("");
    const { container } = renderInPage(element);
    fireEvent.click(await screen.findByRole("button", { name: "Lisbon" }));
    expect(does.onSearch).toHaveBeenCalledWith("Lisbon");
    expect(await brokenRules(container)).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Forget “sunset”" }));
    expect(screen.queryByRole("button", { name: "sunset" })).toBeNull();
  });

  it("explains itself when there is nothing to suggest", async () => {
    answering(noSuggestions);
    renderInPage(page("").element);
    await screen.findByText("There is nothing to suggest yet");
  });
});

describe("the search field", () => {
  const suggestions = {
    "GET /api/search/suggestions": () => ({ suggestions: [{ text: "beach", kind: "tag" }, { text: "Berlin", kind: "place" }] }),
  };

  it("suggests while typing, and keys choose", async () => {
    const asked = answering(suggestions);
    const onSearch = vi.fn();
    const { container } = renderInPage(<SearchField asked="" onSearch={onSearch} />);
    const field = screen.getByRole("combobox");
    field.focus();
    fireEvent.change(field, { target: { value: "be" } });
    await screen.findByRole("option", { name: /Berlin/ });
    await waitFor(() => expect(asked.map((one) => one.query.get("q"))).toContain("be"));
    fireEvent.keyDown(field, { key: "ArrowDown" });
    fireEvent.keyDown(field, { key: "ArrowDown" });
    const active = document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
    expect(active?.textContent).toContain("Berlin");
    expect(active?.getAttribute("aria-selected")).toBe("true");
    expect(await brokenRules(container)).toEqual([]);
    fireEvent.submit(field);
    expect(onSearch).toHaveBeenCalledWith("Berlin");
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  it("searches what was typed when nothing is chosen, and remembers it", async () => {
    answering(suggestions);
    const onSearch = vi.fn();
    renderInPage(<SearchField asked="" onSearch={onSearch} />);
    const field = screen.getByRole("combobox");
    fireEvent.change(field, { target: { value: "  red boat " } });
    fireEvent.submit(field);
    expect(onSearch).toHaveBeenCalledWith("red boat");
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: "re" } });
    await screen.findByRole("option", { name: /red boat.*searched before/ });
  });

  it("does not search for nothing", () => {
    answering(suggestions);
    const onSearch = vi.fn();
    renderInPage(<SearchField asked="" onSearch={onSearch} />);
    fireEvent.submit(screen.getByRole("combobox"));
    expect(onSearch).not.toHaveBeenCalled();
  });

  it("closes on Escape without losing the text, and follows the address", async () => {
    answering(suggestions);
    const { rerender } = renderInPage(<SearchField asked="beach" onSearch={vi.fn()} />);
    const field = screen.getByRole<HTMLInputElement>("combobox");
    expect(field.value).toBe("beach");
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: "b" } });
    await screen.findByRole("listbox");
    fireEvent.keyDown(field, { key: "Escape" });
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(field.value).toBe("b");
    rerender(<SearchField asked="car" onSearch={vi.fn()} />);
    expect(field.value).toBe("car");
  });
});
