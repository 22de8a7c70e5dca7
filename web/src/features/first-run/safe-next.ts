/** Where to go after signing in: only addresses of this site; "//elsewhere" and "https:…" are not followed. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}
