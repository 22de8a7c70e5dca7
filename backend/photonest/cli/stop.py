"""Stop a running PhotoNest and wait until it has stopped."""

from __future__ import annotations

import argparse

PATIENCE_S = 15.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # nothing to choose


def run(options: argparse.Namespace) -> int:
    import os
    import signal
    import time

    from photonest.cli.errors import CannotStart
    from photonest.cli.folder import the_folder
    from photonest.cli.running import running_state

    del options
    folder = the_folder()
    state = running_state(folder)
    if state is None:
        print("PhotoNest is not running.")
        return 0
    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_S
    while folder.is_locked("up"):
        if time.monotonic() > deadline:
            raise CannotStart(f"PhotoNest (process {state.pid}) does not stop. To end it at once: kill -9 {state.pid}")
        time.sleep(0.05)
    print("PhotoNest has stopped.")
    return 0
