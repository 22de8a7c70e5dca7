"""Bytes: names derived from content, and the one door to where they lie."""
