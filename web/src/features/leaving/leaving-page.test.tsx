import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { LeavingTaskOut } from "@/api/types";
import { answering, brokenRules, renderInPage } from "../../../tests/in-page";
import { LeavingPage } from "./leaving-page";

const vision: LeavingTaskOut = {
  provider: "google-vision",
  task: "look",
  title: "Google Vision looks at photos",
  text: "Of each photo a smaller copy. It goes to vision.example (model: builtin/stable).",
  text_sha256: "a".repeat(64),
  host: "vision.example",
  is_local: false,
  model: "builtin/stable",
  is_ready: true,
  set_up: "",
  is_allowed: false,
  is_lapsed: false,
  decided_at: null,
  per_day: 1000,
  today: 0,
  ever: 0,
  ever_bytes: 0,
  waiting: 0,
  paused_until: null,
  paused_words: "",
};

function server(task: LeavingTaskOut, calls: unknown[] = []) {
  return answering({
    "GET /api/providers": () => ({ tasks: [task], trouble: "" }),
    "GET /api/providers/log": () => ({ calls, more: false }),
    "POST /api/providers/allow": () => ({ tasks: [{ ...task, is_allowed: true }], trouble: "" }),
    "POST /api/providers/forbid": () => ({ tasks: [{ ...task, is_allowed: false }], trouble: "" }),
  });
}

const aSwitch = () => screen.findByRole("switch", { name: vision.title });

describe("what leaves this machine", () => {
  it("says nothing leaves, and shows the exact words beside the switch", async () => {
    server(vision);
    const { container } = renderInPage(<LeavingPage />);
    expect((await aSwitch()).getAttribute("aria-checked")).toBe("false");
    expect(screen.getByText("Nothing. Everything is recognised and searched here.")).toBeTruthy();
    expect(screen.getByText(vision.text)).toBeTruthy();
    expect(await screen.findByText("Nothing of yours has left this machine.")).toBeTruthy();
    expect(await brokenRules(container)).toEqual([]);
  });

  it("sends a yes only after the words were shown, and names the text that was read", async () => {
    const asked = server(vision);
    renderInPage(<LeavingPage />);
    fireEvent.click(await aSwitch());
    expect(asked.some((one) => one.method === "POST")).toBe(false);
    fireEvent.click(await screen.findByRole("button", { name: "Let it leave" }));
    await waitFor(() => expect(asked.find((one) => one.path === "/api/providers/allow")?.body).toEqual({
      provider: "google-vision",
      task: "look",
      text_sha256: vision.text_sha256,
      per_day: 1000,
    }));
    expect((await aSwitch()).getAttribute("aria-checked")).toBe("true");
  });

  it("keeps it off when somebody thinks better of it", async () => {
    const asked = server(vision);
    renderInPage(<LeavingPage />);
    fireEvent.click(await aSwitch());
    fireEvent.click(await screen.findByRole("button", { name: "Keep it off" }));
    expect((await aSwitch()).getAttribute("aria-checked")).toBe("false");
    expect(asked.some((one) => one.method === "POST")).toBe(false);
  });

  it("takes a yes back at once, without asking", async () => {
    const asked = server({ ...vision, is_allowed: true });
    renderInPage(<LeavingPage />);
    fireEvent.click(await aSwitch());
    await waitFor(() => expect(asked.some((one) => one.path === "/api/providers/forbid")).toBe(true));
  });

  it("says why it waits, that a yes lapsed, and what must be set up", async () => {
    server({ ...vision, is_allowed: true, paused_until: "2026-11-25T16:00:00Z", paused_words: "The quota is used up." });
    const first = renderInPage(<LeavingPage />);
    expect(await screen.findByText(/The quota is used up\. It is left alone until/)).toBeTruthy();
    first.unmount();
    server({ ...vision, is_lapsed: true });
    const second = renderInPage(<LeavingPage />);
    expect(await screen.findByText(/Nothing leaves until you switch it on again/)).toBeTruthy();
    second.unmount();
    server({ ...vision, is_ready: false, set_up: "PHOTONEST_AI_GOOGLE_KEY is not set." });
    renderInPage(<LeavingPage />);
    expect(await screen.findByText(/Not set up\. PHOTONEST_AI_GOOGLE_KEY/)).toBeTruthy();
    expect((await aSwitch()).hasAttribute("data-disabled")).toBe(true);
  });

  it("refuses a limit that is none", async () => {
    const asked = server({ ...vision, is_allowed: true });
    renderInPage(<LeavingPage />);
    const field = await screen.findByLabelText("At most so many photos a day");
    fireEvent.change(field, { target: { value: "0" } });
    fireEvent.blur(field);
    expect(screen.getByText("A whole number from 1 to 100,000.")).toBeTruthy();
    fireEvent.change(field, { target: { value: "50" } });
    fireEvent.blur(field);
    await waitFor(() => expect(asked.find((one) => one.path === "/api/providers/allow")?.body).toMatchObject({ per_day: 50 }));
  });

  it("lists what left in words", async () => {
    const call = { at: "2026-11-25T15:00:00Z", provider: "openai", task: "embed_words", host: "api.example", asset_id: null, sent_bytes: 90, code: "" };
    server(vision, [
      { ...call, about: "query", outcome: "answered" },
      { ...call, about: "photo", outcome: "sent" },
      { ...call, about: "fixed texts", outcome: "failed", code: "provider_quota" },
    ]);
    renderInPage(<LeavingPage />);
    expect(await screen.findByText(/The words of a search to api.example/)).toBeTruthy();
    expect(screen.getByText(/no answer came/)).toBeTruthy();
    expect(screen.getByText(/over quota/)).toBeTruthy();
  });
});
