/** Renders a part of the application as a signed-in person sees it, against answers that the test gives. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";
import axe from "axe-core";
import type { ReactElement } from "react";
import { vi } from "vitest";
import { sessionKey } from "@/api/session";
import type { Session, User } from "@/api/types";

export const anna: User = {
  id: "user-anna",
  username: "anna",
  display_name: "Anna",
  is_admin: true,
  faces_enabled: false,
  faces_decided_at: null,
  expressions_enabled: false,
  time_zone: "Europe/Vienna",
  theme: "system",
  shortcuts_enabled: true,
  week_start: "monday",
  hemisphere: "north",
  home: null,
};

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

type Answer = (asked: Asked) => unknown;

/** Answers `fetch` by "GET /api/…"; an answer may be an Error's status with `refuse`. Returns what was asked. */
export function answering(answers: Record<string, Answer>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (path: string, options: RequestInit = {}) => {
    const url = new URL(path, "http://localhost");
    const one = {
      method: options.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      body: typeof options.body === "string" ? (JSON.parse(options.body) as unknown) : undefined,
    };
    asked.push(one);
    const answer = answers[`${one.method} ${one.path}`];
    if (!answer) throw new Error(`The test gives no answer to ${one.method} ${one.path}`);
    const body = await answer(one);
    return body instanceof Response ? body : Response.json(body);
  });
  return asked;
}

export function refuse(status: number, message: string): Response {
  return Response.json({ code: "refused", message, permanent: true, details: {} }, { status });
}

export function renderInPage(element: ReactElement, user: User = anna): RenderResult & { client: QueryClient } {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData<Session>(sessionKey, { needs_setup: false, user, version: "0.1.0" });
  client.setQueryDefaults(sessionKey, { staleTime: Infinity });
  const inPage = (inner: ReactElement) => <QueryClientProvider client={client}>{inner}</QueryClientProvider>;
  const rendered = render(inPage(element));
  return { ...rendered, client, rerender: (next) => rendered.rerender(inPage(next as ReactElement)) };
}

/** Names of the accessibility rules that are broken; colours need a real browser and are judged there. */
export async function brokenRules(container: Element): Promise<string[]> {
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`);
}
