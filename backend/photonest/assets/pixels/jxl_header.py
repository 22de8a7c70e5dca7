"""The size of a JPEG XL picture from its first bytes (ISO/IEC 18181-1, SizeHeader), without decoding it."""

from __future__ import annotations

from photonest.assets.errors import CorruptImage

_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_SIZE_BITS = (9, 13, 18, 30)


class _Bits:
    """Reads bits from the least significant upwards."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data[:16], "little")

    def take(self, count: int) -> int:
        value = self._value & ((1 << count) - 1)
        self._value >>= count
        return value


def read_jxl_size(head: bytes) -> tuple[int, int]:
    """Width and height in pixels, before orientation. Raises `CorruptImage` when no code stream begins in `head`."""
    stream = _code_stream(head)
    if len(stream) < 6 or stream[:2] != b"\xff\x0a":
        raise CorruptImage("The file does not hold a JPEG XL picture.")
    bits = _Bits(stream[2:])
    small = bits.take(1)

    def side() -> int:
        return 8 * (bits.take(5) + 1) if small else bits.take(_SIZE_BITS[bits.take(2)]) + 1

    height = side()
    ratio = bits.take(3)
    if ratio == 0:
        return side(), height
    over, under = _RATIOS[ratio]
    return height * over // under, height


def _code_stream(head: bytes) -> bytes:
    """The code stream itself, or the first `jxlc` or `jxlp` box of a container."""
    if head[:2] == b"\xff\x0a":
        return head
    at = 0
    while at + 8 <= len(head):
        size, kind = int.from_bytes(head[at : at + 4], "big"), head[at + 4 : at + 8]
        header = 8
        if size == 1:
            size, header = int.from_bytes(head[at + 8 : at + 16], "big"), 16
        if kind == b"jxlc":
            return head[at + header :]
        if kind == b"jxlp":
            return head[at + header + 4 :]
        if size < header:
            break
        at += size
    return b""
