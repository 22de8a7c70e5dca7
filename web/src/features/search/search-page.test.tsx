import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { useEffect } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SearchAnswer, SearchHit } from "@/api/types";
import { type PhotoSequence, usePhotoSequence } from "@/lib/photo-sequence";
import { answering, brokenRules, refuse, renderInPage } from "../../../tests/in-page";
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
});

const found = (more: Partial<SearchAnswer> = {}): SearchAnswer => ({
  query: "beach",
  understood: { meaning: "beach", phrases: [] },
  chips: [],
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

const noSuggestions = { "GET /api/search/suggestions": () => ({ suggestions: [] }) };

function page(q: string, extra: Partial<Parameters<typeof SearchPage>[0]> = {}) {
  const does = {
    onSearch: vi.fn(),
    hrefOf: (id: string) => `/search/photo/${id}`,
    onOpen: vi.fn(),
    onTurn: vi.fn(),
    onClose: vi.fn(),
    onActivity: vi.fn(),
  };
  return { does, element: <SearchPage q={q} {...does} {...extra} /> };
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
