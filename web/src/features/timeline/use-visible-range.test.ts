import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useVisibleRange } from "./use-visible-range";

const grid = document.createElement("div");
let top = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "requestAnimationFrame", "cancelAnimationFrame"] });
  top = 0;
  vi.spyOn(grid, "getBoundingClientRect").mockImplementation(() => ({ top: -top }) as DOMRect);
});
afterEach(() => vi.useRealTimers());

const scrollTo = (to: number) => {
  top = to;
  window.dispatchEvent(new Event("scroll"));
};

describe("useVisibleRange", () => {
  it("covers the window with less than a step to spare", () => {
    const { result } = renderHook(() => useVisibleRange({ current: grid }));
    act(() => {
      scrollTo(1_010);
      vi.advanceTimersByTime(20);
    });
    expect(result.current.top).toBeLessThanOrEqual(1_010);
    expect(result.current.bottom).toBeGreaterThanOrEqual(1_010 + window.innerHeight);
  });

  it("is restless after a jump and calm again soon, also when the frame came late", () => {
    const late: FrameRequestCallback[] = [];
    vi.spyOn(window, "requestAnimationFrame").mockImplementation((callback) => late.push(callback));
    const { result } = renderHook(() => useVisibleRange({ current: grid }));
    act(() => {
      scrollTo(50_000);
      vi.advanceTimersByTime(500);
      late.forEach((callback) => callback(0));
    });
    expect(result.current.calm).toBe(false);
    act(() => {
      vi.advanceTimersByTime(200);
    });
    expect(result.current.calm).toBe(true);
  });

  it("stays calm while the page scrolls slowly", () => {
    const { result } = renderHook(() => useVisibleRange({ current: grid }));
    for (let at = 0; at < 3_000; at += 250) {
      act(() => {
        scrollTo(at);
        vi.advanceTimersByTime(17);
      });
      expect(result.current.calm).toBe(true);
    }
  });
});
