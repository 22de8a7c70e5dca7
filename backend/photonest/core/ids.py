"""Time-ordered ids (UUIDv7, RFC 9562): made in Python because the oldest supported PostgreSQL has no uuidv7()."""

from __future__ import annotations

import os
import time
import uuid


def new_id(*, at_ms: int | None = None) -> uuid.UUID:
    """A UUIDv7. Ids made later sort later (to the millisecond); 74 bits are random."""
    ms = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    value = (ms & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)
