"""The web server process: uvicorn on a socket that the supervisor opened, so a restart loses no connection."""

from __future__ import annotations

import os
import socket
import sys


def main() -> int:
    """``python -m photonest.cli.web FD``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "photonest.config.settings")
    import uvicorn

    listening = socket.socket(fileno=int(sys.argv[1]))
    config = uvicorn.Config(
        "photonest.config.asgi:application",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=30,
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
