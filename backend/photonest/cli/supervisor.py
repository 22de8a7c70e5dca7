"""Keeps all parts of PhotoNest running: starts them in order, watches, restarts, stops everything cleanly."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from types import FrameType

from photonest import __version__
from photonest.cli import parts
from photonest.cli.child import Child, end_leftovers
from photonest.cli.console import Console
from photonest.cli.database import Database
from photonest.cli.errors import AlreadyRunning, CannotStart, PortTaken
from photonest.cli.folder import Folder
from photonest.cli.state import State, read_state, secret
from photonest.config import env
from photonest.core.errors import PhotoNestError

READY_S = 120.0
"""How long the web server may take; it needs 2 s on two cores."""
GRACE_S = 3.5
"""What the processes get to end by themselves; the database needs the rest of the five seconds."""
DATABASE_CHECK_S = 2.0
LOG_CHECK_S = 30.0


class Supervisor:
    """One PhotoNest on one data folder. `run` returns when it was asked to stop."""

    def __init__(self, folder: Folder, *, port: int, console: Console) -> None:
        self._folder = folder
        self._port = port
        self._console = console
        self._database = Database(folder)
        self._children: list[Child] = []
        self._is_stopping = False
        self._state: State | None = None

    def run(self) -> int:
        """Start everything, keep it running, stop it. Raises `PhotoNestError` when it cannot start."""
        self._folder.prepare()
        try:
            with self._folder.lock("up", patience_s=0.5):
                return self._run_alone()
        except AlreadyRunning:
            state = read_state(self._folder.run)
            where = f" at http://{parts.LOOPBACK}:{state.port}" if state else ""
            raise AlreadyRunning(
                f"PhotoNest is already running{where} with the data in {self._folder.path}. To stop it: photonest stop"
            ) from None

    def _run_alone(self) -> int:
        before = read_state(self._folder.run)
        if before is not None and end_leftovers(before.processes):
            self._console.say("Cleared up after a PhotoNest that was killed.")
        (self._folder.run / "state.json").unlink(missing_ok=True)  # it spoke about that one, not about us
        with contextlib.closing(self._open_port()) as listening, self._listening_to_signals():
            try:
                with self._folder.lock("users", shared=True):
                    try:
                        self._start(listening)
                        return self._watch()
                    finally:
                        self._stop_children()
                        (self._folder.run / "state.json").unlink(missing_ok=True)
            finally:
                self._leave_database()

    # --- starting ----------------------------------------------------------------------------------

    def _open_port(self) -> socket.socket:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((parts.LOOPBACK, self._port))
            listening.listen(1024)
        except OSError as problem:
            listening.close()
            if problem.errno == errno.EADDRINUSE:
                raise PortTaken(
                    f"Port {self._port} is used by another program. "
                    f"Stop that one, or choose another port: PHOTONEST_PORT={self._port + 1} make up"
                ) from None
            if problem.errno == errno.EACCES:
                raise PortTaken(f"Port {self._port} needs root. Choose one above 1023 with PHOTONEST_PORT.") from None
            raise CannotStart(f"Port {self._port} cannot be opened: {problem.strerror}.") from problem
        return listening

    def _start(self, listening: socket.socket) -> None:
        port = int(listening.getsockname()[1])
        given_ai = os.environ.get("PHOTONEST_AI_URL", "")
        ai_url = given_ai or f"http://{parts.LOOPBACK}:{parts.free_port()}"
        ai_secret = env.secret("PHOTONEST_AI_SECRET") or secret(self._folder.path, "ai_secret")
        with self._console.step("database"), self._folder.lock("start"):
            url = self._database.start()
            environment = parts.environment(self._folder, database_url=url, ai_url=ai_url, ai_secret=ai_secret)
            token = self._database.prepare(environment, wants_token=True)
        parts.make_shared_memory(self._folder)
        self._state = State(os.getpid(), __version__, port, url, ai_url, ai_secret)

        def child(part: parts.Part) -> Child:
            return Child(part, environment, self._folder.logs)

        web = child(parts.web(listening))
        self._children = [web]
        with self._console.step("web"):
            web.start()
            self._note_processes()
            self._wait_until_ready(web, port)
        if self._is_stopping:
            token.abandon()
            return
        # Only now: the first page must not wait for models or for work left over from the last time.
        if not given_ai:
            self._children.append(child(parts.ai(ai_url)))
        self._children.append(child(parts.worker()))
        for later in self._children[1:]:
            later.start()
        self._state.is_ready = True
        self._note_processes()
        found = token.get()
        link = f"/?setup={found}" if found else ""
        self._console.say(f"PhotoNest is ready at http://{parts.LOOPBACK}:{port}{link}")
        if self._console.is_terminal:
            self._console.say("Press Ctrl-C to stop.")

    def _wait_until_ready(self, web: Child, port: int) -> None:
        deadline = time.monotonic() + READY_S
        while not self._is_stopping and not parts.answers(f"http://{parts.LOOPBACK}:{port}", "/readyz"):
            said = web.tick()
            if web.is_given_up:
                raise CannotStart(said or "The web server does not start.")
            if said:
                self._console.say(said)
            if time.monotonic() > deadline:
                raise CannotStart(f"The web server did not become ready: {web.reason()} (more in {web.log})")
            time.sleep(0.02)

    # --- running -----------------------------------------------------------------------------------

    def _watch(self) -> int:
        next_database_check = next_log_check = 0.0
        while not self._is_stopping:
            for child in self._children:
                before, said = child.pid, child.tick()
                if said:
                    self._console.say(said)
                if child.pid != before:
                    self._note_processes()
                if said and child.is_given_up and child is self._children[0]:
                    raise CannotStart("Without its web server PhotoNest cannot go on. " + said)
            now = time.monotonic()
            if now >= next_database_check:
                next_database_check = now + DATABASE_CHECK_S
                self._keep_database()
            if now >= next_log_check:
                next_log_check = now + LOG_CHECK_S
                for child in self._children:
                    child.rotate_log()
            time.sleep(0.2)
        return 0

    def _keep_database(self) -> None:
        try:
            if self._database.revive():
                self._console.say("The database had ended and was started again; nothing was lost.")
        except PhotoNestError as problem:
            raise CannotStart(f"The database ended and does not start again. {problem.message}") from None

    def _note_processes(self) -> None:
        assert self._state is not None
        self._state.processes = {
            child.part.name: identity for child in self._children if (identity := child.identity()) is not None
        }
        self._state.write(self._folder.run)

    # --- stopping ----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _listening_to_signals(self) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> None:
            if self._is_stopping:  # asked twice: do not wait for anybody
                for child in self._children:
                    child.kill()
            self._is_stopping = True

        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before: list[Callable[[int, FrameType | None], object] | int | None] = [signal.signal(n, stop) for n in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _stop_children(self) -> None:
        self._is_stopping = True
        if self._console.is_terminal:
            self._console.say("Stopping …")
        for child in self._children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE_S
        while not all(child.has_stopped() for child in self._children) and time.monotonic() < deadline:
            time.sleep(0.02)
        for child in self._children:
            child.kill()

    def _leave_database(self) -> None:
        leave_database(self._folder, self._database)
        self._console.say("PhotoNest has stopped.")


def leave_database(folder: Folder, database: Database) -> None:
    """Stop the embedded database unless another command works with it; that one then stops it."""
    with folder.lock("start"):
        if not folder.is_locked("users"):
            database.stop()
            with contextlib.suppress(OSError):  # not there, or not empty
                parts.shared_memory(folder).rmdir()
