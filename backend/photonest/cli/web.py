"""The web server process: uvicorn on a socket that the supervisor opened, so a restart loses no connection."""

from __future__ import annotations

import gc
import importlib
import os
import socket
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn


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
    _load(config)
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    return 0 if server.started else 1


def _load(config: uvicorn.Config) -> None:
    """Load the application and its routes, without looking for garbage meanwhile: what is loaded now stays.

    Frozen, it is not looked through ever again. A sixth of the time until the first answer went there.
    """
    gc.disable()
    config.load()
    importlib.import_module("photonest.config.urls")
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    sys.exit(main())
