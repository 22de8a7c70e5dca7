"""Putting CLIP packs into the models folder and taking them out: fetch, describe, check, place."""
