import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UploadQueue } from "./queue";
import { photo, testServer, trouble, type TestServer } from "./test-ports";
import type { UploadItem, UploadState } from "./upload-item";

let server: TestServer;
let queue: UploadQueue;

beforeEach(() => {
  vi.useFakeTimers();
  server = testServer();
  queue = new UploadQueue(server.ports);
});

afterEach(() => {
  queue.dispose();
  vi.useRealTimers();
});

const settle = (ms = 500) => vi.advanceTimersByTimeAsync(ms);
const items = () => queue.getSnapshot().items;
const states = () => Object.fromEntries(items().map((item) => [item.name, item.state]));
const named = (name: string): UploadItem => {
  const found = items().find((item) => item.name === name);
  if (!found) throw new Error(`no ${name} in the list`);
  return found;
};

describe("a new photo", () => {
  it("goes from queued to done, each state told", async () => {
    const seen: UploadState[] = [];
    const put = server.ports.journal.put;
    server.ports.journal.put = (item, source) => {
      seen.push(item.state);
      put(item, source);
    };
    queue.add([photo("beach.jpg", "waves", "Portugal/July")]);
    await settle(3_000);
    expect(seen).toEqual(["queued", "hashing", "checking", "checking", "ready", "sending", "processing", "done"].filter((s, i, all) => s !== all[i - 1]));
    expect(server.sent).toMatchObject([{ filename: "beach.jpg", folder: "Portugal/July", bytes: 5 }]);
  });

  it("is asked about before a byte of it is sent", async () => {
    const order: string[] = [];
    server.onCheck = () => void order.push("check");
    server.onSend = () => void order.push("send");
    queue.add([photo("a.jpg")]);
    await settle();
    expect(order).toEqual(["check", "send"]);
  });

  it("that cannot be read by the server keeps the server's reason", async () => {
    queue.add([photo("cut.jpg")]);
    await settle();
    server.states.set(named("cut.jpg").assetId ?? "", "failed");
    await settle(3_000);
    expect(named("cut.jpg")).toMatchObject({ state: "failed", reason: { message: "The picture is cut off." } });
  });
});

describe("duplicates", () => {
  it("of 1,000 stored photos move no byte and ask in few questions", async () => {
    const photos = Array.from({ length: 1000 }, (_, index) => photo(`${index}.jpg`));
    queue.add(photos);
    await settle(60_000);
    expect(server.sent).toHaveLength(1000);
    server.sent.length = 0;
    server.checks.length = 0;
    const again = new UploadQueue(server.ports);
    again.add(photos);
    await settle(60_000);
    expect(server.sent).toHaveLength(0);
    expect(again.getSnapshot().totals).toMatchObject({ total: 1000, duplicates: 1000, active: 0 });
    expect(server.checks.length).toBeLessThan(50);
    again.dispose();
  });

  it("of the same bytes under 16 names in one drop are sent once, and the server hears every name", async () => {
    queue.add(Array.from({ length: 16 }, (_, index) => photo(`copy ${index}.jpg`, "same")));
    await settle(3_000);
    expect(server.sent).toHaveLength(1);
    expect(items().filter((item) => item.state === "duplicate")).toHaveLength(15);
    const heard = new Set(server.checks.flat().map((question) => question.filename));
    expect(heard.size).toBe(16);
  });

  it("take over when the twin on its way is taken off the list", async () => {
    server.onSend = () => new Promise(() => undefined);
    queue.add([photo("one.jpg", "same"), photo("two.jpg", "same")]);
    await settle();
    expect(states()).toEqual({ "one.jpg": "sending", "two.jpg": "ready" });
    server.onSend = () => undefined;
    queue.remove(named("one.jpg").id);
    await settle(3_000);
    expect(states()).toEqual({ "two.jpg": "done" });
    expect(server.sent.map((about) => about.filename)).toEqual(["two.jpg"]);
  });

  it("in the trash ask, and come back when told", async () => {
    const { file } = photo("old.jpg");
    const sha256 = await server.ports.hash(file);
    server.stored.set(sha256, "asset-old");
    server.trashed.add(sha256);
    queue.add([photo("old.jpg")]);
    await settle();
    expect(named("old.jpg").state).toBe("trashed");
    await queue.restoreFromTrash([named("old.jpg").id]);
    await settle();
    expect(server.restored).toEqual(["asset-old"]);
    expect(named("old.jpg")).toMatchObject({ state: "done", note: "restored" });
    expect(server.sent).toHaveLength(0);
  });

  it("dropped a second time while on their way are not listed twice", async () => {
    expect(queue.add([photo("a.jpg"), photo("b.jpg")])).toBe(2);
    expect(queue.add([photo("a.jpg"), photo("c.jpg")])).toBe(1);
  });
});

describe("lanes", () => {
  it("send three at a time", async () => {
    let most = 0;
    let now = 0;
    server.onSend = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 50));
      now -= 1;
    };
    queue.add(Array.from({ length: 20 }, (_, index) => photo(`${index}.jpg`)));
    await settle(10_000);
    expect(most).toBe(3);
    expect(server.sent).toHaveLength(20);
  });

  it("start nothing new while paused, but finish what is on its way", async () => {
    const waiting: (() => void)[] = [];
    server.onSend = () => new Promise((resolve) => waiting.push(resolve));
    queue.add(Array.from({ length: 5 }, (_, index) => photo(`${index}.jpg`)));
    await settle();
    queue.pause();
    waiting.splice(0).forEach((go) => go());
    await settle(5_000);
    expect(server.sent).toHaveLength(3);
    expect(queue.getSnapshot()).toMatchObject({ paused: true, totals: { active: 2 } });
    server.onSend = () => undefined;
    queue.resume();
    await settle();
    expect(server.sent).toHaveLength(5);
  });

  it("carry sidecars without a question", async () => {
    queue.add([photo("IMG_1.xmp", "<x/>"), photo("IMG_1.jpg")]);
    await settle(3_000);
    expect(server.checks.flat().map((question) => question.filename)).toEqual(["IMG_1.jpg"]);
    expect(named("IMG_1.xmp")).toMatchObject({ state: "done", note: "sidecar" });
  });
});

describe("troubles", () => {
  it("a lost connection stops all, comes back by itself with longer and longer waits, and loses nothing", async () => {
    let online = false;
    const tries: number[] = [];
    server.onCheck = () => {
      tries.push(Date.now());
      if (!online) throw trouble({ kind: "network" });
    };
    queue.add([photo("a.jpg"), photo("b.jpg")]);
    await settle(16_000);
    expect(queue.getSnapshot().halt?.why).toBe("network");
    const waits = tries.slice(1).map((at, index) => Math.round((at - (tries[index] ?? 0)) / 1000));
    expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8]);
    online = true;
    await settle(20_000);
    expect(queue.getSnapshot().halt).toBeNull();
    expect(states()).toEqual({ "a.jpg": "done", "b.jpg": "done" });
    expect(named("a.jpg").attempts).toBe(0);
  });

  it("an answer lost after the bytes arrived is found out by asking, not by sending again", async () => {
    const send = server.ports.send;
    let cut = true;
    server.ports.send = async (file, about, options) => {
      const answer = await send(file, about, options);
      if (cut) {
        cut = false;
        throw trouble({ kind: "network" });
      }
      return answer;
    };
    queue.add([photo("a.jpg")]);
    await settle(10_000);
    expect(server.sent).toHaveLength(1);
    expect(named("a.jpg").state).toBe("done");
  });

  it("a full disk stops all with the server's sentence until told to go on", async () => {
    let full = true;
    let asked = 0;
    server.onSend = () => {
      asked += 1;
      if (full) throw trouble({ kind: "storage_full", message: "The disk is almost full." });
    };
    queue.add(Array.from({ length: 10 }, (_, index) => photo(`${index}.jpg`)));
    await settle(120_000);
    expect(queue.getSnapshot().halt).toEqual({ why: "storage_full", message: "The disk is almost full." });
    expect(asked).toBe(3); // those already on their way; no other was tried
    full = false;
    queue.unhalt();
    await settle(5_000);
    expect(queue.getSnapshot().totals).toMatchObject({ stored: 10, active: 0 });
  });

  it("a busy server is asked again when it said", async () => {
    let asked = 0;
    server.onSend = () => {
      asked += 1;
      if (asked === 1) throw trouble({ kind: "busy", message: "Too many uploads at once.", retryAfterMs: 7_000 });
    };
    queue.add([photo("a.jpg")]);
    await settle(6_000);
    expect(asked).toBe(1);
    await settle(5_000);
    expect(named("a.jpg").state).toBe("done");
  });

  it("an unsupported file is told so once and holds up nobody", async () => {
    server.onSend = ({ filename }) => {
      if (filename === "text.jpg") {
        throw trouble({ kind: "unsupported", code: "unsupported_format", message: "This is no picture." });
      }
    };
    queue.add([photo("text.jpg"), photo("good.jpg")]);
    await settle(10_000);
    expect(states()).toEqual({ "text.jpg": "unsupported", "good.jpg": "done" });
    expect(named("text.jpg").reason?.message).toBe("This is no picture.");
  });

  it("a passing refusal is tried three times, then waits for the person", async () => {
    let asked = 0;
    let broken = true;
    server.onSend = () => {
      asked += 1;
      if (broken) throw trouble({ kind: "refused", code: "http_500", message: "It broke.", permanent: false });
    };
    queue.add([photo("a.jpg")]);
    await settle(60_000);
    expect(asked).toBe(3);
    expect(named("a.jpg")).toMatchObject({ state: "failed", reason: { code: "http_500" } });
    broken = false;
    queue.retryAll();
    await settle(5_000);
    expect(named("a.jpg").state).toBe("done");
    expect(named("a.jpg").reason).toBeUndefined();
  });

  it("a lasting refusal is not repeated and cannot be retried", async () => {
    let asked = 0;
    server.onSend = () => {
      asked += 1;
      throw trouble({ kind: "refused", code: "forbidden", message: "Not allowed.", permanent: true });
    };
    queue.add([photo("a.jpg")]);
    await settle(60_000);
    queue.retry(named("a.jpg").id);
    await settle(60_000);
    expect(asked).toBe(1);
  });

  it("a file moved away meanwhile asks to be chosen again", async () => {
    server.ports.hash = async () => {
      throw new DOMException("gone", "NotReadableError");
    };
    queue.add([photo("moved.jpg")]);
    await settle();
    expect(named("moved.jpg")).toMatchObject({ state: "needs_file", reason: { code: "file_gone" } });
  });

  it("empty files, documents and drawings are refused without reading them", async () => {
    queue.add([photo("empty.jpg", ""), photo("letter.pdf").file, photo("logo.svg").file].map((entry) =>
      entry instanceof File ? { file: new File(["x"], entry.name), folder: "" } : entry,
    ));
    await settle();
    expect(states()).toEqual({ "empty.jpg": "failed", "letter.pdf": "unsupported", "logo.svg": "unsupported" });
    expect(server.checks).toHaveLength(0);
  });
});

describe("cancelling", () => {
  it("stops the file on its way and takes it off the list and out of the journal", async () => {
    let aborted = false;
    server.ports.send = (_file, _about, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => {
          aborted = true;
          reject(new DOMException("stopped", "AbortError"));
        }),
      );
    queue.add([photo("a.jpg")]);
    await settle();
    queue.cancelAll();
    await settle();
    expect(aborted).toBe(true);
    expect(items()).toHaveLength(0);
    expect(server.journal.size).toBe(0);
  });

  it("keeps what is stored in the list", async () => {
    queue.add([photo("a.jpg")]);
    await settle(3_000);
    queue.add([photo("b.jpg")]);
    queue.cancelAll();
    await settle();
    expect(states()).toEqual({ "a.jpg": "done" });
  });

  it("of what is over leaves what needs a hand", async () => {
    server.onSend = ({ filename }) => {
      if (filename === "bad.jpg") throw trouble({ kind: "refused", code: "x", message: "No.", permanent: true });
    };
    queue.add([photo("good.jpg"), photo("bad.jpg")]);
    await settle(5_000);
    queue.clearFinished();
    await settle();
    expect(states()).toEqual({ "bad.jpg": "failed" });
  });
});

describe("after a reload", () => {
  const remember = (state: UploadState, more: Partial<UploadItem> = {}): UploadItem => ({
    id: `old-${state}-${more.name ?? ""}`,
    name: "old.jpg",
    folder: "",
    sizeBytes: 7,
    modifiedMs: 1_700_000_000_000,
    addedAtMs: 0,
    state,
    progressBytes: 0,
    attempts: 0,
    ...more,
  });

  it("the list is there again, and what had arrived is known without the file", async () => {
    server.stored.set("hash-sent", "asset-7");
    queue.restoreList([
      { item: remember("done", { name: "done.jpg" }), source: {} },
      { item: remember("sending", { name: "sent.jpg", sha256: "hash-sent", mayHaveArrived: true }), source: {} },
      { item: remember("processing", { name: "work.jpg", assetId: "asset-8" }), source: {} },
    ]);
    await settle(3_000);
    expect(states()).toEqual({ "done.jpg": "done", "sent.jpg": "done", "work.jpg": "done" });
    expect(server.sent).toHaveLength(0);
  });

  it("files that did not arrive ask for their file, and go on when it is chosen again", async () => {
    queue.restoreList([
      { item: remember("queued", { name: "a.jpg", sizeBytes: 5 }), source: {} },
      { item: remember("ready", { name: "b.jpg", sizeBytes: 5, sha256: "unknown" }), source: {} },
    ]);
    await settle();
    expect(states()).toEqual({ "a.jpg": "needs_file", "b.jpg": "needs_file" });
    const strangers = queue.provide([photo("a.jpg"), photo("b.jpg", "other bytes"), photo("c.jpg")]);
    expect(strangers.map((entry) => entry.file.name)).toEqual(["b.jpg", "c.jpg"]);
    await settle(3_000);
    expect(states()).toEqual({ "a.jpg": "done", "b.jpg": "needs_file" });
  });

  it("kept handles open with one press, and a refusal of the browser asks for the file", async () => {
    const handle = { file: {}, root: {} } as never;
    queue.restoreList([
      { item: remember("queued", { name: "a.jpg" }), source: { handle } },
      { item: remember("queued", { name: "b.jpg" }), source: { handle } },
    ]);
    await settle();
    expect(named("a.jpg")).toMatchObject({ state: "needs_file", canReopen: true });
    server.reopened = [photo("a.jpg").file, null];
    await queue.reopen();
    await settle(3_000);
    expect(named("a.jpg").state).toBe("done");
    expect(named("b.jpg")).toMatchObject({ state: "needs_file" });
    expect(named("b.jpg").canReopen).toBeUndefined();
  });

  it("a pasted picture whose bytes were kept goes on by itself", async () => {
    const { file } = photo("Pasted.png");
    queue.restoreList([{ item: remember("queued", { name: "Pasted.png" }), source: { file, keepBytes: true } }]);
    await settle(3_000);
    expect(states()).toEqual({ "Pasted.png": "done" });
  });
});

describe("the totals", () => {
  it("count what is settled, and tell a range of time only after 20 files or 30 seconds", async () => {
    server.onSend = () => new Promise((resolve) => setTimeout(resolve, 1_000));
    queue.add(Array.from({ length: 120 }, (_, index) => photo(`${index}.jpg`)));
    await settle(3_000);
    expect(queue.getSnapshot().timeLeft).toBeNull();
    await settle(12_000);
    const { timeLeft, totals } = queue.getSnapshot();
    expect(totals.stored).toBeGreaterThanOrEqual(20);
    const truth = (120 - totals.stored) / 3;
    expect(timeLeft?.lowS).toBeLessThan(truth * 1.3);
    expect(timeLeft?.highS).toBeGreaterThan(truth * 0.7);
  });
});
