"""Walks across slices, one file each, steps in reading order."""
