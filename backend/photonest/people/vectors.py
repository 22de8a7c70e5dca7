"""Recognition vectors out of the database, many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photonest.people.cluster import Floats

DIM = 128


def read_vectors(sent: Sequence[bytes]) -> Floats:
    """What `halfvec_send` gave: two 16-bit numbers (size, unused), then the values, big-endian."""
    raw = np.frombuffer(b"".join(bytes(one) for one in sent), ">f2").reshape(-1, DIM + 2)
    return np.ascontiguousarray(raw[:, 2:], np.float32)
