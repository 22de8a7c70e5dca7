/** Timers by name, at most one of each: setting one again moves it. */
export class NamedTimers {
  private readonly running = new Map<string, ReturnType<typeof setTimeout>>();

  set(name: string, waitMs: number, then: () => void): void {
    this.clear(name);
    const timer = setTimeout(() => {
      this.running.delete(name);
      then();
    }, waitMs);
    this.running.set(name, timer);
  }

  has(name: string): boolean {
    return this.running.has(name);
  }

  clear(name: string): void {
    clearTimeout(this.running.get(name));
    this.running.delete(name);
  }

  clearAll(): void {
    for (const timer of this.running.values()) clearTimeout(timer);
    this.running.clear();
  }
}
