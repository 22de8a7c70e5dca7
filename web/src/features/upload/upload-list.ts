/** The list of uploads: every change of a file goes through here, is journaled, and is told to the screen. */
import { RateMeter, type TimeLeft } from "@/lib/eta";
import type { Halt, Patch } from "./outcomes";
import { NamedTimers } from "./named-timers";
import type { FileSource, UploadPorts } from "./ports";
import { doneUnits, sumUp, workUnits, type UploadTotals } from "./totals";
import { isActive, type UploadItem, type UploadState } from "./upload-item";

/** The screen is told at most this often: 1,000 files change faster than anyone can read. */
const EMIT_MS = 120;

export interface UploadSnapshot {
  items: readonly UploadItem[];
  totals: UploadTotals;
  paused: boolean;
  halt: Halt | null;
  timeLeft: TimeLeft | null;
  bytesPerSecond: number | null;
}

export class UploadList {
  paused = false;
  halt: Halt | null = null;
  /** Ids of stored files whose processing is followed. */
  readonly processing = new Set<string>();
  private readonly items = new Map<string, UploadItem>();
  private readonly sources = new Map<string, FileSource>();
  private readonly listeners = new Set<() => void>();
  private readonly timers = new NamedTimers();
  private readonly workMeter = new RateMeter();
  private readonly sendMeter = new RateMeter();
  private wasActive = false;
  private bytesSent = 0;
  /** What was over before the present run began: it says nothing about its pace. */
  private baseline = { units: 0, items: 0 };
  private snapshot: UploadSnapshot;

  constructor(private readonly ports: Pick<UploadPorts, "journal" | "now">) {
    this.snapshot = this.look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): UploadSnapshot => this.snapshot;

  get(id: string): UploadItem | undefined {
    return this.items.get(id);
  }

  source(id: string): FileSource | undefined {
    return this.sources.get(id);
  }

  all(): UploadItem[] {
    return [...this.items.values()];
  }

  inState(state: UploadState): UploadItem[] {
    return this.all().filter((item) => item.state === state);
  }

  /** Takes in a new file, or one remembered from before a reload (`journal` false). */
  put(item: UploadItem, source: FileSource, journal = true): void {
    this.items.set(item.id, item);
    this.sources.set(item.id, source);
    this.noteProcessing(item);
    if (journal) this.ports.journal.put(item, source);
    this.tellSoon();
  }

  /** Changes a file; `undefined` values take the field away. Files taken off the list meanwhile are passed over. */
  change(id: string, patch: Patch): void {
    const item = this.items.get(id);
    if (!item) return;
    const next = Object.fromEntries(
      Object.entries({ ...item, ...patch }).filter(([, value]) => value !== undefined),
    ) as unknown as UploadItem;
    this.items.set(id, next);
    this.noteProcessing(next);
    if (next.state !== item.state || next.sha256 !== item.sha256) this.ports.journal.put(next, this.sources.get(id));
    this.tellSoon();
  }

  progress(id: string, state: UploadState, bytes: number): void {
    const item = this.items.get(id);
    if (item?.state !== state) return;
    const progressBytes = Math.min(bytes, item.sizeBytes);
    if (state === "sending") this.bytesSent += Math.max(0, progressBytes - item.progressBytes);
    this.items.set(id, { ...item, progressBytes });
    this.tellSoon();
  }

  giveSource(id: string, source: FileSource): void {
    this.sources.set(id, { ...this.sources.get(id), ...source });
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      const item = this.items.get(id);
      if (!item) continue;
      if (!isActive(item)) {
        this.baseline.units -= workUnits(item);
        this.baseline.items -= 1;
      }
      this.items.delete(id);
      this.sources.delete(id);
      this.processing.delete(id);
    }
    this.ports.journal.drop(ids);
    this.tellSoon();
  }

  tellSoon(): void {
    if (this.timers.has("tell")) return;
    this.timers.set("tell", EMIT_MS, () => {
      this.snapshot = this.look();
      for (const listener of this.listeners) listener();
    });
  }

  dispose(): void {
    this.timers.clearAll();
    this.listeners.clear();
  }

  private noteProcessing(item: UploadItem): void {
    if (item.state === "processing" && item.assetId) this.processing.add(item.id);
    else this.processing.delete(item.id);
  }

  private look(): UploadSnapshot {
    const items = this.all();
    const totals = sumUp(items);
    const now = this.ports.now();
    let done = 0;
    let total = 0;
    for (const item of items) {
      done += doneUnits(item);
      total += workUnits(item);
    }
    const settled = totals.total - totals.active;
    if (totals.active && !this.wasActive) {
      this.baseline = { units: done, items: settled };
      this.workMeter.reset();
      this.sendMeter.reset();
    }
    this.wasActive = totals.active > 0;
    const progress = {
      doneUnits: done - this.baseline.units,
      totalUnits: total - this.baseline.units,
      doneItems: settled - this.baseline.items,
    };
    const moving = totals.active > 0 && !this.halt && !this.paused;
    if (moving) {
      this.workMeter.sample(now, progress.doneUnits);
      this.sendMeter.sample(now, this.bytesSent);
    } else {
      this.workMeter.hold(now);
      this.sendMeter.hold(now);
    }
    return {
      items,
      totals,
      paused: this.paused,
      halt: this.halt,
      timeLeft: moving ? this.workMeter.timeLeft(now, progress) : null,
      bytesPerSecond: moving && totals.sending ? this.sendMeter.unitsPerSecond(now, this.bytesSent) : null,
    };
  }
}
