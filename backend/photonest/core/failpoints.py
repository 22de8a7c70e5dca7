"""Named points at which a test can make the process die, raise or hang, to prove that nothing is lost."""

from __future__ import annotations

import os
import signal
import time


class FailpointReached(RuntimeError):
    """Raised by an armed failpoint; tests only."""


def failpoint(name: str) -> None:
    """A no-op unless ``PHOTONEST_TEST_MODE`` is on and ``PHOTONEST_FAILPOINT`` is ``name=kill|raise|hang``."""
    armed = os.environ.get("PHOTONEST_FAILPOINT")
    if not armed or not os.environ.get("PHOTONEST_TEST_MODE"):
        return
    point, _, action = armed.partition("=")
    if point != name:
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "hang":
        time.sleep(3600)
    else:
        raise FailpointReached(name)
