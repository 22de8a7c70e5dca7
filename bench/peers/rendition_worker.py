"""One side of the rendition benchmark as a process: photonest, photonest-whole, pyvips or pillow.

Reads a JSON request a line: files, output folder, sizes of preview and tile; answers when all are written.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Render = Callable[[Path, Path, tuple[int, int], tuple[int, int]], None]

QUALITY = 80


def photonest(*, share_pixels: bool = False) -> tuple[str, Render]:
    """The fenced decoder of the ingest walk; thumbhash and perceptual hashes are made and paid here too."""
    from photonest.assets.formats import SNIFF_BYTES, sniff
    from photonest.assets.pixels.decoding import DecoderPool

    pool = DecoderPool(size=1, idle_s=3600)

    def render(source: Path, out: Path, _preview: tuple[int, int], _tile: tuple[int, int]) -> None:
        with source.open("rb") as file:
            format_ = sniff(file.read(SNIFF_BYTES), source.stat().st_size)
        with pool.decode(source, format_, deadline_s=120, share_pixels=share_pixels) as photo:
            (out / f"{source.stem}-preview.jpg").write_bytes(photo.preview_jpeg)
            (out / f"{source.stem}-tile.jpg").write_bytes(photo.tile_jpeg)

    return "photonest", render


def photonest_whole() -> tuple[str, Render]:
    """The same with the RGB buffer (2000 x 1500) that the AI service reads, which the peers do not make."""
    return photonest(share_pixels=True)


def pyvips() -> tuple[str, Render]:
    """One decode on load, the tile from the preview in memory: the cheapest way libvips offers."""
    os.environ["VIPS_CONCURRENCY"] = "1"
    import pyvips as vips

    vips.cache_set_max(0)

    def render(source: Path, out: Path, preview: tuple[int, int], tile: tuple[int, int]) -> None:
        shown = vips.Image.thumbnail(str(source), preview[0], height=preview[1], size="down").copy_memory()
        shown.jpegsave(str(out / f"{source.stem}-preview.jpg"), Q=QUALITY, keep="none")
        small = shown.thumbnail_image(tile[0], height=tile[1], size="force")
        small.jpegsave(str(out / f"{source.stem}-tile.jpg"), Q=QUALITY, keep="none")

    major, minor, micro = (vips.version(part) for part in range(3))
    return f"pyvips {vips.__version__} (libvips {major}.{minor}.{micro})", render


def pillow() -> tuple[str, Render]:
    """`draft` with the aspect kept, then Lanczos with Pillow's own two-step shortcut."""
    from PIL import Image, ImageOps, __version__

    def render(source: Path, out: Path, preview: tuple[int, int], tile: tuple[int, int]) -> None:
        with Image.open(source) as image:
            image.draft("RGB", preview)
            shown = ImageOps.exif_transpose(image).resize(preview, Image.Resampling.LANCZOS, reducing_gap=3.0)
        shown.save(out / f"{source.stem}-preview.jpg", quality=QUALITY)
        small = shown.resize(tile, Image.Resampling.LANCZOS, reducing_gap=3.0)
        small.save(out / f"{source.stem}-tile.jpg", quality=QUALITY)

    return f"Pillow {__version__}", render


def main() -> None:
    sides = {"photonest": photonest, "photonest-whole": photonest_whole, "pyvips": pyvips, "pillow": pillow}
    version, render = sides[sys.argv[1]]()
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        for file in request["files"]:
            render(Path(file), Path(request["out"]), tuple(request["preview"]), tuple(request["tile"]))
        print(json.dumps({"done": len(request["files"])}), flush=True)


if __name__ == "__main__":
    main()
