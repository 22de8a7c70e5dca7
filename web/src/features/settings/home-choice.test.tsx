import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { onCommand, type SpotAsked } from "@/lib/commands";
import { anna, answering, brokenRules, renderInPage } from "../../../tests/in-page";
import { ChoicesSection } from "./choices-section";

const lisbon = { latitude: 38.7167, longitude: -9.1333 };
const town = { city: "Lisbon", region: "Lisbon", country_code: "PT", country: "Portugal", ...lisbon };

function server() {
  return answering({
    "GET /api/places/towns": () => ({ places: [town], source: "GeoNames" }),
    "PATCH /api/me": ({ body }) => {
      const { home } = body as { home: unknown };
      return { user: { ...anna, home: home === "nowhere" ? null : home } };
    },
  });
}

let stop: () => void = () => undefined;
afterEach(() => stop());

describe("the home place", () => {
  it("is asked for by the dialog of places, kept, named, and can be forgotten", async () => {
    const asked = server();
    let dialog: SpotAsked | undefined;
    stop = onCommand("choose-spot", (wish) => (dialog = wish));
    const { container } = renderInPage(<ChoicesSection />);
    fireEvent.click(screen.getByRole("button", { name: "Choose a place" }));
    expect(dialog?.now).toBeNull();
    dialog?.onChosen(lisbon);
    expect(await screen.findByText("Lisbon, Portugal")).toBeTruthy();
    expect(asked.find((one) => one.method === "PATCH")?.body).toEqual({ home: lisbon });
    expect(await brokenRules(container)).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Forget" }));
    await waitFor(() => expect(screen.queryByText("Lisbon, Portugal")).toBeNull());
    expect(asked.filter((one) => one.method === "PATCH").at(-1)?.body).toEqual({ home: "nowhere" });
  });

  it("starts the dialog where home is now", () => {
    server();
    let dialog: SpotAsked | undefined;
    stop = onCommand("choose-spot", (wish) => (dialog = wish));
    renderInPage(<ChoicesSection />, { ...anna, home: lisbon });
    fireEvent.click(screen.getByRole("button", { name: "Change" }));
    expect(dialog?.now).toEqual(lisbon);
  });
});
