"""The command line: `photonest …`. A file a command; nothing is imported before its command is chosen."""

from __future__ import annotations

import sys

# name -> (module, one line for --help). Only this table is read for `photonest --help`.
COMMANDS = {
    "up": ("up", "start PhotoNest and keep it running until Ctrl-C"),
    "import": ("import_photos", "bring photos and videos in, folders with everything below them"),
    "search": ("search", "find photos by what is in them"),
    "user": ("user", "add or list the people who keep photos here"),
    "status": ("status", "say what is running and how to reach it"),
    "stop": ("stop", "stop a running PhotoNest"),
    "models": ("models", "install or list the models that understand pictures"),
    "faces": ("faces", "count the face data that is kept"),
    "demo": ("demo", "fill an empty PhotoNest with a few pictures to try things on"),
    "bench": ("bench", "measure speed and memory on this machine"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Exit codes: 0 all done, 1 some failed, 2 wrong use, 3 unreachable, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(_help())
        return 0 if arguments else 2
    if arguments[0] in {"-V", "--version"}:
        from photonest import __version__

        print(f"photonest {__version__}")
        return 0
    if arguments[0] not in COMMANDS:
        print(f"photonest: there is no command {arguments[0]!r}. See photonest --help.", file=sys.stderr)
        return 2
    from photonest.cli.command import run_command

    module, summary = COMMANDS[arguments[0]]
    return run_command(arguments[0], module, summary, arguments[1:])


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {summary}" for name, (_, summary) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: photonest COMMAND …",
            "",
            "PhotoNest keeps your photos on your own machine and finds them by what is in them.",
            "",
            *lines,
            "",
            "photonest COMMAND --help explains one. Everything is kept in PHOTONEST_DATA (default: ~/PhotoNest).",
        ]
    )
