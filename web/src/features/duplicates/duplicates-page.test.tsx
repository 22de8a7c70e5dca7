import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { CopyGroup, DuplicatesAnswer, PhotoCopy } from "@/api/duplicates";
import { answering, brokenRules, refuse, renderInPage } from "../../../tests/in-page";
import { factRows } from "./copy-facts";
import { DuplicatesPage } from "./duplicates-page";

const copy = (id: string, change: Partial<PhotoCopy> = {}): PhotoCopy => ({
  id,
  filename: `${id}.jpg`,
  folders: [],
  format: "jpeg",
  size_bytes: 4_000_000,
  width_px: 4000,
  height_px: 3000,
  ratio: 1.333,
  colour: "#808080",
  thumbhash: null,
  local_at: "2023-07-15T14:30:25",
  taken_source: "exif",
  place: "Lisbon",
  camera: "Maker One",
  is_favourite: false,
  rating: null,
  description: "",
  added_at: "2024-01-01T00:00:00Z",
  stack_size: 1,
  version: 1,
  ...change,
});
const small = { size_bytes: 90_000, width_px: 1600, height_px: 1200, taken_source: "file_name", camera: "", place: "" };
const group = (key: string, best: PhotoCopy, ...others: PhotoCopy[]): CopyGroup => ({
  key,
  likeness: 0.97,
  suggested: best.id,
  members: [best, ...others],
});
const two: DuplicatesAnswer = {
  total: 2,
  waiting: 0,
  groups: [group("one", copy("large"), copy("small", small)), group("two", copy("first"), copy("second", small))],
};

describe("facts of copies", () => {
  it("mark the best and what differs, and leave out what nobody knows", () => {
    const rows = factRows([copy("a"), copy("b", small)]);
    const named = Object.fromEntries(rows.map((row) => [row.name, row]));
    expect(named["Resolution"]).toMatchObject({ values: ["4000 × 3000", "1600 × 1200"], best: new Set([0]), differs: true });
    expect(named["Format"]).toMatchObject({ best: new Set(), differs: false });
    expect(named["Date from"]?.values).toEqual(["the camera", "the file name"]);
    expect(named["Folder"]).toBeUndefined();
  });

  it("call nothing best where all are alike", () => {
    expect(factRows([copy("a"), copy("b")]).every((row) => row.best.size === 0 && !row.differs)).toBe(true);
  });
});

describe("the page", () => {
  it("shows a set side by side with the suggested one chosen", async () => {
    answering({ "GET /api/duplicates": () => two });
    const { container } = renderInPage(<DuplicatesPage />);
    expect(await screen.findByRole("radio", { name: "Keep large.jpg" })).toHaveProperty("checked", true);
    expect(screen.getByRole("radio", { name: "Keep small.jpg" })).toHaveProperty("checked", false);
    expect(screen.getByRole("status").textContent).toBe("1 of 2");
    expect(await brokenRules(container)).toEqual([]);
  });

  it("keeps the chosen one, puts the other in the trash and goes on to the next set", async () => {
    let left = two;
    const asked = answering({
      "GET /api/duplicates": () => left,
      "POST /api/duplicates/keep": () => {
        left = { ...two, total: 1, groups: two.groups.slice(1) };
        return { changed: 1, undo: "u1" };
      },
    });
    renderInPage(<DuplicatesPage />);
    fireEvent.click(await screen.findByRole("radio", { name: "Keep small.jpg" }));
    fireEvent.click(screen.getByRole("button", { name: /Keep this, put the other in the trash/ }));
    expect(await screen.findByRole("radio", { name: "Keep first.jpg" })).toHaveProperty("checked", true);
    const said = asked.find((one) => one.path === "/api/duplicates/keep");
    expect(said?.body).toEqual({ keep: "small", trash: ["large"] });
  });

  it("is worked by keys", async () => {
    const asked = answering({
      "GET /api/duplicates": () => two,
      "POST /api/duplicates/different": () => ({ changed: 2, undo: "u2" }),
    });
    renderInPage(<DuplicatesPage />);
    await screen.findByRole("radio", { name: "Keep large.jpg" });
    fireEvent.keyDown(window, { key: "2" });
    expect(screen.getByRole("radio", { name: "Keep small.jpg" })).toHaveProperty("checked", true);
    fireEvent.keyDown(window, { key: "j" });
    expect(await screen.findByRole("radio", { name: "Keep first.jpg" })).toHaveProperty("checked", true);
    fireEvent.keyDown(window, { key: "d" });
    await waitFor(() => expect(asked.some((one) => one.path === "/api/duplicates/different")).toBe(true));
    expect(asked.find((one) => one.path === "/api/duplicates/different")?.body).toEqual({ ids: ["first", "second"] });
  });

  it("says what went wrong and leaves the set where it is", async () => {
    answering({
      "GET /api/duplicates": () => two,
      "POST /api/stacks": () => refuse(409, "This is not possible right now."),
    });
    renderInPage(<DuplicatesPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Keep all as a stack" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Keep all as a stack" })).toHaveProperty("disabled", false));
    expect(screen.getByRole("radio", { name: "Keep large.jpg" })).toBeDefined();
  });

  it("teaches when there is nothing to look at", async () => {
    answering({ "GET /api/duplicates": () => ({ total: 0, groups: [], waiting: 12 }) });
    renderInPage(<DuplicatesPage />);
    expect(await screen.findByText(/No copies to look at/)).toBeDefined();
    expect(screen.getByText(/12 photos are still to be compared/)).toBeDefined();
  });
});
