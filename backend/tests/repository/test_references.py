"""Every setting, endpoint and error code is documented, and nothing is documented that does not exist."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import photonest
from photonest.api.application import make_api
from photonest.api.openapi import document
from photonest.api.schema import rendered
from photonest.core.errors import PhotoNestError

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "docs" / "reference"


def source_files() -> Iterator[Path]:
    for folder in (ROOT / "backend" / "photonest", ROOT / "ai" / "photonest_ai"):
        yield from folder.rglob("*.py")


@cache
def settings_read() -> frozenset[str]:
    """Names of environment variables that our code reads."""
    names: set[str] = set()
    for file in source_files():
        text = file.read_text(encoding="utf-8")
        ours = r"(PHOTONEST_\w+|DATABASE_URL)"
        names |= set(re.findall(rf'\benv\.\w+\(\s*"{ours}"', text))
        names |= set(re.findall(rf'environ(?:\.get\(|\.pop\(|\[)\s*"{ours}"', text))
        if file.name == "settings.py" and "photonest_ai" in str(file):
            names |= {f"PHOTONEST_AI_{found}" for found in re.findall(r"\{PREFIX\}([A-Z_]+)", text)}
            names |= {f"PHOTONEST_AI_{found}" for found in re.findall(r'_(?:switch|number)\(environ, "(\w+)"', text)}
    return frozenset(name.removesuffix("_FILE") for name in names)


def documented(file: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (REFERENCE / file).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_is_documented_and_no_other() -> None:
    assert {"PHOTONEST_DATA", "DATABASE_URL", "PHOTONEST_AI_MODELS"} <= settings_read()
    assert documented("settings.md", r"^\| `(PHOTONEST_\w+|DATABASE_URL)`") == settings_read()


def test_every_endpoint_is_documented_and_no_other() -> None:
    operations = {
        f"{method.upper()} {path}" for path, methods in document(make_api())["paths"].items() for method in methods
    }
    assert documented("api.md", r"^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`?]+)") == operations


@cache
def errors() -> frozenset[type[PhotoNestError]]:
    for module in pkgutil.walk_packages(photonest.__path__, "photonest."):
        if not re.search(r"\.(migrations|__main__)\b", module.name):
            importlib.import_module(module.name)

    def below(kind: type[PhotoNestError]) -> Iterator[type[PhotoNestError]]:
        for sub in kind.__subclasses__():
            yield sub
            yield from below(sub)

    return frozenset(kind for kind in below(PhotoNestError) if kind.__module__.startswith("photonest."))


def test_every_error_code_is_documented_with_its_status_and_no_other() -> None:
    codes = {(kind.code, str(kind.status)) for kind in errors() if "code" in vars(kind)} | {("internal", "500")}
    found = set(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", (REFERENCE / "errors.md").read_text("utf-8"), re.MULTILINE))
    assert found == codes


def test_every_error_tells_people_something_in_a_sentence() -> None:
    for kind in errors():
        message = kind().message
        assert kind.__doc__, kind
        assert re.match(r"[A-Z`\"]", message), (kind, message)
        assert message.endswith((".", "?")), (kind, message)
        assert len(message) >= 20, (kind, message)


def test_two_errors_with_one_code_mean_the_same_status_and_permanence() -> None:
    meanings: dict[str, set[tuple[int, bool]]] = {}
    for kind in errors():
        meanings.setdefault(kind.code, set()).add((kind.status, kind.permanent))
    assert {code: found for code, found in meanings.items() if len(found) > 1} == {}


def test_the_committed_openapi_document_is_up_to_date() -> None:
    committed = (REFERENCE / "openapi.json").read_text(encoding="utf-8")
    assert committed == rendered(), "run: python -m photonest.api.schema > docs/reference/openapi.json (in backend/)"


@pytest.mark.parametrize("route", [("/api/uploads", "put"), ("/media/{asset_id}/tile", "get"), ("/readyz", "get")])
def test_routes_beside_the_framework_are_in_the_document_too(route: tuple[str, str]) -> None:
    assert route[1] in document(make_api())["paths"][route[0]]


def test_operation_names_are_unique() -> None:
    names = [
        operation["operationId"] for methods in document(make_api())["paths"].values() for operation in methods.values()
    ]
    assert len(names) == len(set(names))
