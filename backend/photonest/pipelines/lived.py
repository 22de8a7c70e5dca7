"""What belongs to no event and no memory: copies without a date of their own, and pictures of nothing lived."""

from __future__ import annotations

WITHOUT_DATE = {"file_time"}
"""Sources of a date that say when a file was copied, not when a photo was taken."""
NOT_LIVED = ("screenshot", "document")
"""Kinds of pictures that belong to no event."""
