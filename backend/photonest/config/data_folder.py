"""Where PhotoNest keeps everything: the data folder and the places inside it."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """``PHOTONEST_DATA``, else ``~/PhotoNest``; for root ``/var/lib/photonest`` (PostgreSQL cannot enter /root)."""
    given = os.environ.get("PHOTONEST_DATA")
    if given:
        return Path(given).expanduser().absolute()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/photonest")
    return Path.home() / "PhotoNest"
