"""Photos and users are locked as for a deletion only where something is deleted.

Any row that points at a photo or a user has to wait for such a lock, and what waits for that row waits, too: an import
behind a grouping of faces, or two walks for each other.
"""

from __future__ import annotations

import re
from pathlib import Path

import photonest

SOURCE = Path(photonest.__file__).parent
DELETES = {"assets/trash.py"}
TOO_STRONG = re.compile(
    r"(?:Asset|User)\.objects[^;]{0,200}?\.select_for_update\((?!.{0,30}no_key=True)|assets_asset[^;]{0,300}?FOR UPDATE"
)


def test_no_photo_or_user_is_locked_more_than_is_needed() -> None:
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts and TOO_STRONG.search(file.read_text("utf-8"))
    }
    assert found == DELETES
