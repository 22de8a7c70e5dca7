"""Settings come from the environment; nonsense is refused with the name of the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from photonest_ai.errors import SettingWrong
from photonest_ai.settings import from_environment

GOOD = {"PHOTONEST_AI_MODELS": "/models"}


def test_only_the_models_folder_is_required() -> None:
    found = from_environment(GOOD)
    assert (found.models, found.secret, found.shared_dir, found.objects) == (Path("/models"), "", None, True)
    assert found.threads >= 1
    with pytest.raises(SettingWrong, match="PHOTONEST_AI_MODELS"):
        from_environment({})


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    assert from_environment(GOOD | {"PHOTONEST_AI_SECRET_FILE": str(tmp_path / "secret")}).secret == "hush"
    (tmp_path / "empty").write_text("\n")
    for name in ("gone", "empty"):
        with pytest.raises(SettingWrong, match="PHOTONEST_AI_SECRET_FILE"):
            from_environment(GOOD | {"PHOTONEST_AI_SECRET_FILE": str(tmp_path / name)})


@pytest.mark.parametrize(("text", "expected"), [("off", False), ("0", False), ("ON", True), ("yes", True), ("", True)])
def test_objects_is_a_switch(text: str, expected: bool) -> None:
    assert from_environment(GOOD | {"PHOTONEST_AI_OBJECTS": text}).objects is expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("OBJECTS", "maybe"),
        ("IDLE_UNLOAD_S", "-1"),
        ("IDLE_UNLOAD_S", "soon"),
        ("IDLE_UNLOAD_S", "nan"),
        ("THREADS", "0"),
        ("SHARED_DIR", "/no/such/folder"),
    ],
)
def test_nonsense_is_refused(name: str, text: str) -> None:
    with pytest.raises(SettingWrong, match=f"PHOTONEST_AI_{name}"):
        from_environment(GOOD | {f"PHOTONEST_AI_{name}": text})
