"""File names in headers: what strangers called their photos, written so that no header and no screen breaks."""

from __future__ import annotations

import re
from urllib.parse import quote

from photonest.assets.filenames import clean_filename

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()+-]")


def disposition(kind: str, filename: str) -> str:
    """A ``Content-Disposition`` value (RFC 6266): a plain ASCII name and the real one as RFC 5987 UTF-8.

    `kind` is ``attachment`` or ``inline``. Control and direction-override characters are dropped.
    """
    name = clean_filename(filename)
    plain = _NOT_PLAIN.sub("_", name)[:150].strip() or "photo"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
