"""The legacy torch reader takes tensors and nothing else."""

from __future__ import annotations

import io
import os
import pickle
import sys
import types
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photonest_ai.weights.convert import torch_legacy


class _Storage:
    def __init__(self, key: str, data: np.ndarray) -> None:
        self.key, self.data = key, data


def write_file(path: Path, state: Any, storages: list[_Storage], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file as old torch wrote it; torch itself is not needed, only its names."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")

    class FloatStorage:
        pass

    def _rebuild_tensor_v2() -> None:
        raise AssertionError("never called while writing")

    FloatStorage.__module__, FloatStorage.__qualname__ = "torch", "FloatStorage"
    _rebuild_tensor_v2.__module__, _rebuild_tensor_v2.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    torch.FloatStorage, torch._utils, utils._rebuild_tensor_v2 = FloatStorage, utils, _rebuild_tensor_v2  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch._utils", utils)

    class Tensor:
        def __init__(self, storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> None:
            self.parts = (storage, offset, shape, strides)

        def __reduce__(self) -> tuple[Any, ...]:
            return _rebuild_tensor_v2, (*self.parts, False, OrderedDict())

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: Any) -> Any:
            return ("storage", FloatStorage, obj.key, "cpu", obj.data.size) if isinstance(obj, _Storage) else None

    made = OrderedDict((n, Tensor(*v) if isinstance(v, tuple) else v) for n, v in state.items())
    out = io.BytesIO()
    for value in (torch_legacy.MAGIC, 1001, {"little_endian": True}):
        pickle.dump(value, out, protocol=2)
    Pickler(out, protocol=2).dump(made)
    pickle.dump([s.key for s in storages], out, protocol=2)
    for storage in storages:
        out.write(storage.data.size.to_bytes(8, "little") + storage.data.astype("<f4").tobytes())
    path.write_bytes(out.getvalue())


def test_tensors_come_back_with_offset_and_stride(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = _Storage("0", np.arange(12, dtype=np.float32))
    state = {
        "a": (storage, 0, (3, 4), (4, 1)),
        "turned": (storage, 0, (4, 3), (1, 4)),
        "tail": (storage, 10, (2,), (1,)),
    }
    write_file(tmp_path / "w.pth", state, [storage], monkeypatch)
    found = torch_legacy.load(tmp_path / "w.pth")
    np.testing.assert_array_equal(found["a"], np.arange(12).reshape(3, 4))
    np.testing.assert_array_equal(found["turned"], np.arange(12).reshape(3, 4).T)
    np.testing.assert_array_equal(found["tail"], [10, 11])


def test_a_tensor_that_reaches_outside_its_storage_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = _Storage("0", np.arange(4, dtype=np.float32))
    write_file(tmp_path / "w.pth", {"a": (storage, 2, (3,), (1,))}, [storage], monkeypatch)
    with pytest.raises(ValueError, match="outside its storage"):
        torch_legacy.load(tmp_path / "w.pth")


def test_a_file_that_ends_early_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = _Storage("0", np.arange(4, dtype=np.float32))
    write_file(tmp_path / "w.pth", {"a": (storage, 0, (4,), (1,))}, [storage], monkeypatch)
    whole = (tmp_path / "w.pth").read_bytes()
    for length in (0, 3, 40, len(whole) - 1):
        (tmp_path / "cut.pth").write_bytes(whole[:length])
        with pytest.raises(ValueError, match=r"cut\.pth"):
            torch_legacy.load(tmp_path / "cut.pth")


class _Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(_Evil.target),)

    target: Path


@pytest.mark.parametrize("where", ["magic", "state"])
def test_no_other_class_is_ever_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    _Evil.target = tmp_path / "made-by-a-weight-file"
    if where == "magic":
        (tmp_path / "w.pth").write_bytes(pickle.dumps(_Evil(), protocol=2))
    else:
        write_file(tmp_path / "w.pth", {"a": _Evil()}, [], monkeypatch)
    with pytest.raises(ValueError, match="may not contain"):
        torch_legacy.load(tmp_path / "w.pth")
    assert not _Evil.target.exists()
