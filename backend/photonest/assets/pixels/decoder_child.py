"""The fenced child: receives an open picture and an empty file, answers with everything made of its pixels.

Started by `decoder_process`, never imported by it. Ends when its parent goes or when idle for long enough.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import socket
import struct
import sys
from typing import Any

from photonest.assets.pixels import decoder_fence


def main(socket_fd: int, memory_bytes: int, idle_s: float) -> None:
    connection = socket.socket(fileno=socket_fd)
    fences = decoder_fence.leave_network()
    from photonest.assets.pixels.products import make_products, preload

    preload()
    fences += decoder_fence.limit_resources(memory_bytes) + decoder_fence.leave_files()
    _send(connection, {"fences": fences}, [])
    while True:
        connection.settimeout(idle_s)
        try:
            request = _receive(connection)
        except TimeoutError:
            return
        if request is None:
            return
        wanted, original, *shared = request
        buffer = shared[0] if shared else None
        connection.settimeout(None)
        decoder_fence.limit_cpu(float(wanted["deadline_s"]))
        try:
            facts, parts = _answer(wanted, original, buffer, make_products)
        finally:
            for file in (original, *shared):
                os.close(file)
        _send(connection, facts, parts)


def _answer(
    wanted: dict[str, Any], original: int, buffer: int | None, make_products: Any
) -> tuple[dict[str, Any], list[bytes]]:
    from photonest.assets.errors import CorruptImage, TooLarge
    from photonest.core.errors import PhotoNestError

    try:
        if os.fstat(original).st_size == 0:  # nothing to map
            raise CorruptImage("The file is empty.")
        # Not closed by hand: an error may still hold arrays that look into it. It goes with the last of them.
        data = memoryview(mmap.mmap(original, 0, access=mmap.ACCESS_READ))
        facts, parts = make_products(data, wanted["format"], buffer, wanted["least_px"])
    except PhotoNestError as error:
        return _refusal(error), []
    except MemoryError:
        return _refusal(TooLarge()), []
    except (ImportError, PermissionError):
        raise  # our fault, not the picture's: something was not loaded before the fences closed
    except Exception as error:  # noqa: BLE001  every library has its own way to say "damaged", in words not written for users
        return {**_refusal(CorruptImage()), "cause": repr(error)}, []
    return facts, parts


def _refusal(error: Any) -> dict[str, Any]:
    return {"error": error.code, "message": error.message}


def _receive(connection: socket.socket) -> tuple[Any, ...] | None:
    """The request and the one or two files that came with it; None when the parent went."""
    head, fds, _, _ = socket.recv_fds(connection, 4096, 2)
    if not head:
        return None
    (length,) = struct.unpack(">I", head[:4])
    body = head[4:]
    while len(body) < length:
        body += connection.recv(4096)
    return json.loads(body), *fds


def _send(connection: socket.socket, facts: dict[str, Any], parts: list[bytes]) -> None:
    message = json.dumps({**facts, "parts": [len(part) for part in parts]}).encode()
    connection.sendall(b"".join([struct.pack(">I", len(message)), message, *parts]))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the parent went: nobody to answer
        main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
