import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ModelsFound } from "@/api/types";
import { answering, brokenRules, renderInPage } from "../../../tests/in-page";
import { ModelsPage } from "./models-page";

const found: ModelsFound = {
  models: [
    {
      id: "lite2", version: "1", task: "labels", licence: "Apache-2.0", source: "pip x 0.1.0", size_bytes: 24_000_000,
      sha256: "b".repeat(64), state: "ready", notice: "",
    },
  ],
  packs: [
    {
      space: "vit@1", dim: 512, licence: "MIT", source: "folder vit", size_bytes: 150_000_000, fingerprint: "c".repeat(64),
      state: "ready", notice: "",
    },
  ],
  adding: null,
  spaces: [
    { name: "conse@1", kind: "built_in", state: "active", dim: 384, filled: 120, total: 120 },
    { name: "old@1", kind: "pack", state: "ready", dim: 512, filled: 120, total: 120 },
    { name: "new@1", kind: "pack", state: "filling", dim: 768, filled: 30, total: 120 },
  ],
  may_change: true,
  trouble: "",
};

function server(state: ModelsFound) {
  return answering({
    "GET /api/models": () => state,
    "POST /api/models/spaces/use": () => [],
    "POST /api/models/spaces/index": () => ({ queued: 120 }),
    "POST /api/models/packs": () => ({ source: "x", state: "running", words: "", done_bytes: 0, total_bytes: 0, space: "" }),
  });
}

describe("the models page", () => {
  it("shows licence, size, source and hash of every model and pack, and how full each space is", async () => {
    server(found);
    const { container } = renderInPage(<ModelsPage />);
    expect(await screen.findByText("Searched now, 120 of 120 photos")).toBeTruthy();
    expect(screen.getByText("150 MB · licence: MIT")).toBeTruthy();
    expect(screen.getByText("c".repeat(64))).toBeTruthy();
    expect(screen.getByText("b".repeat(64))).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: "Filling new@1" }).getAttribute("value")).toBe("30");
    expect(await brokenRules(container)).toEqual([]);
  });

  it("switches the space that is searched, and begins to fill that of a pack", async () => {
    const asked = server(found);
    renderInPage(<ModelsPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Search with it" }));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("/use"))?.body).toEqual({ space: "old@1" }));
    fireEvent.click(screen.getByRole("button", { name: "Place my photos in it" }));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("/index"))?.body).toEqual({ space: "vit@1" }));
  });

  it("asks for the fingerprint of a pack that comes from a hub, not of a folder", async () => {
    const asked = server(found);
    renderInPage(<ModelsPage />);
    const source = await screen.findByLabelText("Add a pack");
    fireEvent.change(source, { target: { value: "/srv/vit" } });
    expect(screen.queryByLabelText("Its fingerprint")).toBeNull();
    fireEvent.change(source, { target: { value: "owner/vit@main" } });
    fireEvent.change(screen.getByLabelText("Its fingerprint"), { target: { value: "d".repeat(64) } });
    fireEvent.click(screen.getByRole("button", { name: "Add" }));
    await waitFor(() =>
      expect(asked.find((one) => one.path.endsWith("/packs"))?.body).toEqual({ source: "owner/vit@main", pin: "d".repeat(64) }),
    );
  });

  it("offers nothing to those who may not change it", async () => {
    server({ ...found, may_change: false });
    renderInPage(<ModelsPage />);
    await screen.findByText("Searched now, 120 of 120 photos");
    expect(screen.queryAllByRole("button")).toEqual([]);
  });
});
