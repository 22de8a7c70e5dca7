import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { actionsNow, matching, type PageAction, useActions } from "./actions";

const action = (title: string, more: Partial<PageAction> = {}): PageAction => ({ title, group: "g", run: () => undefined, ...more });

function Offers({ layer, title, active }: { layer: "shell" | "page" | "viewer"; title: string; active?: boolean }) {
  useActions(layer, () => [action(title)], active);
  return null;
}

const titles = () => actionsNow().map(({ title }) => title);

describe("the actions of a page", () => {
  it("are those of what is there, the topmost layer first, and go with it", () => {
    const { rerender, unmount } = render(
      <>
        <Offers layer="shell" title="Upload" />
        <Offers layer="viewer" title="Zoom" />
        <Offers layer="page" title="Choose all" active={false} />
      </>,
    );
    expect(titles()).toEqual(["Zoom", "Upload"]);
    rerender(
      <>
        <Offers layer="shell" title="Upload now" />
        <Offers layer="viewer" title="Zoom" active={false} />
        <Offers layer="page" title="Choose all" />
      </>,
    );
    expect(titles()).toEqual(["Choose all", "Upload now"]);
    unmount();
    expect(titles()).toEqual([]);
  });

  it("are found by the beginnings of their words, in any order", () => {
    const all = [action("Upload photos"), action("Dark theme", { words: "appearance" }), action("Go to Photos")];
    const found = (typed: string) => matching(all, typed).map(({ title }) => title);
    expect(found("pho")).toEqual(["Upload photos", "Go to Photos"]);
    expect(found("theme da")).toEqual(["Dark theme"]);
    expect(found("APPEAR")).toEqual(["Dark theme"]);
    expect(found("hoto")).toEqual([]);
    expect(found("")).toHaveLength(3);
  });
});
