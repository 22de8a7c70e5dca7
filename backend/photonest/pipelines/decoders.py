"""The fenced picture decoders of this process, shared by all walks."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings

from photonest.assets.pixels.decoding import DecoderPool

_pool: DecoderPool | None = None
_pool_lock = threading.Lock()


def decoder_pool() -> DecoderPool:
    """The fenced decoders of this process, started on first use."""
    global _pool  # noqa: PLW0603  # one pool a process is the point
    with _pool_lock:
        if _pool is None:
            folder = Path(settings.PHOTONEST_SHARED_MEMORY)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _pool = DecoderPool(shared_folder=folder)
        return _pool


def close_decoders() -> None:
    """End the fenced decoders, when the worker ends."""
    global _pool  # noqa: PLW0603
    with _pool_lock:
        if _pool is not None:
            _pool.close()
            _pool = None
