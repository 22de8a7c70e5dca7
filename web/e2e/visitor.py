"""Somebody in a browser, watched: strange hosts, dialogs, script errors, refused scripts and server errors are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, Response, Route

VIOLATION = "content policy violated:"
WATCH_POLICY = f"""
document.addEventListener("securitypolicyviolation", (event) => console.error(
    "{VIOLATION}", event.violatedDirective, event.blockedURI, event.sourceFile, event.sample));
"""


@dataclass
class Seen:
    """What must stay empty, and what tests count."""

    strange_hosts: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    script_errors: list[str] = field(default_factory=list)
    policy_violations: list[str] = field(default_factory=list)
    server_errors: list[str] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of every request to our own server."""

    def complaints(self) -> dict[str, list[str]]:
        """Everything that no walk may ever cause."""
        named = {
            "requests to other hosts": self.strange_hosts, "dialogs": self.dialogs,
            "script errors": self.script_errors, "content policy violations": self.policy_violations,
            "server errors": self.server_errors,
        }  # fmt: skip
        return {name: found for name, found in named.items() if found}


class Visitor:
    """One browser profile: `page` is its tab."""

    def __init__(self, context: BrowserContext, own_url: str) -> None:
        self.context = context
        self.seen = Seen()
        self._own = urlsplit(own_url).netloc
        context.set_default_timeout(30_000)
        context.add_init_script(WATCH_POLICY)
        # An expression and no function: that would lead every request through Python and stop it while a test waits.
        context.route(re.compile(rf"^(?!{re.escape(own_url)}(/|$)|data:|blob:|about:)"), self._refuse)
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.on("console", self._note_console)
        context.on("dialog", self._note_dialog)
        context.on("weberror", lambda error: self.seen.script_errors.append(str(error.error)))
        self.page: Page = context.new_page()
        # Somebody must listen from the start: asked for only just before the key, choosers were missed now and then.
        self.page.on("filechooser", lambda _chooser: None)

    def sent(self, method: str, path: str) -> int:
        """How many requests with that method went to addresses that begin with `path`."""
        return sum(1 for way, where in self.seen.requests if way == method and where.startswith(path))

    def _is_strange(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in {"data", "blob", "about"} and parts.netloc != self._own

    def _refuse(self, route: Route) -> None:
        self.seen.strange_hosts.append(route.request.url)
        route.abort()

    def _note_request(self, request: Request) -> None:
        if not self._is_strange(request.url):
            self.seen.requests.append((request.method, urlsplit(request.url).path))

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self.seen.server_errors.append(f"{response.status} {response.request.method} {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if VIOLATION in message.text or "Content Security Policy" in message.text:
            self.seen.policy_violations.append(message.text)

    def _note_dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":  # "an upload is running": asked by the browser on our behalf
            self.seen.dialogs.append(dialog.message)
        dialog.accept()
