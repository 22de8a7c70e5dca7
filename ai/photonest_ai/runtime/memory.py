"""Memory of the C heap: keep it while pictures come, give it back when they stop."""

from __future__ import annotations

import ctypes
import functools
import gc

M_TRIM_THRESHOLD, M_MMAP_MAX, M_ARENA_MAX = -1, -4, -8  # malloc.h


@functools.cache
def _libc() -> ctypes.CDLL | None:
    """glibc, where there is one."""
    try:
        libc = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return libc if hasattr(libc, "malloc_trim") else None


def prepare_heap() -> None:
    """One heap for all threads that keeps what a net needed until `give_back`.

    By default every tensor of some MB is mapped and unmapped on each run: YuNet 22 ms instead of 15, CenterNet's large
    run, whose tensors onnxruntime plans as one block of 40 MB, 44 instead of 27, measured. With
    onnxruntime's own arena nothing ever comes back: 363 MB with all models loaded, 239 MB so (2 cores, x86-64).
    """
    libc = _libc()
    if libc is not None:
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_MMAP_MAX, 0)
        libc.mallopt(M_TRIM_THRESHOLD, 512 << 20)


def give_back() -> None:
    """Collect garbage, then return free pages to the system (glibc; elsewhere the collection alone)."""
    gc.collect()
    libc = _libc()
    if libc is not None:
        libc.malloc_trim(0)
