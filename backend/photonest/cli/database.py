"""The database a command works with: the embedded one in the data folder, or the one that ``DATABASE_URL`` names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time

import psycopg

from photonest.cli.embedded_postgres import EmbeddedPostgres
from photonest.cli.errors import CannotStart
from photonest.cli.folder import Folder
from photonest.cli.schema import schema_is_current
from photonest.config import env

OLDEST_SERVER = 160000  # PostgreSQL 16
PATIENCE_S = 10.0  # a database service of the same machine may still be starting


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

    def prepare(self, environment: dict[str, str]) -> str | None:
        """Bring the tables up to date; returns the one-time set-up token while nobody has an account.

        Costs a few milliseconds when nothing changed since the last time, else a Django process.
        """
        if schema_is_current(self.url, self._folder.run) and self._has_account():
            return None
        done = subprocess.run(
            [sys.executable, "-P", "-m", "photonest.cli.prepare_database"],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        log = self._folder.logs / "database.log"
        with log.open("a") as file:
            file.write(done.stderr)
        try:
            answer = json.loads(done.stdout.splitlines()[-1])
        except (IndexError, ValueError):
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise CannotStart(f"The tables could not be prepared: {reason} (more in {log})") from None
        if "problem" in answer:
            raise CannotStart(str(answer["problem"]))
        token = answer.get("setup_token")
        return str(token) if token else None

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
