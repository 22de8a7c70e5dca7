/** After the upload: asks how the server gets on with stored files until each is ready or has failed. */
import { NamedTimers } from "./named-timers";
import { afterProcessing } from "./outcomes";
import type { UploadPorts } from "./ports";
import type { UploadList } from "./upload-list";

const ASK_MOST = 1000;
const ASK_EVERY_MS = 2_000;

export class FollowUp {
  private asking = false;
  private readonly timers = new NamedTimers();

  constructor(
    private readonly list: UploadList,
    private readonly ports: Pick<UploadPorts, "states" | "reason">,
  ) {}

  /** Asks again in a moment, if anything is still being processed. */
  soon(): void {
    if (this.asking || this.timers.has("ask") || !this.list.processing.size) return;
    this.timers.set("ask", ASK_EVERY_MS, () => void this.ask());
  }

  dispose(): void {
    this.timers.clearAll();
  }

  private async ask(): Promise<void> {
    this.asking = true;
    const items = [...this.list.processing].slice(0, ASK_MOST).flatMap((id) => this.list.get(id) ?? []);
    try {
      const states = await this.ports.states(items.map((item) => item.assetId ?? ""));
      for (const item of items) {
        const state = states[item.assetId ?? ""];
        const bad = state === "failed" || state === "unsupported";
        const reason = bad ? await this.ports.reason(item.assetId ?? "").catch(() => null) : null;
        const patch = afterProcessing(state, reason);
        if (patch && this.list.get(item.id)?.state === "processing") this.list.change(item.id, patch);
      }
    } catch {
      // The files are stored and safe; their state is asked for again in a moment.
    } finally {
      this.asking = false;
      this.soon();
    }
  }
}
