import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useSyncExternalStore } from "react";
import { brokenRules, renderInPage } from "../../../tests/in-page";
import { UploadQueue } from "./queue";
import { photo, testServer, trouble, type TestServer } from "./test-ports";
import { UploadPanel } from "./upload-panel";

let server: TestServer;
let queue: UploadQueue;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("ResizeObserver", class { observe() {} disconnect() {} });
  server = testServer();
  queue = new UploadQueue(server.ports);
});

afterEach(() => {
  queue.dispose();
  vi.useRealTimers();
});

const settle = (ms = 3_000) => act(() => vi.advanceTimersByTimeAsync(ms));

function Panel({ chooseAgain = () => undefined }: { chooseAgain?: () => void }) {
  const snapshot = useSyncExternalStore(queue.subscribe, queue.getSnapshot);
  return <UploadPanel uploads={{ ...snapshot, queue }} open onOpenChange={() => undefined} onChooseAgain={chooseAgain} />;
}

/** axe waits with timers of its own. */
async function rules(container: Element): Promise<string[]> {
  vi.useRealTimers();
  return brokenRules(container);
}

describe("the upload panel", () => {
  it("names each file's state and the whole, and breaks no rule of accessibility", async () => {
    server.onSend = ({ filename }) => {
      if (filename === "text.jpg") throw trouble({ kind: "unsupported", code: "x", message: "This is a text file." });
      if (filename === "broken.jpg") throw trouble({ kind: "refused", code: "y", message: "It broke.", permanent: false });
    };
    queue.add([photo("good.jpg"), photo("twin.jpg", "good.jpg"), photo("text.jpg"), photo("broken.jpg")]);
    const { container } = renderInPage(<Panel />);
    await settle(20_000);
    expect(screen.getByRole("heading").textContent).toBe("All uploads are over");
    expect(screen.getAllByText("1 stored · 1 here already · 1 failed · 1 not kept")[0]).toBeTruthy();
    expect(screen.getByText("Here already, not sent again")).toBeTruthy();
    expect(screen.getByText("This is a text file.")).toBeTruthy();
    expect(screen.getByRole("status").textContent).toContain("Uploading is over.");
    server.onSend = () => undefined;
    fireEvent.click(screen.getByRole("button", { name: "Try again: broken.jpg" }));
    await settle();
    expect(screen.queryByText("It broke.")).toBeNull();
    expect(await rules(container)).toEqual([]);
  });

  it("filters to what needs a look", async () => {
    queue.add([photo("good.jpg"), photo("letter.pdf")]);
    queue.add([{ file: new File(["x"], "letter.pdf"), folder: "" }]);
    renderInPage(<Panel />);
    await settle();
    fireEvent.click(screen.getByRole("button", { name: /Need a look/ }));
    expect(screen.queryByText("good.jpg")).toBeNull();
    expect(screen.getAllByText("letter.pdf").length).toBeGreaterThan(0);
  });

  it("draws only the rows in sight of 5,000 files, and tells the true number", async () => {
    queue.pause();
    queue.add(Array.from({ length: 5_000 }, (_, index) => photo(`${index}.jpg`)));
    renderInPage(<Panel />);
    await settle(500);
    const rows = within(screen.getByRole("group", { name: "Files" })).getAllByRole("listitem");
    expect(rows.length).toBeLessThan(40);
    expect(rows[0]?.getAttribute("aria-setsize")).toBe("5000");
    expect(screen.getByRole("heading").textContent).toBe("Paused · 0 of 5,000 files");
  });

  it("says why it waits, counts down, and tries at once when asked", async () => {
    let online = false;
    server.onCheck = () => {
      if (!online) throw trouble({ kind: "network" });
    };
    queue.add([photo("a.jpg")]);
    renderInPage(<Panel />);
    await settle(4_000);
    expect(screen.getByText(/PhotoNest does not answer\. Nothing is lost; the next try is in \d s\./)).toBeTruthy();
    online = true;
    fireEvent.click(screen.getByRole("button", { name: "Try now" }));
    await settle();
    expect(screen.queryByText(/does not answer/)).toBeNull();
    expect(screen.getAllByText("1 stored")[0]).toBeTruthy();
  });

  it("offers to bring trashed photos back", async () => {
    const sha256 = await server.ports.hash(photo("old.jpg").file);
    server.stored.set(sha256, "asset-old");
    server.trashed.add(sha256);
    queue.add([photo("old.jpg")]);
    renderInPage(<Panel />);
    await settle();
    fireEvent.click(screen.getByRole("button", { name: "Restore" }));
    await settle();
    expect(server.restored).toEqual(["asset-old"]);
    expect(screen.getByText("Restored from the trash")).toBeTruthy();
  });

  it("asks for files that a reload took away, honestly", async () => {
    queue.restoreList([
      {
        item: { id: "1", name: "a.jpg", folder: "", sizeBytes: 5, modifiedMs: 1, addedAtMs: 1, state: "queued", progressBytes: 0, attempts: 0 },
        source: {},
      },
    ]);
    const chooseAgain = vi.fn();
    renderInPage(<Panel chooseAgain={chooseAgain} />);
    await settle(500);
    expect(screen.getByText(/the browser no longer gives access to 1 file/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Choose again" }));
    expect(chooseAgain).toHaveBeenCalled();
  });

  it("pauses, and says that files on their way are sent to the end", async () => {
    server.onSend = () => new Promise(() => undefined);
    queue.add([photo("a.jpg"), photo("b.jpg")]);
    renderInPage(<Panel />);
    await settle();
    fireEvent.click(screen.getByRole("button", { name: "Pause" }));
    await settle();
    expect(screen.getByText(/2 files are still being sent to the end/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Go on" })).toBeTruthy();
  });
});
