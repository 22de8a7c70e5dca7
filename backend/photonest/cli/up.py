"""Start PhotoNest: database, web server, AI service and worker, until Ctrl-C or SIGTERM.

PHOTONEST_DATA, PHOTONEST_PORT, DATABASE_URL and PHOTONEST_AI_URL say what to use instead of the defaults.
"""

from __future__ import annotations

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="port on this machine (PHOTONEST_PORT, default 8000; 0: a free one)")


def run(options: argparse.Namespace) -> int:
    from photonest.cli.console import Console
    from photonest.cli.folder import the_folder
    from photonest.cli.supervisor import Supervisor
    from photonest.config import env

    if not hasattr(os, "fork"):
        from photonest.cli.errors import CannotStart

        raise CannotStart("PhotoNest runs on Linux and macOS. On Windows, start it inside WSL.")
    os.umask(0o077)  # everything in the data folder is for its owner only
    port = options.port if options.port is not None else env.number("PHOTONEST_PORT", 8000, at_least=0, at_most=65535)
    folder = the_folder()
    console = Console()
    console.say(f"PhotoNest keeps its data in {folder.path}")
    return Supervisor(folder, port=port, console=console).run()
