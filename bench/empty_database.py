"""A PostgreSQL of its own for a benchmark that fills tables itself."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.harness import ROOT, say


@contextmanager
def empty_database() -> Iterator[str]:
    """Its address; the data folder of the settings is a temporary one. Everything is removed at the end."""
    sys.path.insert(0, str(ROOT / "backend"))
    from photonest.cli.embedded_postgres import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="photonest-bench-"))
    os.environ["PHOTONEST_DATA"] = str(folder / "data")
    (folder / "data").mkdir()
    say("starting PostgreSQL …")
    server = EmbeddedPostgres(folder / "postgres", durable=False)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
