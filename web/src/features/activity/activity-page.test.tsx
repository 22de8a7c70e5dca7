import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Activity } from "@/api/types";
import { anna, answering, brokenRules, refuse, renderInPage } from "../../../tests/in-page";
import { ActivityPage } from "./activity-page";
import { paceWords, summarise, whyItWaits } from "./summary";

const calm: Activity = {
  importing: null,
  queues: [{ name: "ingest", waiting: 0, running: 0, paused: false, concurrency: 2, why_waiting: null }],
  steps: [{ step: "renditions", label: "Thumbnails", done: 12, total: 12 }],
  background: [],
  failures: [],
  ai: { state: "ready", message: "" },
  storage: { used_bytes: 31_000_000, free_bytes: 74_000_000_000, data_folder: "/srv/photos" },
  recent: [],
};

const busy: Activity = {
  ...calm,
  importing: { done: 1_240, total: 3_000, per_second: 3.21, eta_low_s: 730, eta_high_s: 880, searchable: 1_200, phase: "processing" },
  queues: [{ name: "ingest", waiting: 1_756, running: 4, paused: false, concurrency: 2, why_waiting: null }],
  steps: [
    { step: "renditions", label: "Thumbnails", done: 1_900, total: 3_000 },
    { step: "analysis", label: "Recognition", done: 1_240, total: 3_000 },
  ],
};

const failing: Activity = {
  ...calm,
  failures: [
    {
      code: "corrupt_image",
      message: "The file is cut off.",
      what_to_do: "Look for another copy.",
      permanent: true,
      count: 30,
      examples: [{ asset_id: "asset-1", filename: "cut.jpg", id: "31", message: "The file is cut off." }],
    },
    {
      code: "ai_too_slow",
      message: "Recognition took too long.",
      what_to_do: "Try again when the machine is less busy.",
      permanent: false,
      count: 2,
      examples: [
        { asset_id: "asset-2", filename: "slow.jpg", id: "32", message: "Recognition took too long." },
        { asset_id: "asset-3", filename: "slower.jpg", id: "33", message: "Recognition took over two minutes." },
      ],
    },
  ],
};

const withQueue = (more: Partial<Activity["queues"][number]>): Activity => ({
  ...busy,
  queues: [{ name: "ingest", waiting: 10, running: 0, paused: false, concurrency: 2, why_waiting: null, ...more }],
});

function server(state: Activity) {
  return answering({
    "GET /api/activity": () => state,
    "POST /api/activity/retry": () => ({ queued: 2 }),
    "POST /api/activity/leave_out": () => ({ ids: ["asset-1"] }),
    "POST /api/activity/pause": () => new Response(null, { status: 204 }),
    "POST /api/activity/resume": () => new Response(null, { status: 204 }),
    "PATCH /api/activity": () => new Response(null, { status: 204 }),
  });
}

describe("while an import runs", () => {
  it("tells how many, how fast, how long as a range, and what can be found already", async () => {
    server(busy);
    const { container } = renderInPage(<ActivityPage />);
    await screen.findByRole("heading", { name: "Processing · 1,760 photos left" });
    expect(screen.getByText("1,240 of 3,000 · 3.2 a second · about 12–15 min left")).toBeTruthy();
    expect(screen.getByText(/1,200 of 3,000 searchable already/)).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: "Thumbnails" }).getAttribute("value")).toBe("1900");
    expect(await brokenRules(container)).toEqual([]);
  });

  it("pauses for everybody, and only an administrator may", async () => {
    const asked = server(busy);
    const { unmount } = renderInPage(<ActivityPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Pause" }));
    await waitFor(() => expect(asked.map((one) => `${one.method} ${one.path}`)).toContain("POST /api/activity/pause"));
    unmount();
    renderInPage(<ActivityPage />, { ...anna, is_admin: false });
    await screen.findByRole("heading", { name: /Processing/ });
    expect(screen.queryByRole("button", { name: "Pause" })).toBeNull();
  });

  it("sets the pace", async () => {
    const asked = server(busy);
    renderInPage(<ActivityPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Pace" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: "One at a time, gentle" }));
    await waitFor(() => expect(asked.find((one) => one.method === "PATCH")?.body).toEqual({ concurrency: 1 }));
  });

  it("always says why it waits", async () => {
    server(withQueue({ why_waiting: "The AI service has not answered since 10:02." }));
    renderInPage(<ActivityPage />);
    await screen.findByText("The AI service has not answered since 10:02.");
    expect(screen.getByRole("heading", { name: /^Waiting/ })).toBeTruthy();
  });
});

describe("when nothing runs", () => {
  it("says so calmly, and where the files are", async () => {
    server(calm);
    const { container } = renderInPage(<ActivityPage />);
    await screen.findByText("Nothing is going on. Everything you added is processed.");
    expect(screen.getByText("/srv/photos")).toBeTruthy();
    expect(screen.getByText("31 MB used by your photos, 74 GB free")).toBeTruthy();
    expect(await brokenRules(container)).toEqual([]);
  });

  it("does not hide that it is paused", async () => {
    server({ ...calm, queues: [{ name: "ingest", waiting: 0, running: 0, paused: true, concurrency: 2, why_waiting: null }] });
    renderInPage(<ActivityPage />);
    await screen.findByText(/Processing is paused/);
  });

  it("shows the last known state when the server stops answering", async () => {
    let up = true;
    answering({ "GET /api/activity": () => (up ? calm : refuse(503, "The database is restarting.")) });
    const { client } = renderInPage(<ActivityPage />);
    await screen.findByText(/Nothing is going on/);
    up = false;
    await client.refetchQueries({ queryKey: ["activity"] });
    await screen.findByText(/The database is restarting\. What you see is the last known state\./);
    expect(screen.getByText("/srv/photos")).toBeTruthy();
  });
});

describe("failures", () => {
  it("are grouped with their reason, what helps and examples", async () => {
    server(failing);
    const { container } = renderInPage(<ActivityPage />);
    await screen.findByRole("heading", { name: "32 photos need a look" });
    const slow = screen.getByText("Recognition took too long.").closest("li") as HTMLElement;
    expect(within(slow).getByText("Try again when the machine is less busy.")).toBeTruthy();
    fireEvent.click(within(slow).getByRole("button", { name: "Which ones" }));
    expect(within(slow).getByRole("link", { name: "slow.jpg" }).getAttribute("href")).toBe("/photo/asset-2");
    expect(await brokenRules(container)).toEqual([]);
  });

  it("are tried again one by one or by reason, but never where it cannot help", async () => {
    const asked = server(failing);
    renderInPage(<ActivityPage />);
    const slow = (await screen.findByText("Recognition took too long.")).closest("li") as HTMLElement;
    fireEvent.click(within(slow).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(asked.filter((one) => one.path.endsWith("retry"))).toHaveLength(1));
    fireEvent.click(within(slow).getByRole("button", { name: "Which ones" }));
    expect(within(slow).getByText("Recognition took over two minutes.")).toBeTruthy(); // its own sentence, where it differs
    expect(within(slow).getAllByText("Recognition took too long.")).toHaveLength(1);
    const one = within(slow).getByRole<HTMLButtonElement>("button", { name: "Try again: slower.jpg" });
    await waitFor(() => expect(one.disabled).toBe(false));
    fireEvent.click(one);
    await waitFor(() =>
      expect(asked.filter((entry) => entry.path.endsWith("retry")).map((entry) => entry.body)).toEqual([
        { code: "ai_too_slow" },
        { ids: ["asset-3"] },
      ]),
    );
    const cut = screen.getByText("The file is cut off.").closest("li") as HTMLElement;
    expect(within(cut).queryByRole("button", { name: /Try again/ })).toBeNull();
  });

  it("are left out, all with one reason at once", async () => {
    const asked = server(failing);
    renderInPage(<ActivityPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Leave all 30 out" }));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("leave_out"))?.body).toEqual({ code: "corrupt_image" }));
  });
});

describe("the summary", () => {
  it("is idle without an import, and counts failures", () => {
    expect(summarise(undefined)).toEqual({ state: "idle", share: 1, words: "", failed: 0 });
    expect(summarise(failing)).toMatchObject({ state: "idle", failed: 32 });
    expect(summarise(busy)).toMatchObject({ state: "running", words: "1,240 of 3,000 processed" });
    expect(summarise(withQueue({ paused: true, why_waiting: "Paused." })).state).toBe("paused");
    expect(summarise(withQueue({})).state).toBe("waiting");
  });

  it.each([
    [withQueue({ why_waiting: "Model loading, 40 %." }), "Model loading, 40 %."],
    [withQueue({ paused: true }), "Processing is paused. Nothing is lost."],
    [{ ...withQueue({}), ai: { state: "starting" as const, message: "It is starting." } }, "It is starting."],
    [{ ...withQueue({}), ai: { state: "unreachable" as const, message: "" } }, "The recognition service does not answer yet."],
    [withQueue({}), "10 photos wait for a worker to take them up."],
    [withQueue({ waiting: 1 }), "1 photo waits for a worker to take it up."],
    [withQueue({ running: 2 }), null],
    [calm, null],
  ])("is never silent about why it waits (%#)", (state, words) => {
    expect(whyItWaits(state)).toBe(words);
  });

  it("says slow paces by the minute and leaves out what is unknown", () => {
    const slow = { done: 5, total: 10, per_second: 0.2, eta_low_s: null, eta_high_s: null, searchable: 5, phase: "processing" };
    expect(paceWords(slow)).toBe("5 of 10 · 12 a minute");
    expect(paceWords({ ...slow, per_second: null })).toBe("5 of 10");
  });

  it("shows what runs in the background apart from the import, until it is done", async () => {
    answering({ "GET /api/activity": () => ({ ...calm, background: [{ step: "text", label: "Text in pictures", done: 3, total: 40 }] }) });
    const { unmount } = renderInPage(<ActivityPage />);
    expect(await screen.findByRole("heading", { name: "In the background" })).toBeDefined();
    expect(screen.getByText("3 of 40")).toBeDefined();
    unmount();
    answering({ "GET /api/activity": () => ({ ...calm, background: [{ step: "text", label: "Text in pictures", done: 40, total: 40 }] }) });
    renderInPage(<ActivityPage />);
    expect(await screen.findByRole("heading", { name: "Activity" })).toBeDefined();
    expect(screen.queryByRole("heading", { name: "In the background" })).toBeNull();
  });
});
