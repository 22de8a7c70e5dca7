/** The upload queue: reads, asks, sends and follows up many files at once. */
import { HASH_LANES } from "@/lib/hash-pool";
import { refusal } from "./accept";
import { FollowUp } from "./follow-up";
import { NamedTimers } from "./named-timers";
import { afterCheck, afterSend, judge } from "./outcomes";
import type { FileSource, UploadPorts } from "./ports";
import { backOffMs, troubleOf, type Trouble } from "./trouble";
import { canRetry, isActive, isSidecarName, type UploadItem } from "./upload-item";
import { UploadList, type UploadSnapshot } from "./upload-list";
import type { FoundFile } from "./walk";

export const SEND_LANES = 3;
const CHECK_BATCH = 500;
const CHECK_WAIT_MS = 250;

export class UploadQueue {
  private readonly list: UploadList;
  private readonly followUp: FollowUp;
  private readonly timers = new NamedTimers();
  private readonly aborts = new Map<string, AbortController>();
  private readonly hashLane: string[] = [];
  private readonly checkLane: string[] = [];
  private readonly readyLane: string[] = [];
  /** Hash of a file being sent → ids of the same bytes under other names, which wait for its fate. */
  private readonly onTheWay = new Map<string, string[]>();
  private hashing = 0;
  private sending = 0;
  private checking = false;
  private losses = 0;

  constructor(private readonly ports: UploadPorts) {
    this.list = new UploadList(ports);
    this.followUp = new FollowUp(this.list, ports);
  }

  readonly subscribe = (listener: () => void): (() => void) => this.list.subscribe(listener);

  readonly getSnapshot = (): UploadSnapshot => this.list.getSnapshot();

  // ---- what a person can do ----------------------------------------------------------------------------------

  /** Puts files at the end of the list and starts; returns how many were new to the list. */
  add(found: readonly FoundFile[]): number {
    const known = new Set(this.list.all().filter(isActive).map(sameFileKey));
    let added = 0;
    for (const { file, folder, ...kept } of found) {
      const item: UploadItem = {
        id: this.ports.newId(),
        name: file.name,
        folder,
        sizeBytes: file.size,
        modifiedMs: file.lastModified,
        addedAtMs: this.ports.now(),
        state: "queued",
        progressBytes: 0,
        attempts: 0,
      };
      if (known.has(sameFileKey(item))) continue; // the same folder dropped twice while it is being sent
      added += 1;
      const reason = refusal(file);
      const state = !reason ? "queued" : reason.code === "empty_file" ? "failed" : "unsupported";
      this.list.put(reason ? { ...item, state, reason } : item, { file, ...kept });
      this.enqueue(item.id);
    }
    this.advance();
    return added;
  }

  /** Takes a list remembered from before a reload. What was on its way is asked about before any file is needed. */
  restoreList(remembered: readonly { item: UploadItem; source: FileSource }[]): void {
    for (const { item, source } of remembered) {
      if (this.list.get(item.id)) continue;
      this.list.put(item, source, false);
      if (!isActive(item)) continue;
      if (item.sha256) this.list.change(item.id, { state: "checking", progressBytes: 0 });
      else if (source.file) this.list.change(item.id, { state: "queued", progressBytes: 0 });
      else this.missFile(item.id);
      this.enqueue(item.id);
    }
    this.advance();
  }

  /** Sends a failed file again from its beginning. */
  retry(id: string): void {
    const item = this.list.get(id);
    if (!item || !canRetry(item)) return;
    this.list.change(id, { state: "queued", progressBytes: 0, attempts: 0, reason: undefined, sha256: undefined });
    this.enqueue(id);
    this.advance();
  }

  retryAll(): void {
    for (const item of this.list.all()) if (canRetry(item)) this.retry(item.id);
  }

  /** Takes a file off the list; one that is being sent stops. What is stored stays stored. */
  remove(id: string): void {
    this.removeAll([id]);
  }

  /** Stops everything that has not arrived and takes it off the list. */
  cancelAll(): void {
    this.removeAll(this.list.all().filter((i) => isActive(i) || i.state === "needs_file").map((i) => i.id));
  }

  /** Takes what is over off the list; what still needs a hand stays. */
  clearFinished(): void {
    const over = this.list.all().filter(({ state }) => state === "done" || state === "duplicate" || state === "unsupported");
    this.removeAll(over.map((item) => item.id));
  }

  /** Starts nothing new; files on their way are sent to their end, for a cut one would start from its first byte. */
  pause(): void {
    this.list.paused = true;
    this.advance();
  }

  resume(): void {
    this.list.paused = false;
    this.unhalt();
  }

  /** The connection is back, or somebody signed in again: tries at once. */
  unhalt(): void {
    this.list.halt = null;
    this.timers.clear("halt");
    this.advance();
  }

  /** Brings files out of the trash; rejects when the server refuses. */
  async restoreFromTrash(ids: readonly string[]): Promise<void> {
    const items = ids.flatMap((id) => this.list.get(id) ?? []).filter((i) => i.state === "trashed" && i.assetId);
    await this.ports.restore(items.map((item) => item.assetId ?? ""));
    for (const item of items) this.list.change(item.id, { state: "done", note: "restored" });
  }

  /** Matches files chosen again with those the browser forgot; returns those that matched none. */
  provide(found: readonly FoundFile[]): FoundFile[] {
    const missing = new Map(this.list.inState("needs_file").map((i) => [chosenAgainKey(i.name, i.sizeBytes), i.id]));
    const strangers: FoundFile[] = [];
    for (const entry of found) {
      const key = chosenAgainKey(entry.file.name, entry.file.size);
      const id = missing.get(key);
      missing.delete(key);
      if (id) this.giveFile(id, entry.file);
      else strangers.push(entry);
    }
    this.advance();
    return strangers;
  }

  /** Opens the handles the browser kept; call it inside a press of a button, for the browser asks the person. */
  async reopen(): Promise<void> {
    const items = this.list.inState("needs_file").filter((item) => item.canReopen);
    const files = await this.ports.reopen(items.flatMap((item) => this.list.source(item.id)?.handle ?? []));
    items.forEach((item, index) => {
      const file = files[index];
      if (file) this.giveFile(item.id, file);
      else this.list.change(item.id, { canReopen: undefined });
    });
    this.advance();
  }

  /** Ends all work; the remembered list stays as it is (another person signs in). */
  dispose(): void {
    this.list.paused = true;
    for (const abort of this.aborts.values()) abort.abort();
    this.timers.clearAll();
    this.followUp.dispose();
    this.list.dispose();
  }

  // ---- lanes -------------------------------------------------------------------------------------------------

  private enqueue(id: string): void {
    const item = this.list.get(id);
    if (item?.state === "checking") this.checkLane.push(id);
    else if (item?.state === "ready") this.readyLane.push(id);
    else if (item?.state === "queued" && isSidecarName(item.name)) {
      this.list.change(id, { state: "ready" });
      this.readyLane.push(id);
    } else if (item?.state === "queued") this.hashLane.push(id);
  }

  private advance(): void {
    if (!this.list.paused) {
      while (this.hashing < HASH_LANES && this.hashLane.length) void this.hashNext();
      if (!this.list.halt) {
        this.checkSoon();
        while (this.sending < SEND_LANES && this.readyLane.length) void this.sendNext();
      }
    }
    this.followUp.soon();
    this.list.tellSoon();
  }

  private async hashNext(): Promise<void> {
    const id = this.hashLane.shift() ?? "";
    if (this.list.get(id)?.state !== "queued") return;
    const file = this.list.source(id)?.file;
    if (!file) {
      this.missFile(id);
      return;
    }
    this.hashing += 1;
    const abort = this.abortFor(id);
    this.list.change(id, { state: "hashing", progressBytes: 0 });
    try {
      const onProgress = (bytes: number): void => this.list.progress(id, "hashing", bytes);
      const sha256 = await this.ports.hash(file, { signal: abort.signal, onProgress });
      this.list.change(id, { state: "checking", sha256, progressBytes: 0 });
      this.enqueue(id);
    } catch (error) {
      if (!abort.signal.aborted) this.suffer(id, troubleOf(error));
    } finally {
      this.aborts.delete(id);
      this.hashing -= 1;
      this.advance();
    }
  }

  /** Collects for a moment, so that 1,000 files ask in a few questions instead of 1,000. */
  private checkSoon(): void {
    if (this.checking || !this.checkLane.length || this.timers.has("check")) return;
    const wait = this.hashing === 0 || this.checkLane.length >= CHECK_BATCH ? 0 : CHECK_WAIT_MS;
    this.timers.set("check", wait, () => void this.checkBatch());
  }

  private async checkBatch(): Promise<void> {
    if (this.list.paused || this.list.halt) return;
    const asked = this.checkLane
      .splice(0, CHECK_BATCH)
      .flatMap((id) => this.list.get(id) ?? [])
      .filter((item) => item.state === "checking");
    if (!asked.length) return;
    this.checking = true;
    try {
      const answers = await this.ports.check(
        asked.map((item) => ({ sha256: item.sha256 ?? "", size_bytes: item.sizeBytes, filename: item.name })),
      );
      this.losses = 0;
      const byHash = new Map(answers.map((answer) => [answer.sha256, answer]));
      for (const { id } of asked) {
        const item = this.list.get(id);
        if (item?.state !== "checking") continue;
        const answer = byHash.get(item.sha256 ?? "");
        if (!answer) this.suffer(id, NOT_ANSWERED);
        else if (answer.status === "new" && !this.list.source(id)?.file) this.missFile(id);
        else this.list.change(id, afterCheck(item, answer));
        this.enqueue(id);
      }
    } catch (error) {
      for (const { id } of asked) this.suffer(id, troubleOf(error));
    } finally {
      this.checking = false;
      this.advance();
    }
  }

  private async sendNext(): Promise<void> {
    const id = this.readyLane.shift() ?? "";
    const item = this.list.get(id);
    if (item?.state !== "ready") return;
    const twins = item.sha256 ? this.onTheWay.get(item.sha256) : undefined;
    if (twins) {
      twins.push(id);
      return;
    }
    const file = this.list.source(id)?.file;
    if (!file) {
      this.missFile(id);
      return;
    }
    this.sending += 1;
    if (item.sha256) this.onTheWay.set(item.sha256, []);
    const abort = this.abortFor(id);
    this.list.change(id, { state: "sending", progressBytes: 0, mayHaveArrived: true });
    try {
      const about = { filename: item.name, folder: item.folder, modifiedMs: item.modifiedMs };
      const answer = await this.ports.send(file, item.sha256 ? { ...about, sha256: item.sha256 } : about, {
        signal: abort.signal,
        onProgress: (bytes) => this.list.progress(id, "sending", bytes),
      });
      this.losses = 0;
      this.list.change(id, { ...afterSend(answer), progressBytes: 0, mayHaveArrived: undefined });
    } catch (error) {
      if (!abort.signal.aborted) this.suffer(id, troubleOf(error));
    } finally {
      this.releaseTwins(item.sha256);
      this.aborts.delete(id);
      this.sending -= 1;
      this.advance();
    }
  }

  /** The same bytes under other names ask once more: the server then knows them, and learns the other names. */
  private releaseTwins(sha256: string | undefined): void {
    if (!sha256) return;
    for (const id of this.onTheWay.get(sha256) ?? []) {
      if (this.list.get(id)?.state !== "ready") continue;
      this.list.change(id, { state: "checking" });
      this.enqueue(id);
    }
    this.onTheWay.delete(sha256);
  }

  // ---- troubles ----------------------------------------------------------------------------------------------

  private suffer(id: string, trouble: Trouble): void {
    const item = this.list.get(id);
    if (!item) return;
    const verdict = judge(item, trouble);
    if ("halt" in verdict) {
      // Whether a file that was cut off arrived is unknown: ask before sending it again.
      const state = item.sha256 ? "checking" : "queued";
      this.list.change(id, { state, progressBytes: 0 });
      this.enqueue(id);
      this.stop(trouble);
      return;
    }
    this.list.change(id, { ...verdict.patch, progressBytes: 0 });
    if (!verdict.again) return;
    this.timers.set(`again ${id}`, backOffMs(item.attempts + 1, this.ports.random), () => {
      this.enqueue(id);
      this.advance();
    });
  }

  private stop(trouble: Trouble): void {
    if (trouble.kind === "signed_out") this.list.halt = { why: "signed_out" };
    else if (trouble.kind === "storage_full") this.list.halt = { why: "storage_full", message: trouble.message };
    else if ((trouble.kind === "network" || trouble.kind === "busy") && !this.list.halt) {
      this.losses += 1;
      const told = trouble.kind === "busy" ? trouble.retryAfterMs : null;
      const wait = told ?? backOffMs(this.losses, this.ports.random);
      const retryAtMs = this.ports.now() + wait;
      this.list.halt =
        trouble.kind === "busy" ? { why: "busy", retryAtMs, message: trouble.message } : { why: "network", retryAtMs };
      this.timers.set("halt", wait, () => this.unhalt());
    }
  }

  private missFile(id: string): void {
    const canReopen = this.list.source(id)?.handle ? true : undefined;
    this.list.change(id, { state: "needs_file", progressBytes: 0, canReopen });
  }

  private giveFile(id: string, file: File): void {
    const item = this.list.get(id);
    if (!item) return;
    const same = Boolean(item.sha256) && file.size === item.sizeBytes && file.lastModified === item.modifiedMs;
    this.list.giveSource(id, { file });
    this.list.change(id, {
      state: same ? "checking" : "queued",
      sha256: same ? item.sha256 : undefined,
      reason: undefined,
      canReopen: undefined,
      progressBytes: 0,
      sizeBytes: file.size,
      modifiedMs: file.lastModified,
    });
    this.enqueue(id);
  }

  private removeAll(ids: readonly string[]): void {
    for (const id of ids) {
      this.timers.clear(`again ${id}`);
      this.aborts.get(id)?.abort();
    }
    this.list.remove(ids);
    this.advance();
  }

  private abortFor(id: string): AbortController {
    const abort = new AbortController();
    this.aborts.set(id, abort);
    return abort;
  }
}

const NOT_ANSWERED: Trouble = {
  kind: "refused",
  code: "not_answered",
  message: "The server left this file out of its answer.",
  permanent: false,
};

function sameFileKey(item: UploadItem): string {
  return `${item.folder}/${item.name}|${item.sizeBytes}|${item.modifiedMs}`;
}

function chosenAgainKey(name: string, sizeBytes: number): string {
  return `${name}|${sizeBytes}`;
}
