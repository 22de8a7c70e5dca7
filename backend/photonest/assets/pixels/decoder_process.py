"""One fenced decoder as its parent sees it: start, ask, time-out, kill."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import photonest
from photonest.assets.errors import DecoderBusy, DecodeTimedOut

START_S = 30.0
"""A decoder that has not said hello by then will not; importing its libraries takes 0.5 s on an idle machine."""

MAX_REPLY_BYTES = 64 * 1024 * 1024
"""A preview and a tile are under 3 MB; more than this is not an honest answer."""

STARVED_SHARE = 0.5
"""Used less than this share of its time-out as CPU time: the machine was busy, not the picture hard."""


class ChildGone(Exception):
    """The decoder ended. `saw_the_picture`: it did so while working on one."""

    def __init__(self, message: str, *, saw_the_picture: bool) -> None:
        super().__init__(message)
        self.saw_the_picture = saw_the_picture


@dataclass(frozen=True, slots=True)
class Reply:
    """Plain facts, and the binary parts in the order: preview, tile, thumbhash."""

    facts: dict[str, Any]
    parts: tuple[bytes, ...]


class DecoderProcess:
    """Owns one child process and the socket to it. Used by one thread at a time."""

    def __init__(self, *, memory_bytes: int, idle_s: float) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable, "-P", "-s", "-m", "photonest.assets.pixels.decoder_child",
                    str(theirs.fileno()), str(memory_bytes), str(idle_s),
                ],
                cwd="/",
                env=_environment(),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        self._socket = ours
        self._answers = 0
        try:
            self.fences = self._receive(START_S).facts["fences"]
        except (ChildGone, TimeoutError, KeyError) as error:
            self.kill()
            raise DecoderBusy("The picture decoder did not start.") from error

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def decode(
        self, original: BinaryIO, buffer: BinaryIO | None, format_name: str, deadline_s: float, least_px: int
    ) -> Reply:
        """Send one or two open files (picture in, RGB out) and wait for the answer.

        Raises `ChildGone`, `DecodeTimedOut`, `DecoderBusy`; after each of them this process is dead.
        """
        request = json.dumps({"format": format_name, "deadline_s": deadline_s, "least_px": least_px}).encode()
        cpu_before = self._cpu_s()
        try:
            files = [file.fileno() for file in (original, buffer) if file is not None]
            socket.send_fds(self._socket, [struct.pack(">I", len(request)) + request], files)
        except OSError as error:
            self.kill()
            raise ChildGone("the decoder had ended", saw_the_picture=False) from error
        try:
            reply = self._receive(deadline_s)
        except TimeoutError:
            used = self._cpu_s() - cpu_before
            self.kill()
            if used < STARVED_SHARE * deadline_s:
                raise DecoderBusy(cpu_s=round(used, 2)) from None
            raise DecodeTimedOut(f"Decoding took longer than {deadline_s:g} seconds and was stopped.") from None
        except (ChildGone, DecodeTimedOut):
            self.kill()
            raise
        self._answers += 1
        return reply

    def kill(self) -> None:
        """End the process now. Never raises, may be called twice."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._socket.close()

    def _receive(self, timeout_s: float) -> Reply:
        until = time.monotonic() + timeout_s
        (length,) = struct.unpack(">I", self._read(4, until))
        if length > MAX_REPLY_BYTES:
            raise ChildGone("the answer was too long", saw_the_picture=True)
        try:
            facts = json.loads(self._read(length, until))
            sizes = [int(size) for size in facts["parts"]]
        except (ValueError, KeyError, TypeError) as error:
            raise ChildGone("the answer was not readable", saw_the_picture=True) from error
        if any(size < 0 for size in sizes) or sum(sizes) > MAX_REPLY_BYTES:
            raise ChildGone("the answer was too long", saw_the_picture=True)
        return Reply(facts, tuple(self._read(size, until) for size in sizes))

    def _read(self, size: int, until: float) -> bytes:
        chunks = bytearray()
        while len(chunks) < size:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(left)
            try:
                chunk = self._socket.recv(min(size - len(chunks), 1 << 20))
            except ConnectionError:
                chunk = b""
            if not chunk:
                raise self._how_it_ended()
            chunks += chunk
        return bytes(chunks)

    def _how_it_ended(self) -> Exception:
        code = self._process.wait()
        if code == 0 and self._answers:  # it left on its own, idle for long enough, as the request was sent
            return ChildGone("the decoder had ended", saw_the_picture=False)
        if code == -signal.SIGXCPU:
            return DecodeTimedOut("Decoding used more processor time than a picture may.")
        name = signal.Signals(-code).name if code < 0 else f"exit {code}"
        return ChildGone(f"the decoder ended with {name}", saw_the_picture=True)

    def _cpu_s(self) -> float:
        """CPU seconds used so far; where the system does not tell (no /proc), the clock: then nobody is starved."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _environment() -> dict[str, str]:
    """Only what the child needs: no secret of ours is in it."""
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(photonest.__file__).resolve().parents[1]),
        "LANG": "C.UTF-8",
        # One picture, one thread: the pool is what fills the cores, and thread pools eat address space.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        # Give freed big blocks back at once, so an idle decoder is small again.
        "MALLOC_TRIM_THRESHOLD_": "33554432",
        "MALLOC_MMAP_THRESHOLD_": "33554432",
    }
