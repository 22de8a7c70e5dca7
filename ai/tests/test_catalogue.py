"""The catalogue of weights says everything that an installation and the models page need."""

from __future__ import annotations

import importlib
import json

import pytest

from photonest_ai.runtime.catalogue import catalogue, parse, table_bytes

MODELS = sorted(catalogue().models)


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_converter_a_licence_and_a_notice(name: str) -> None:
    entry = catalogue().models[name]
    module = importlib.import_module(f"photonest_ai.weights.convert.{entry.converter}")
    assert callable(module.convert)
    assert callable(module.verify)
    assert entry.licence_code
    assert entry.licence_weights
    assert entry.notice
    assert entry.role.endswith(".")
    assert catalogue().source(name)
    assert entry.outputs
    for table in entry.tables:
        assert table_bytes(table)


def test_archives_are_pinned_by_version_hash_and_size() -> None:
    for archive in catalogue().archives.values():
        assert archive.index in {"pip", "npm"}
        assert archive.version in archive.file
        assert archive.size_bytes > 0


def entry(**changes: object) -> str:
    """A catalogue of one archive and one model, as TOML."""
    values = {"sha": "a" * 64, "archive": "box", "needs": "[]"} | changes
    return f"""
[[archive]]
id = "box"
index = "pip"
package = "box"
version = "1"
file = "box-1.whl"
sha256 = "{values["sha"]}"
size_bytes = 1
[[model]]
id = "m"
version = "1"
task = "t"
role = "r"
converter = "as_is"
converter_version = 1
outputs = ["x"]
needs = {values["needs"]}
licence_code = "MIT"
licence_weights = "MIT"
notice = "n"
[[model.member]]
archive = "{values["archive"]}"
path = "x"
sha256 = "{"b" * 64}"
"""


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [({"sha": "abc"}, "not a SHA-256"), ({"archive": "other"}, "nobody describes"), ({"needs": '["ghost"]'}, "ghost")],
)
def test_a_catalogue_with_a_hole_is_refused(changes: dict[str, object], complaint: str) -> None:
    assert parse(entry()).models["m"].name == "m@1"
    with pytest.raises(ValueError, match=complaint):
        parse(entry(**changes))


def test_the_label_table_has_a_thousand_classes_with_unique_lower_case_names() -> None:
    document = json.loads(table_bytes("labels.json"))
    names = [row["name"] for row in document["labels"]]
    assert len(set(names)) == 1000
    assert all(name == name.lower() for name in names)
    assert [row["id"] for row in document["labels"]] == sorted(row["id"] for row in document["labels"])
    assert "Princeton University" in document["notice"]


def test_the_object_table_has_the_eighty_classes_in_order() -> None:
    names = [row["name"] for row in json.loads(table_bytes("objects.json"))["objects"]]
    assert (len(set(names)), names[0], names[16], names[79]) == (80, "person", "dog", "toothbrush")


def test_everyday_words_belong_to_tags_that_exist() -> None:
    known = {row["name"] for row in json.loads(table_bytes("labels.json"))["labels"]}
    known |= {row["name"] for row in json.loads(table_bytes("objects.json"))["objects"]}
    everyday = json.loads(table_bytes("everyday.json"))
    assert set(everyday["words"]) | set(everyday["false_friends"]) <= known
