"""Fences that a decoder process puts around itself before it touches a picture; none of them needs root."""

from __future__ import annotations

import ctypes
import os
import resource
import sys

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446
_LANDLOCK_ALL_OF_VERSION_1 = (1 << 13) - 1
"""Execute, read, write, list, make and remove files: everything that Linux 5.13 can forbid."""


def limit_resources(memory_bytes: int) -> list[str]:
    """Address space, file size, open files, processes, core dumps. Returns the names of the limits that took."""
    limits = {
        "memory": (resource.RLIMIT_AS, memory_bytes),
        "core": (resource.RLIMIT_CORE, 0),
        "files": (resource.RLIMIT_NOFILE, 64),
        "file_size": (resource.RLIMIT_FSIZE, memory_bytes),
    }
    taken = []
    for name, (kind, value) in limits.items():
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS knows no RLIMIT_AS; the parent's time limit still holds
            continue
        taken.append(name)
    return taken


def limit_cpu(seconds: float) -> None:
    """From now on at most so many more CPU seconds, rounded up; then the kernel ends this process (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def leave_network() -> list[str]:
    """Move into a network namespace without any interface. Works where user namespaces are allowed."""
    if not sys.platform.startswith("linux"):
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET):
        if libc.unshare(flags) == 0:
            return ["network"]
    return []


def leave_files() -> list[str]:
    """Landlock without any rule: no path can be opened any more, only the files that the parent hands over.

    Everything that is imported later must have been imported before.
    """
    if not sys.platform.startswith("linux"):
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return []
    handled = ctypes.c_uint64(_LANDLOCK_ALL_OF_VERSION_1)
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, ctypes.byref(handled), ctypes.sizeof(handled), 0)
    if ruleset < 0:
        return []
    try:
        return ["files"] if libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0 else []
    finally:
        os.close(ruleset)
