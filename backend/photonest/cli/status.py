"""Say what is running and how to reach it. Exit code 0: running and ready; 3: not."""

from __future__ import annotations

import argparse
import json

from photonest.cli.errors import EXIT_DONE, EXIT_UNREACHABLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    from photonest.cli import parts
    from photonest.cli.folder import the_folder
    from photonest.cli.running import running_state

    folder = the_folder()
    state = running_state(folder)
    url = f"http://{parts.LOOPBACK}:{state.port}" if state else None
    is_ready = url is not None and parts.answers(url, "/readyz")
    if options.json:
        print(
            json.dumps({"running": state is not None, "ready": is_ready, "url": url, "data_folder": str(folder.path)})
        )
    elif state is None:
        print(f"PhotoNest is not running (data folder {folder.path}). To start it: make up")
    elif is_ready:
        print(f"PhotoNest is ready at {url} (process {state.pid}, data folder {folder.path}).")
    else:
        print(f"PhotoNest is starting or stopping at {url} (process {state.pid}).")
    return EXIT_DONE if is_ready else EXIT_UNREACHABLE
