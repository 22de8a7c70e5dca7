"""The database a command works with: the embedded one in the data folder, or the one that ``DATABASE_URL`` names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from photonest.cli.embedded_postgres import EmbeddedPostgres
from photonest.cli.errors import CannotStart
from photonest.cli.folder import Folder
from photonest.cli.need_to_know import seen_by
from photonest.cli.process_ties import tie_to_starter
from photonest.cli.schema import schema_is_current
from photonest.config import env

OLDEST_SERVER = 160000  # PostgreSQL 16
PATIENCE_S = 10.0  # a database service of the same machine may still be starting


class SetupToken:
    """The one-time token of the first run, perhaps still being made."""

    def __init__(self, process: subprocess.Popen[bytes] | None, logs: Path) -> None:
        self._process = process
        self._log = logs / "database.log"
        self._token: str | None = None

    def get(self) -> str | None:
        """The token, or None when somebody has an account. Raises `CannotStart` when the database refused."""
        process, self._process = self._process, None
        if process is None:
            return self._token
        output, _ = process.communicate()
        try:
            answer = json.loads(output.splitlines()[-1])
        except (IndexError, ValueError):
            lines = self._log.read_text(errors="replace").strip().splitlines() or ["no reason given"]
            raise CannotStart(f"The tables could not be prepared: {lines[-1]} (more in {self._log})") from None
        if "problem" in answer:
            raise CannotStart(str(answer["problem"]))
        self._token = answer.get("setup_token")
        return self._token

    def abandon(self) -> None:
        """Nobody will ask for it."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


class Database:
    """Start, prepare and leave. Several commands share one embedded server; the last one out stops it."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self.given_url = env.secret("DATABASE_URL")
        self.embedded = None if self.given_url else EmbeddedPostgres(folder.postgres)

    @property
    def url(self) -> str:
        return self.given_url or (self.embedded.url() if self.embedded else "")

    def start(self) -> str:
        """Make sure that it answers; returns its address. Raises a `PhotoNestError` that says what to do."""
        if self.embedded:
            return self.embedded.start()
        self._wait_for_given_one()
        return self.given_url

    def prepare(self, environment: dict[str, str], *, wants_token: bool = False) -> SetupToken:
        """Bring the tables up to date. Raises `CannotStart`.

        Costs milliseconds when nothing changed since the last time, else a Django process. The token for the first
        account, needed only while nobody has one, is made beside whatever comes next: ask for it later.
        """
        is_current = schema_is_current(self.url, self._folder.run)
        if is_current and (not wants_token or self._has_account()):
            return SetupToken(None, self._folder.logs)
        log = self._folder.logs / "database.log"
        with log.open("ab") as errors:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "photonest.cli.prepare_database"],
                env=seen_by("database", environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd="/",
                start_new_session=True,  # Ctrl-C must not cut a migration short
                preexec_fn=tie_to_starter(),  # noqa: PLW1509  there are no threads yet
            )
        token = SetupToken(process, self._folder.logs)
        if not is_current:
            token.get()
        return token

    def stop(self) -> None:
        """Stop the embedded server. The caller holds the locks that say nobody else uses it."""
        if self.embedded:
            self.embedded.stop()

    def revive(self) -> bool:
        """Start the embedded server again if it died. True when it had to."""
        if self.embedded is None or self.embedded.is_alive():
            return False
        self.embedded.start()
        return True

    def _has_account(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=5) as connection:
                row = connection.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)").fetchone()
                return bool(row and row[0])
        except psycopg.Error:
            return False

    def _wait_for_given_one(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        version = 0
        while not version:
            try:
                with psycopg.connect(self.given_url, connect_timeout=5) as connection:
                    version = connection.info.server_version
            except psycopg.ProgrammingError as problem:
                raise CannotStart(f"DATABASE_URL cannot be read: {_first_line(problem)}") from None
            except psycopg.OperationalError as problem:
                hopeless = re.search(r"password|does not exist|pg_hba|not translate host name", str(problem))
                if hopeless or time.monotonic() > deadline:
                    raise CannotStart(
                        f"The database that DATABASE_URL names does not let us in: {_first_line(problem)}. "
                        "Start or mend it, or unset DATABASE_URL to use the database inside PhotoNest."
                    ) from None
                time.sleep(0.5)
        if version < OLDEST_SERVER:
            raise CannotStart(
                f"The database is PostgreSQL {version // 10000}; PhotoNest needs 16 or newer with pgvector."
            )


def _first_line(problem: Exception) -> str:
    """What libpq says, without the password that an address may carry."""
    text = (str(problem).strip().splitlines() or [type(problem).__name__])[-1]
    return re.sub(r"//[^/@\s]*:[^/@\s]*@", "//…@", text)
