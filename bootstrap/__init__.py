"""Brings a fresh clone to life with nothing but the standard library: see `make help`."""
