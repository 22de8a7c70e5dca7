"""Small pictures for contract suites, drawn without NumPy: RGB bytes and the request that goes with them."""

from __future__ import annotations

from photonest_contracts.inference import DEFAULT_TASKS, AnalyseRequest, RawPixels, Task


def drawn(width_px: int, height_px: int) -> bytes:
    """Coloured bands with a bright disc; every pixel depends on its place, so a swapped axis shows."""
    centre_x, centre_y, radius = width_px // 3, height_px // 2, max(1, min(width_px, height_px) // 4)
    out = bytearray()
    for y in range(height_px):
        for x in range(width_px):
            if (x - centre_x) ** 2 + (y - centre_y) ** 2 < radius * radius:
                out += bytes((240, 200, 60))
            else:
                out += bytes((40 + 180 * x // width_px, 90, 200 - 180 * y // height_px))
    return bytes(out)


def turned(pixels: bytes, width_px: int, height_px: int) -> bytes:
    """The same picture turned by 90° clockwise; the result is ``height_px`` wide."""
    rows = [pixels[y * width_px * 3 : (y + 1) * width_px * 3] for y in range(height_px)]
    return b"".join(rows[height_px - 1 - x][3 * y : 3 * y + 3] for y in range(width_px) for x in range(height_px))


def request_for(width_px: int, height_px: int, tasks: tuple[Task, ...] = DEFAULT_TASKS) -> AnalyseRequest:
    """Raw pixels as the body."""
    return AnalyseRequest(pixels=RawPixels(width_px=width_px, height_px=height_px), tasks=tasks)
