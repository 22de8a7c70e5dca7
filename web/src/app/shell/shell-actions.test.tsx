import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Activity } from "@/api/types";
import { actionsNow } from "@/lib/actions";
import { anna, answering, renderInPage } from "../../../tests/in-page";
import { places } from "../places";
import { useShellActions } from "./shell-actions";

const went: string[] = [];
vi.mock("@tanstack/react-router", () => ({
  useRouter: () => ({ navigate: ({ to }: { to: string }) => went.push(to) }),
  useNavigate: () => () => undefined,
}));

const activity = (paused: boolean): Activity => ({
  importing: null,
  queues: [{ name: "ingest", waiting: 0, running: 0, paused, concurrency: 1, why_waiting: null }],
  steps: [],
  background: [],
  failures: [],
  ai: { state: "ready", message: "" },
  storage: { used_bytes: 0, free_bytes: 1, data_folder: "/photos" },
  recent: [],
});

function Shell() {
  useShellActions();
  return <p>shell</p>;
}

const titles = () => actionsNow().map((action) => action.title);
const run = (title: string) => actionsNow().find((action) => action.title === title)?.run();

describe("what can be done everywhere", () => {
  it("pauses background work and lets it go on", async () => {
    let paused = false;
    const asked = answering({
      "GET /api/activity": () => activity(paused),
      "POST /api/activity/pause": () => ((paused = true), {}),
      "POST /api/activity/resume": () => ((paused = false), {}),
    });
    renderInPage(<Shell />);
    await waitFor(() => expect(titles()).toContain("Pause background work"));
    run("Pause background work");
    await waitFor(() => expect(titles()).toContain("Go on with background work"));
    run("Go on with background work");
    await waitFor(() => expect(titles()).toContain("Pause background work"));
    expect(asked.filter((one) => one.method === "POST").map((one) => one.path)).toEqual(["/api/activity/pause", "/api/activity/resume"]);
  });

  it("offers the pause only to whoever may use it", async () => {
    answering({ "GET /api/activity": () => activity(false) });
    renderInPage(<Shell />, { ...anna, is_admin: false });
    expect(await screen.findByText("shell")).toBeTruthy();
    expect(titles().filter((title) => title.includes("background work"))).toEqual([]);
  });

  it("leads to every place, and to the pages that stand in no bar", () => {
    answering({ "GET /api/activity": () => activity(false) });
    renderInPage(<Shell />, { ...anna, faces_enabled: true });
    for (const place of places) expect(titles()).toContain(`Go to ${place.label}`);
    for (const title of ["List of places", "Questions about people", "What leaves this machine", "Models and licences"]) run(title);
    expect(went).toEqual(["/places/list", "/people/questions", "/leaves", "/models"]);
    expect(titles()).toContain("Sign out");
  });
});
