import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ReactNode } from "react";
import { answering, brokenRules, renderInPage } from "../../../tests/in-page";
import { cleanPath, linesWith, tagLines } from "./tag-tree";
import { TagsPage } from "./tags-page";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children, search, to, ...rest }: { children: ReactNode; to: string; search?: { q: string } }) => (
    <a href={`${to}${search ? `?q=${search.q}` : ""}`} {...rest}>
      {children}
    </a>
  ),
}));

const own = [
  { name: "Holiday", count: 3 },
  { name: "Lisbon zoo", count: 1 },
  { name: "Places/Lisbon", count: 2 },
  { name: "Places/Lisbon/Alfama", count: 1 },
];

function server() {
  return answering({
    "GET /api/tags": () => ({ tags: own }),
    "POST /api/tags/rename": () => ({ changed: 3, undo: "u1" }),
    "POST /api/tags/delete": () => ({ changed: 3, undo: "u2" }),
  });
}

async function menuOf(path: string) {
  fireEvent.click(await screen.findByRole("button", { name: `More for ${path}` }));
}

describe("lines of tags", () => {
  it("name each level once, with what lies under it below it", () => {
    expect(tagLines(own).map(({ path, level, count, under }) => [path, level, count, under])).toEqual([
      ["Holiday", 0, 3, 0],
      ["Lisbon zoo", 0, 1, 0],
      ["Places", 0, null, 2],
      ["Places/Lisbon", 1, 2, 1],
      ["Places/Lisbon/Alfama", 2, 1, 0],
    ]);
  });

  it("are found by a part of their path, with the levels above", () => {
    expect(linesWith(tagLines(own), "alfa").map((line) => line.path)).toEqual(["Places", "Places/Lisbon", "Places/Lisbon/Alfama"]);
    expect(linesWith(tagLines(own), "zzz")).toEqual([]);
  });

  it("read a typed path as the server does", () => {
    expect(cleanPath("  Places /  New   York/ ")).toBe("Places/New York");
  });
});

describe("the page of tags", () => {
  it("shows the tree with counts and a way to the photos", async () => {
    server();
    const { container } = renderInPage(<TagsPage />);
    const link = await screen.findByRole("link", { name: "Places/Lisbon, 2 photos" });
    expect(link.getAttribute("href")).toBe('/search?q=tag:"Places/Lisbon"');
    expect(screen.queryByRole("link", { name: /^Places,/ })).toBeNull();
    expect(await brokenRules(container)).toEqual([]);
  });

  it("renames a tag, and says before that two become one", async () => {
    const asked = server();
    renderInPage(<TagsPage />);
    await menuOf("Lisbon zoo");
    fireEvent.click(await screen.findByRole("menuitem", { name: "Rename or move" }));
    const field = await screen.findByLabelText("New name");
    fireEvent.change(field, { target: { value: "holiday" } });
    expect(screen.getByText("“Holiday” has 3 photos already: the two become one.")).toBeTruthy();
    fireEvent.change(field, { target: { value: "Places / Zoo" } });
    fireEvent.click(screen.getByRole("button", { name: "Rename" }));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("/rename"))?.body).toEqual({ name: "Lisbon zoo", to: "Places/Zoo" }));
  });

  it("merges only with a tag that is there", async () => {
    const asked = server();
    renderInPage(<TagsPage />);
    await menuOf("Holiday");
    fireEvent.click(await screen.findByRole("menuitem", { name: "Merge with another" }));
    const field = await screen.findByLabelText("The other tag");
    fireEvent.change(field, { target: { value: "nothing" } });
    expect(screen.getByRole("button", { name: "Merge" })).toHaveProperty("disabled", true);
    fireEvent.change(field, { target: { value: "lisbon ZOO" } });
    fireEvent.click(screen.getByRole("button", { name: "Merge" }));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("/rename"))?.body).toEqual({ name: "Holiday", to: "Lisbon zoo" }));
  });

  it("deletes a tag with those under it in one request", async () => {
    const asked = server();
    renderInPage(<TagsPage />);
    await menuOf("Places/Lisbon");
    fireEvent.click(await screen.findByRole("menuitem", { name: "Take it and 1 tag under it off" }));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("/delete"))?.body).toEqual({ name: "Places/Lisbon" }));
  });

  it("teaches where there is none", async () => {
    answering({ "GET /api/tags": () => ({ tags: [] }) });
    renderInPage(<TagsPage />);
    expect(await screen.findByText("No tags of your own yet")).toBeTruthy();
  });
});
