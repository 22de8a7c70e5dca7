"""The web server loads what its first page needs, and leaves the rest to the first question that needs it."""

from __future__ import annotations

import os
import subprocess
import sys

HEAVY = {
    "numpy": "numeric libraries",
    "PIL": "decoding pictures",
    "httpx": "calling other services",
    "photonest.search.query": "the query language",
    "photonest.events.cluster": "finding events",
    "photonest.people.cluster": "grouping faces",
}


def test_the_web_server_starts_without_what_only_some_requests_need() -> None:
    code = f"import sys, photonest.config.asgi, photonest.config.urls; print(set({list(HEAVY)!r}) & set(sys.modules))"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "photonest.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.strip() == "set()", done.stderr[-2000:]
