"""What a command needs while it works: that of a running PhotoNest, else started for it and stopped after it."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

from photonest.cli import parts
from photonest.cli.child import Child
from photonest.cli.database import Database
from photonest.cli.errors import CannotStart
from photonest.cli.folder import Folder, the_folder
from photonest.cli.state import State, read_state, secret
from photonest.cli.supervisor import leave_database
from photonest.config import env

PATIENCE_S = 120.0
AI_PATIENCE_S = 20.0
"""Starting takes it 2 s on two cores; models are loaded by the first question."""
STOP_S = 20.0
"""A worker of ours may finish the photo it is at."""


@dataclass(frozen=True)
class Services:
    """What was found or started."""

    folder: Folder
    is_shared: bool
    """True: they belong to a running `photonest up`."""
    children: tuple[Child, ...] = ()
    ai_url: str = ""

    def wait_for_ai(self) -> None:
        """Until the AI service answers, or for a while: whoever asks it then says what is wrong."""
        if not self.ai_url.startswith("http"):  # a socket that somebody else serves
            return
        deadline = time.monotonic() + AI_PATIENCE_S
        while time.monotonic() < deadline and not parts.answers(self.ai_url, "/healthz", with_anything=True):
            self.check()
            time.sleep(0.05)

    def check(self) -> None:
        """Restart what died; raises `CannotStart` when one does not stay alive. For long commands, every second."""
        for child in self.children:
            said = child.tick()
            if child.is_given_up:
                raise CannotStart(said or f"The {child.part.title} does not start.")


@contextlib.contextmanager
def services(*, ai: bool = False, worker: bool = False) -> Iterator[Services]:
    """Database and tables, and on request the AI service and a worker, with Django set up to use them.

    Two commands at once share the embedded database; each has its own AI service and worker, tied to it.
    Raises a `PhotoNestError` with what to do.
    """
    os.umask(0o077)
    folder = the_folder()
    folder.prepare()
    database = Database(folder)
    try:
        with folder.lock("users", shared=True), _terminated_like_interrupted():
            state = running_state(folder)
            if state is not None:
                state = _wait_until_ready(folder)
                _enter(parts.environment(
                    folder, database_url=state.database_url, ai_url=state.ai_url, ai_secret=state.ai_secret
                ))  # fmt: skip
                yield Services(folder, is_shared=True, ai_url=state.ai_url)
                return
            given_ai = os.environ.get("PHOTONEST_AI_URL", "")
            ai_url = given_ai or f"http://{parts.LOOPBACK}:{parts.free_port()}"
            ai_secret = env.secret("PHOTONEST_AI_SECRET") or secret(folder.path, "ai_secret")
            with folder.lock("start"):
                url = database.start()
                environment = parts.environment(folder, database_url=url, ai_url=ai_url, ai_secret=ai_secret)
                database.prepare(environment)
            parts.make_shared_memory(folder)
            wanted = [parts.ai(ai_url)] if ai and not given_ai else []
            wanted += [parts.worker()] if worker else []
            children = tuple(Child(part, environment, folder.logs) for part in wanted)
            try:
                for child in children:
                    child.start()
                _enter(environment)
                yield Services(folder, is_shared=False, children=children, ai_url=ai_url)
            finally:
                _close_connections()
                _stop(children)
    finally:
        leave_database(folder, database)


def running_state(folder: Folder) -> State | None:
    """What a live `photonest up` on this folder says about itself, else None."""
    return read_state(folder.run) if folder.is_locked("up") else None


def _wait_until_ready(folder: Folder) -> State:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        state = running_state(folder)
        if state is not None and state.is_ready:
            return state
        time.sleep(0.1)
    raise CannotStart("PhotoNest is being started but does not become ready. See `photonest status`.")


def _enter(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    import django

    django.setup()


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _stop(children: tuple[Child, ...]) -> None:
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_S
    while not all(child.has_stopped() for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    for child in children:
        child.kill()


@contextlib.contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """SIGTERM ends a command the way Ctrl-C does: what it started is stopped, then it says so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
