"""``python -m photonest_ai --host 127.0.0.1 --port N | --uds PATH``: run the service."""

# ruff: noqa: T201  # a command line prints
from __future__ import annotations

import argparse
import sys

from photonest_ai.errors import SettingWrong


def main(argv: list[str] | None = None) -> int:
    """Serve until stopped. Exit code 2 when the settings make no sense."""
    parser = argparse.ArgumentParser(prog="python -m photonest_ai", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--uds", metavar="PATH", help="listen on a Unix socket instead of a port")
    parser.add_argument("--log-level", default="warning", choices=["critical", "error", "warning", "info", "debug"])
    options = parser.parse_args(argv)
    import uvicorn

    from photonest_ai.main import create_app

    try:
        app = create_app()
    except SettingWrong as error:
        print(f"The AI service cannot start: {error.message}", file=sys.stderr)
        return 2
    place = {"uds": options.uds} if options.uds else {"host": options.host, "port": options.port}
    uvicorn.run(
        app,
        **place,
        log_level=options.log_level,
        access_log=options.log_level in ("info", "debug"),
        timeout_graceful_shutdown=5,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
