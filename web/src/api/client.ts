/** The one way to the backend: JSON in and out, the CSRF header, and errors as sentences. */
import type { ApiErrorBody } from "./types";

export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly permanent: boolean;
  readonly details: Record<string, unknown>;

  constructor(status: number, body: ApiErrorBody) {
    super(body.message);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.permanent = body.permanent;
    this.details = body.details;
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type SignedOutListener = () => void;

const signedOutListeners = new Set<SignedOutListener>();

/** Calls `listener` whenever the backend says that the session is over. Returns the way to stop. */
export function onSignedOut(listener: SignedOutListener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export function csrfToken(): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith("photonest_csrf="));
  return found ? decodeURIComponent(found.slice("photonest_csrf=".length)) : "";
}

/** Adds query parameters that are neither undefined, null nor empty. */
export function withQuery(path: string, query: Record<string, string | number | undefined | null>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** Turns an answer that is not a success into an error whose message can be shown as it is. */
export async function errorFrom(response: Pick<Response, "status" | "json">): Promise<ApiError> {
  let body: Partial<ApiErrorBody> = {};
  try {
    body = (await response.json()) as Partial<ApiErrorBody>;
  } catch {
    // Not JSON: a proxy answered, or the backend was cut off. The status still tells something.
  }
  return new ApiError(response.status, {
    code: body.code ?? `http_${response.status}`,
    message: body.message ?? sentenceFor(response.status),
    permanent: body.permanent ?? response.status < 500,
    details: body.details ?? {},
  });
}

function sentenceFor(status: number): string {
  if (status === 401) return "You are signed out. Sign in to go on.";
  if (status === 404) return "This does not exist, or is not yours.";
  if (status === 413) return "This is larger than the server accepts.";
  if (status === 507) return "The disk of the server is full. Free some space and try again.";
  if (status >= 500) return "The server could not answer. Nothing was changed; try again in a moment.";
  return `The server refused this (${status}).`;
}

/**
 * Asks the backend. Resolves to the parsed body (undefined for 204).
 * Throws ApiError: with the backend's sentence, or code "offline" when nothing answered.
 */
export async function request<Answer>(
  method: Method,
  path: string,
  options: { body?: unknown; signal?: AbortSignal } = {},
): Promise<Answer> {
  const response = await ask(method, path, options);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

async function ask(
  method: Method,
  path: string,
  options: { body?: unknown; signal?: AbortSignal; accept?: string },
): Promise<Response> {
  const headers: Record<string, string> = { Accept: options.accept ?? "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, {
      code: "offline",
      message: "PhotoNest does not answer. Check that it is running and that you are connected.",
      permanent: false,
      details: {},
    });
  }
  if (!response.ok) {
    const error = await errorFrom(response);
    // A wrong password is also 401, but it is an answer, not the end of a session.
    if (error.status === 401 && error.code !== "wrong_credentials") signedOutListeners.forEach((tell) => tell());
    throw error;
  }
  return response;
}

/** The same for an answer that is not JSON. */
export async function getBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  return ask("GET", path, { signal, accept: "application/octet-stream" }).then((response) => response.arrayBuffer());
}

export const get = <Answer>(path: string, signal?: AbortSignal) => request<Answer>("GET", path, { signal });
export const post = <Answer>(path: string, body?: unknown) => request<Answer>("POST", path, { body });
export const patch = <Answer>(path: string, body: unknown) => request<Answer>("PATCH", path, { body });
export const remove = <Answer>(path: string) => request<Answer>("DELETE", path);

/** A sentence for any thrown thing. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return "Something unexpected went wrong. Nothing was lost; reload the page and try again.";
}
