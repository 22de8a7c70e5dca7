"""Runs the PostgreSQL that came with the Python packages: makes the database folder, starts, adopts, stops.

The wheel's own Python layer is not used (docs/decisions/own-postgresql-runner.md). The rules here:
*running means that a real connection answered*; the server outlives its starter, so whoever comes next adopts it;
it listens on a Unix socket only, in a folder that nobody else may enter.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from photonest.cli.errors import CannotStart, DatabaseBroken, FolderNotUsable
from photonest.cli.postgres_program import (
    SERVER_VERSION,
    environment,
    is_hopeless,
    program,
    sentence_for_log,
    sentence_for_os_error,
)
from photonest.cli.postmaster import Postmaster, read_postmaster
from photonest.cli.unprivileged import Unprivileged, unprivileged_for

DATABASE = "photonest"
USER = "photonest"
PORT = 5432  # of the socket's name only; no TCP port is opened
MAX_SOCKET_PATH_BYTES = 100  # Linux allows 107 and macOS 103 bytes for the path of a socket
RETRY_S = 15.0  # a server killed a moment ago may still hold its memory; containers reap late
START_S = 60.0  # replaying the log of a killed server took 1.4-2.7 s with 200,000 rows
STOP_S = 10.0

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    # A small machine: PostgreSQL's own share of the 600 MB for the whole system at rest.
    "shared_buffers": "128MB",
    "huge_pages": "off",
    "max_connections": "60",
    "io_workers": "1",
    "max_worker_processes": "4",
    "autovacuum_max_workers": "2",
    "jit": "off",  # our queries are short; compiling them costs more than they take
    # One machine, no replica: less log, faster bulk loads.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
}
NOT_DURABLE: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off"}
"""For tests: commits survive a killed process (they still reach the kernel), not a power cut."""


@dataclass
class EmbeddedPostgres:
    """One PostgreSQL in one folder: ``data/`` (0700), ``socket/``, ``server.log``. Paths are absolute.

    `durable=False` is for tests: no fsync anywhere, and the server dies with whoever started it.
    """

    folder: Path
    durable: bool = True
    _who: Unprivileged = field(default_factory=Unprivileged, init=False)
    _process: subprocess.Popen[Any] | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Beside the data, unless the path of the socket would be too long for the operating system."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}.lock")) <= MAX_SOCKET_PATH_BYTES:
            return beside
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path("/tmp") / f"photonest-{os.geteuid()}-{name}"  # noqa: S108  owner and mode are checked

    def url(self, database: str = DATABASE) -> str:
        """Address in the form of ``DATABASE_URL``."""
        return f"postgresql://{USER}@/{database}?host={quote(str(self.socket_folder), safe='')}&port={PORT}"

    def answers(self) -> bool:
        """Whether a connection was accepted by the server of *this* folder."""
        return self._ask() is None

    def is_alive(self) -> bool:
        """Whether the server process exists: cheap enough to ask every second, and no proof that it answers."""
        self._reap_if_dead()
        postmaster = read_postmaster(self.data)
        return postmaster is not None and postmaster.is_alive()

    def start(self) -> str:
        """Makes the folder if needed, starts the server or adopts a running one, returns its address.

        Raises `DatabaseBroken`, `DiskFull`, `FolderNotUsable` or `CannotStart`, each with what to do.
        """
        if self.data.is_dir() and self.answers():
            return self.url()
        try:
            self._make_folders()
            self._make_database_folder()
            self._start_server()
            self._make_database()
        except OSError as problem:
            raise sentence_for_os_error(problem, self.folder) from problem
        return self.url()

    def stop(self) -> None:
        """Stops the server, whoever started it; running statements are rolled back. Does nothing if it is not up."""
        postmaster = read_postmaster(self.data)
        if postmaster is None or not postmaster.is_alive():
            self._reap()
            return
        for how, patience in ((signal.SIGINT, STOP_S), (signal.SIGQUIT, STOP_S)):  # "fast", then "immediate"
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster.pid, how)
            if self._wait_until(lambda: not postmaster.is_alive(), patience):
                self._reap()
                return
        raise CannotStart(
            f"PostgreSQL (process {postmaster.pid}) does not stop. Stop it with: kill -9 {postmaster.pid}"
        )

    # --- making ------------------------------------------------------------------------------------

    def _make_folders(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._who = unprivileged_for(self.folder.parent, program("postgres"))
        self._who.own(self.folder)
        socket_folder = self.socket_folder
        with contextlib.suppress(FileExistsError):
            socket_folder.mkdir(mode=0o700)
            self._who.own(socket_folder)
        facts = socket_folder.lstat()
        owner = os.geteuid() if self._who.user_id is None else self._who.user_id
        if not socket_folder.is_dir() or socket_folder.is_symlink() or facts.st_uid != owner or facts.st_mode & 0o077:
            raise FolderNotUsable(f"{socket_folder} is not a private folder of PhotoNest. Remove it and start again.")

    def _make_database_folder(self) -> None:
        """`initdb` into a side folder, then one rename: a half-made database can never be met under its real name."""
        self._refuse_or_set_aside()
        if self.data.exists():
            return
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        # Collation of the server itself: needs no locale of the system and never changes under an index.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        access = ["--auth-local=trust", "--auth-host=reject"]  # the socket's folder is closed to everybody else
        command = [program("initdb"), "-D", unfinished, "-U", USER, "-E", "UTF8", *locale, *access]
        if not self.durable:
            command.append("--no-sync")
        done = subprocess.run(
            self._who.command(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
            **self._who.process_options(),
        )
        if done.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise sentence_for_log(done.stderr or done.stdout, self.folder)
        unfinished.rename(self.data)

    def _refuse_or_set_aside(self) -> None:
        """Looks at what lies under ``data/``: nothing, a database of our version, or something to be careful with."""
        if not self.data.exists():
            return
        version_file = self.data / "PG_VERSION"
        if version_file.is_file() and (self.data / "global" / "pg_control").is_file():
            theirs, ours = version_file.read_text().strip(), SERVER_VERSION
            if theirs != ours:
                raise DatabaseBroken(
                    f"The database in {self.data} was made by PostgreSQL {theirs}; this PhotoNest brings {ours}. "
                    f"Nothing was changed. With the PhotoNest that made it: pg_dumpall > photonest.sql; then move "
                    f"{self.data} away, start this PhotoNest once, stop it, and load the file with psql."
                )
            return
        if any(name.isdigit() and int(name) >= 16384 for name in _names(self.data / "base")):
            raise DatabaseBroken(
                f"The database in {self.data} holds data but lacks a part without which it cannot start. Nothing was "
                f"changed. Put {self.data} back from a backup; the photos themselves are not in it and are safe."
            )
        # Never held any data of ours (user databases have numbers from 16384 on): keep it, but out of the way.
        self.data.rename(self.folder / f"data.incomplete-{time.strftime('%Y%m%d-%H%M%S')}")

    def _make_database(self) -> None:
        with self._connect("postgres") as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                    connection.execute(f'CREATE DATABASE "{DATABASE}"')

    # --- starting ----------------------------------------------------------------------------------

    def _start_server(self) -> None:
        deadline = time.monotonic() + RETRY_S
        while True:
            if self._wait_for_running_one():
                return
            reason = self._try_once()
            if reason is None:
                return
            if time.monotonic() > deadline or is_hopeless(reason):
                raise sentence_for_log(reason, self.folder)
            time.sleep(0.2)

    def _wait_for_running_one(self) -> bool:
        """True if a server of this folder is alive and answers; a dead one's pid file is removed."""
        postmaster = read_postmaster(self.data)
        if postmaster is None:
            return False
        if not postmaster.is_alive():
            # The number may belong to another program by now, which PostgreSQL itself would take for a server.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            return False
        if self._wait_until(self.answers, START_S if self._is_recovering() else RETRY_S):
            return True
        self._replace_silent_one(postmaster)
        return False

    def _replace_silent_one(self, postmaster: Postmaster) -> None:
        """Its socket was cleaned away, or it hangs: stop it (the log makes that safe) so that a new one can start."""
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster.pid, how)
            if self._wait_until(lambda: not postmaster.is_alive(), STOP_S):
                return
        raise CannotStart(f"PostgreSQL (process {postmaster.pid}) neither answers nor stops. Restart the machine.")

    def _try_once(self) -> str | None:
        """Starts the server and waits until it answers; else returns what it wrote."""
        self._reap_if_dead()
        if self.log.exists() and self.log.stat().st_size > 2_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        settings = {**SETTINGS, **({} if self.durable else NOT_DURABLE)}
        settings["unix_socket_directories"] = str(self.socket_folder)
        command = [program("postgres"), "-D", self.data, "-p", str(PORT)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            already_written = log.tell()
            process = subprocess.Popen(
                self._who.command(command, dies_with_starter=not self.durable),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for the supervisor, which stops us in order
                env=environment(),
                **self._who.process_options(dies_with_starter=not self.durable),
            )
        self._process = process
        if self._wait_until(lambda: process.poll() is not None or self.answers(), START_S) and process.poll() is None:
            return None
        with self.log.open("rb") as log:
            log.seek(already_written)
            written = log.read().decode("utf-8", "replace")
        if process.poll() is None:
            process.send_signal(signal.SIGQUIT)
            process.wait(STOP_S)
            return f"{written}\nFATAL: no connection was answered within {START_S:.0f} seconds"
        return written or f"FATAL: it ended at once with code {process.returncode}"

    # --- asking ------------------------------------------------------------------------------------

    def _connect(self, database: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            host=str(self.socket_folder), port=PORT, user=USER, dbname=database, connect_timeout=5, autocommit=True
        )

    def _ask(self) -> str | None:
        """None if the server of this folder answered, else why not."""
        try:
            with self._connect("postgres") as connection:
                row = connection.execute("SELECT pg_backend_pid(), current_setting('data_directory')").fetchone()
        except psycopg.Error as problem:
            return str(problem)
        if row is None or Path(row[1]).resolve() != self.data.resolve():
            return "another database answered"
        return None

    def _is_recovering(self) -> bool:
        return "starting up" in (self._ask() or "")

    def _reap_if_dead(self) -> None:
        if self._process is not None and self._process.poll() is not None:
            self._process = None

    def _reap(self) -> None:
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
            self._process = None

    @staticmethod
    def _wait_until(happened: Callable[[], bool], patience_s: float) -> bool:
        deadline = time.monotonic() + patience_s
        pause = 0.01
        while not happened():
            if time.monotonic() > deadline:
                return False
            time.sleep(pause)
            pause = min(pause * 1.5, 0.1)
        return True


def _names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
