"""A worker in a process of its own that may be killed, on the test database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection


def environment(data: Path, ai_url: str, **more: str) -> dict[str, str]:
    """Of a process that works on the test database and the data folder `data`."""
    target = connection.settings_dict
    address = f"postgresql://{target['USER']}@/{target['NAME']}?host={target['HOST']}&port={target['PORT']}"
    return {
        **os.environ,
        "DATABASE_URL": address,
        "PGPASSWORD": str(target["PASSWORD"] or ""),
        "PHOTONEST_DATA": str(data),
        "PHOTONEST_AI_URL": ai_url,
        "PHOTONEST_MIN_FREE_MB": "0",
        "PHOTONEST_TEST_MODE": "on",
        "PHOTONEST_WORKER_CONCURRENCY": "1",
        **more,
    }


def run_worker(world: dict[str, str], failpoint: str = "") -> int:
    done = subprocess.run(
        [sys.executable, "-m", "photonest.jobs.worker", "--drain"],
        env={**world, "PHOTONEST_FAILPOINT": failpoint},
        timeout=120,
        capture_output=True,
        check=False,
    )
    return done.returncode


def the_worker_is_known_to_be_dead() -> None:
    """What 15 seconds without a heartbeat tell; the test does not wait for them."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
