"""Hard parts of a query as exact SQL, one condition a part, for `access.visible_assets` to be filtered by."""

from __future__ import annotations

from photonest.search.constraints.asking import Asker
from photonest.search.constraints.door import condition_of, constrain

__all__ = ["Asker", "condition_of", "constrain"]
