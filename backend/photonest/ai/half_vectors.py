"""Half-float vectors between the wire (base64), Python lists and pgvector's text, without NumPy."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Sequence

from photonest.ai.errors import AIAnswerBroken
from photonest_contracts.inference import Vector


def decode_vector(vector: Vector) -> list[float]:
    """The numbers of a vector from the wire. Raises `AIAnswerBroken` when their count is not ``dim``."""
    try:
        raw = base64.b64decode(vector.halfs, validate=True)
    except (binascii.Error, ValueError):
        raise AIAnswerBroken("The AI service sent a vector that is not base64.") from None
    if len(raw) != 2 * vector.dim:
        raise AIAnswerBroken(f"The AI service sent {len(raw) // 2} numbers for a vector of {vector.dim}.")
    return list(struct.unpack(f"<{vector.dim}e", raw))


def encode_vector(numbers: Sequence[float], *, space: str) -> Vector:
    """The wire form of a vector; numbers are rounded to half floats."""
    raw = struct.pack(f"<{len(numbers)}e", *numbers)
    return Vector(space=space, dim=len(numbers), halfs=base64.b64encode(raw).decode("ascii"))


def vector_text(numbers: Sequence[float]) -> str:
    """pgvector's text form, ``[0.1,-0.2]``; seven digits keep every half float exact."""
    return "[" + ",".join(f"{number:.7g}" for number in numbers) + "]"
