"""Ties a child process to its starter: when the starter is gone, however it died, the child gets a signal."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def tie_to_starter(how: signal.Signals = signal.SIGTERM) -> Callable[[], None] | None:
    """For `subprocess.Popen(preexec_fn=…)`. Linux only: elsewhere None, and the next start clears up instead.

    The kernel sends the signal when the *thread* that started the child ends, so start children from the main thread.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)  # loaded here: nothing but one call may happen between fork and exec
    starter = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(how))
        if os.getppid() != starter:  # it died between fork and this line
            os._exit(1)

    return tie
