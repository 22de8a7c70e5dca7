import { describe, expect, it } from "vitest";
import { createHashPool, type WorkerPort } from "./hash-pool";
import { hashBlob } from "./sha256";
import type { HashReply, HashRequest } from "./sha256-worker";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/** Answers like the worker file does, on the same thread. */
class EchoWorker implements WorkerPort {
  static started = 0;
  onmessage: ((event: MessageEvent<HashReply>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  received: HashRequest[] = [];

  constructor() {
    EchoWorker.started += 1;
  }

  postMessage(request: HashRequest): void {
    this.received.push(request);
    if (request.type !== "hash") return;
    void hashBlob(request.blob).then((sha256) => this.say({ type: "done", id: request.id, sha256 }));
  }

  say(data: HashReply): void {
    this.onmessage?.({ data } as MessageEvent<HashReply>);
  }

  terminate(): void {
    this.onmessage = null;
  }
}

describe("createHashPool", () => {
  it("starts no more workers than it has lanes and gives each file its own answer", async () => {
    EchoWorker.started = 0;
    const hash = createHashPool(2, () => new EchoWorker());
    const texts = ["abc", "", "abc", "another"];
    const answers = await Promise.all(texts.map((text) => hash(new Blob([text]))));
    expect(answers).toEqual(await Promise.all(texts.map((text) => hashBlob(new Blob([text])))));
    expect(EchoWorker.started).toBe(2);
  });

  it("hashes on the page where no worker can be started", async () => {
    const hash = createHashPool(2, () => {
      throw new Error("no workers here");
    });
    expect(await hash(new Blob(["abc"]))).toBe(ABC);
  });

  it("hashes on the page when the worker cannot load", async () => {
    class Blocked extends EchoWorker {
      override postMessage(): void {
        queueMicrotask(() => this.onerror?.({} as ErrorEvent));
      }
    }
    const hash = createHashPool(1, () => new Blocked());
    expect(await hash(new Blob(["abc"]))).toBe(ABC);
    expect(await hash(new Blob(["abc"]))).toBe(ABC);
  });

  it("passes on the browser's file error under its own name", async () => {
    class Unreadable extends EchoWorker {
      override postMessage(request: HashRequest): void {
        queueMicrotask(() => this.say({ type: "error", id: request.id, name: "NotReadableError", message: "moved" }));
      }
    }
    const hash = createHashPool(1, () => new Unreadable());
    await expect(hash(new Blob(["abc"]))).rejects.toMatchObject({ name: "NotReadableError" });
  });
});
