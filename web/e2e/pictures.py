"""What the walks upload: sample photographs of scikit-image and scikit-learn, and files made to be difficult."""

from __future__ import annotations

import functools
import io
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import imageio_ffmpeg
import pillow_heif
from PIL import Image


class Upload(TypedDict):
    """A file as the browser is given it."""

    name: str
    mimeType: str
    buffer: bytes


def _folder_of(package: str) -> Path:
    """Without importing it: that takes seconds, and only its pictures are wanted."""
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


SAMPLES = {
    file.stem: file
    for folder in (_folder_of("skimage") / "data", _folder_of("sklearn") / "datasets" / "images")
    for file in sorted(folder.iterdir())
    if file.suffix in {".jpg", ".png"}
}
MAKE, MODEL, SOFTWARE, DESCRIPTION, ARTIST = 0x010F, 0x0110, 0x0131, 0x010E, 0x013B
EXIF_BLOCK, TAKEN, LENS, USER_COMMENT = 0x8769, 0x9003, 0xA434, 0x9286


@functools.cache
def photograph(name: str) -> Image.Image:
    """A sample photograph: ``astronaut``, ``chelsea`` (a cat), ``coffee``, ``rocket``, ``china``, ``flower`` …"""
    with Image.open(SAMPLES[name]) as picture:
        return picture.convert("RGB")


def jpeg(picture: Image.Image, taken: str = "", *, texts: dict[int, str] | None = None, xmp: bytes = b"") -> bytes:
    """`taken` like ``2024:07:04 18:22:01``; `texts` are EXIF tags of the first block."""
    exif = Image.Exif()
    for tag, text in {MAKE: "Sample", MODEL: "Camera One", **(texts or {})}.items():
        exif[tag] = text
    if taken:
        exif.get_ifd(EXIF_BLOCK)[TAKEN] = taken
    if texts and LENS in texts:
        exif.get_ifd(EXIF_BLOCK)[LENS] = texts[LENS]
        del exif[LENS]
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=exif, **({"xmp": xmp} if xmp else {}))
    return out.getvalue()


def heic(picture: Image.Image) -> bytes:
    """As phones save it."""
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    picture.save(out, "HEIF", quality=70)
    return out.getvalue()


def moving_gif() -> bytes:
    """Twelve frames of a square that wanders."""
    frames = []
    for step in range(12):
        frame = Image.new("RGB", (240, 160), (40, 70, 120))
        frame.paste((240, 190, 60), (step * 16, 50, step * 16 + 50, 100))
        frames.append(frame)
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)
    return out.getvalue()


@functools.cache
def video(seconds: int = 6) -> bytes:
    """H.264 in MP4 with a key frame a second, so that it can be sought."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        source = f"testsrc2=size=640x360:rate=25:duration={seconds}"
        subprocess.run(
            [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p",
             "-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-g", "25", "-movflags", "+faststart",
             "-metadata", "creation_time=2023-06-10T14:00:00Z", str(path)],
            check=True,
        )  # fmt: skip
        return path.read_bytes()


def upload(name: str, buffer: bytes, mime: str = "image/jpeg") -> Upload:
    return {"name": name, "mimeType": mime, "buffer": buffer}


def cropped(name: str, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """A part of a photograph, in shares of its size: another picture of the same thing."""
    picture = photograph(name)
    width, height = picture.size
    return picture.crop((int(left * width), int(top * height), int(right * width), int(bottom * height)))


@functools.cache
def holiday() -> tuple[Upload, ...]:
    """Real pictures of several years in several formats. No name says what is to be seen."""
    dated = [
        ("astronaut", "2024:07:04 10:12:00"), ("chelsea", "2024:07:04 18:22:01"), ("coffee", "2024:07:03 08:30:10"),
        ("rocket", "2023:12:24 17:00:00"), ("china", "2023:05:02 11:00:00"), ("flower", "2023:05:01 12:40:00"),
        ("hubble_deep_field", "2022:08:14 23:10:00"),
    ]  # fmt: skip
    files = [upload(f"IMG_{1000 + n}.jpg", jpeg(photograph(name), taken)) for n, (name, taken) in enumerate(dated)]
    parts = [
        ("china", (0, 0, 0.6, 0.8), "2023:05:02 11:05:00"), ("china", (0.4, 0.2, 1, 1), "2023:05:02 11:09:00"),
        ("flower", (0.1, 0, 0.9, 0.8), "2023:05:01 12:41:00"), ("coffee", (0.1, 0.1, 0.9, 1), "2024:07:03 08:31:00"),
        ("rocket", (0.2, 0, 0.9, 0.9), "2023:12:24 17:01:00"),
    ]  # fmt: skip
    files += [
        upload(f"IMG_{2000 + n}.jpg", jpeg(cropped(name, *box), taken)) for n, (name, box, taken) in enumerate(parts)
    ]
    return (
        *files,
        upload("IMG_3000.HEIC", heic(cropped("rocket", 0, 0.3, 1, 1)), "image/heic"),
        upload("dance.gif", moving_gif(), "image/gif"),
        upload("VID_20230610_140000.mp4", video(), "video/mp4"),
    )


def refused() -> tuple[Upload, ...]:
    """What is no picture, whatever it is called."""
    return (
        upload("letter.jpg", b"Dear all,\nthis is only text that somebody renamed.\n" * 40),
        upload("empty.jpg", b""),
    )


SCRIPT = "<script>alert(1)</script>"
IMAGE_TRICK = '"><img src=x onerror=alert(2)>'
HOSTILE_XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{script}title</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{trick}description</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag><rdf:li>{script}keyword</rdf:li><rdf:li>javascript:alert(3)</rdf:li></rdf:Bag></dc:subject>
<photoshop:City>{trick}city</photoshop:City>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def hostile() -> tuple[Upload, ...]:
    """Pictures whose names and metadata try to become markup, to mislead, or to break the layout."""
    xmp = HOSTILE_XMP.format(script=escaped(SCRIPT), trick=escaped(IMAGE_TRICK)).encode()
    texts = {
        DESCRIPTION: SCRIPT + "description", MAKE: IMAGE_TRICK, MODEL: SCRIPT + "model", ARTIST: SCRIPT,
        SOFTWARE: IMAGE_TRICK, LENS: SCRIPT + "lens",
    }  # fmt: skip
    names = (
        "<img src=x onerror=alert(4)>.jpg",
        "';alert(5)<script>alert(6)<.jpg",
        "holiday\u202egpj.exe.jpg",
        "🎉👩‍🚀🏖️ 👨‍👩‍👧‍👦.jpg",
        "long " + "w" * 246 + ".jpg",
    )
    boxes = ((0, 0, 1, 1), (0, 0, 0.9, 1), (0.1, 0, 1, 1), (0, 0, 1, 0.9), (0, 0.1, 1, 1))
    return tuple(
        upload(name, jpeg(cropped("chelsea", *box), f"2021:03:0{n + 1} 12:00:00", texts=texts, xmp=xmp))
        for n, (name, box) in enumerate(zip(names, boxes, strict=True))
    )


def many(count: int) -> tuple[Upload, ...]:
    """Photographs that differ, large enough to keep a worker busy for a while."""
    names = ("astronaut", "coffee", "china", "flower", "rocket")
    files = []
    for n in range(count):
        share = 0.02 * (n // len(names))
        picture = cropped(names[n % len(names)], share, share, 1, 1).resize((2400, 1800))
        files.append(upload(f"DSC_{n:04}.jpg", jpeg(picture, f"2020:{1 + n % 12:02}:11 09:{n % 60:02}:00")))
    return tuple(files)
