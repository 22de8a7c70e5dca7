"""Names of stored files, derived from content: the same bytes always have the same name, whatever they were called."""

from __future__ import annotations


def original(sha256: bytes) -> str:
    """Where an original lies. `sha256` is the 32-byte digest; originals never move or change."""
    return f"originals/{_spread(sha256)}"


def preview(sha256: bytes, version: int) -> str:
    """The 1440 px JPEG made by `version` of the rendition step."""
    return f"renditions/{_spread(sha256)}-preview-{version}.jpg"


def tile(sha256: bytes, version: int) -> str:
    """The 250 px JPEG made by `version` of the rendition step."""
    return f"renditions/{_spread(sha256)}-tile-{version}.jpg"


def _spread(sha256: bytes) -> str:
    # Two levels of 256 folders keep each folder under a few thousand entries up to some 100 million files.
    digest = sha256.hex()
    if len(digest) != 64:
        raise ValueError("a SHA-256 digest has 32 bytes")
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
