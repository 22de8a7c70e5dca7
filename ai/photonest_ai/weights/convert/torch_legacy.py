"""Reading the legacy torch file format without torch, by a closed-list unpickler: tensors, ordered dicts, nothing else.

Layout: three pickles (magic, protocol, system), the object, the list of storage keys, then per storage a
little-endian int64 count and the raw numbers.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

MAGIC = 0x1950A86A20F9469CFC6C
STORAGES = {
    "FloatStorage": np.dtype("<f4"),
    "HalfStorage": np.dtype("<f2"),
    "DoubleStorage": np.dtype("<f8"),
    "LongStorage": np.dtype("<i8"),
    "IntStorage": np.dtype("<i4"),
    "ByteStorage": np.dtype("u1"),
}


class _Pending:
    """A tensor whose numbers come later in the file."""

    def __init__(self, key: str, dtype: np.dtype[Any], offset: int, shape: tuple[int, ...], strides: tuple[int, ...]):
        self.key, self.dtype, self.offset, self.shape, self.strides = key, dtype, offset, shape, strides

    def resolve(self, storages: dict[str, np.ndarray]) -> np.ndarray:
        flat = storages[self.key]
        last = self.offset + sum((n - 1) * s for n, s in zip(self.shape, self.strides, strict=True) if n)
        if self.offset < 0 or min(self.strides, default=0) < 0 or last >= max(flat.size, 1):
            raise pickle.UnpicklingError("a tensor reaches outside its storage")
        steps = tuple(s * flat.itemsize for s in self.strides)
        view = np.lib.stride_tricks.as_strided(flat[self.offset :], self.shape, steps, writeable=False)
        return np.ascontiguousarray(view)


def _rebuild_tensor(
    storage: tuple[str, np.dtype[Any]], offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _Pending:
    return _Pending(storage[0], storage[1], int(offset), tuple(shape), tuple(strides))


def _rebuild_parameter(tensor: _Pending, *_: object) -> _Pending:
    return tensor


class ClosedUnpickler(pickle.Unpickler):
    """Answers only the names below; everything else raises ``UnpicklingError``."""

    _ALLOWED: dict[tuple[str, str], Any] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor"): _rebuild_tensor,
        ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
        ("torch._utils", "_rebuild_parameter"): _rebuild_parameter,
        **{("torch", name): dtype for name, dtype in STORAGES.items()},
    }

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self._ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"a weight file may not contain {module}.{name}") from None

    def persistent_load(self, pid: Any) -> tuple[str, np.dtype[Any]]:
        if not (isinstance(pid, tuple) and len(pid) >= 3 and pid[0] == "storage" and isinstance(pid[1], np.dtype)):
            raise pickle.UnpicklingError("unknown kind of persistent id")
        return str(pid[2]), pid[1]


def load(path: Path) -> dict[str, np.ndarray]:
    """State dict of a legacy torch file: name -> array. Raises ``ValueError`` for anything else."""
    with path.open("rb") as stream:
        try:
            if ClosedUnpickler(stream).load() != MAGIC:
                raise pickle.UnpicklingError("not a legacy torch file")
            for _ in ("protocol", "system"):
                ClosedUnpickler(stream).load()
            state = ClosedUnpickler(stream).load()
            pending = {name: value for name, value in state.items() if isinstance(value, _Pending)}
            types = {value.key: value.dtype for value in pending.values()}
            storages = _read_storages(stream, ClosedUnpickler(stream).load(), types)
            return {name: value.resolve(storages) for name, value in pending.items()}
        except (pickle.UnpicklingError, EOFError, AttributeError, TypeError, KeyError) as error:
            raise ValueError(f"{path.name}: {error}") from error


def _read_storages(stream: BinaryIO, keys: list[str], types: dict[str, np.dtype[Any]]) -> dict[str, np.ndarray]:
    storages = {}
    for key in keys:
        count = int.from_bytes(stream.read(8), "little", signed=True)
        size = count * types[key].itemsize
        raw = stream.read(size) if size >= 0 else b""
        if len(raw) != size:
            raise EOFError("the file ends inside a storage")
        storages[key] = np.frombuffer(raw, types[key])
    return storages
