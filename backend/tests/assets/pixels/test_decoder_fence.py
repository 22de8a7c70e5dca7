"""The decoder is a separate, fenced process: what it cannot do, how it ends, and what its parent does then."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.assets.picture_files import encoded, png_bomb, quarters, texture

from photonest.assets.errors import DecoderBusy, DecoderCrashed, DecodeTimedOut, TooLarge
from photonest.assets.formats import FORMATS, Kind
from photonest.assets.pixels import decoding
from photonest.assets.pixels.decoder_process import DecoderProcess
from photonest.assets.pixels.decoding import DecoderPool, remove_abandoned_buffers
from photonest.core.errors import StorageFull

pytestmark = pytest.mark.timeout(120)

PNG = FORMATS["png"]


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[DecoderPool]:
    with DecoderPool(shared_folder=tmp_path / "shared", size=2) as pool:
        yield pool


def small() -> bytes:
    return encoded(quarters(64, 48), "PNG")


def the_idle_child(pool: DecoderPool) -> DecoderProcess:
    child = pool._idle.get_nowait()
    pool._idle.put(child)
    return child


def test_importing_the_pool_loads_no_picture_library() -> None:
    code = (
        "import sys, photonest.assets.pixels.decoding, photonest.assets.formats, photonest.assets.video;"
        "heavy = {'numpy', 'cv2', 'PIL', 'rawpy', 'simplejpeg', 'pi_heif', 'django'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(decoding.__file__).parents[3])}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def test_one_decoder_serves_many_pictures_and_no_decoder_is_started_before_the_first(pool: DecoderPool) -> None:
    assert pool._idle.empty()
    pids = set()
    for _ in range(5):
        pool.decode(small(), PNG).close()
        pids.add(the_idle_child(pool).pid)
    assert len(pids) == 1


def test_the_decoder_has_limits_and_nothing_of_our_environment(
    pool: DecoderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTONEST_SECRET_KEY", "do-not-tell")
    monkeypatch.setenv("DATABASE_URL", "do-not-tell")
    pool.decode(small(), PNG).close()
    child = the_idle_child(pool)
    assert {"memory", "core"} <= set(child.fences)
    if sys.platform != "linux":
        return
    process = Path(f"/proc/{child.pid}")
    assert re.search(rf"Max address space +{1536 * 1024 * 1024} ", (process / "limits").read_text())
    assert b"do-not-tell" not in (process / "environ").read_bytes()
    assert (process / "cwd").readlink() == Path("/")
    files = [str(fd.readlink()) for fd in (process / "fd").iterdir()]
    assert all(name == "/dev/null" or name.startswith("socket:") for name in files), files


FENCE_PROBE = """
import socket, sys
from photonest.assets.pixels import decoder_fence
fences = decoder_fence.leave_network() + decoder_fence.leave_files()
if "files" in fences:
    for path in ("/etc/passwd", sys.executable):
        try:
            open(path)
        except PermissionError:
            continue
        raise SystemExit("could open " + path)
    try:
        open("/tmp/photonest-must-not-appear", "w")
    except PermissionError:
        pass
    else:
        raise SystemExit("could write")
if "network" in fences:
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
    except OSError:
        pass
    else:
        raise SystemExit("could connect")
print(*fences)
"""


def test_behind_the_fences_neither_files_nor_network_can_be_reached() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        environment = {**os.environ, "PYTHONPATH": str(Path(decoding.__file__).parents[3])}
        result = subprocess.run(
            [sys.executable, "-c", FENCE_PROBE, str(server.getsockname()[1])],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert result.returncode == 0, result.stderr
    if not result.stdout.strip():
        pytest.skip("this system offers neither user namespaces nor Landlock")


def test_a_decoder_that_dies_is_replaced_and_the_picture_is_tried_again(pool: DecoderPool) -> None:
    pool.decode(small(), PNG).close()
    first = the_idle_child(pool)
    os.kill(first.pid, signal.SIGSEGV)
    first._process.wait()
    with pool.decode(small(), PNG) as photo:
        assert photo.width_px == 64
    assert the_idle_child(pool).pid != first.pid


def test_a_picture_that_kills_two_decoders_is_given_up(pool: DecoderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    send = decoding.DecoderProcess._receive

    def kill_while_decoding(self: DecoderProcess, timeout_s: float) -> object:
        if hasattr(self, "fences"):
            killed.append(self.pid)
            os.kill(self.pid, signal.SIGKILL)
        return send(self, timeout_s)

    monkeypatch.setattr(decoding.DecoderProcess, "_receive", kill_while_decoding)
    with pytest.raises(DecoderCrashed) as caught:
        pool.decode(encoded(texture(1600, 1200), "PNG"), PNG)
    assert caught.value.permanent
    assert "SIGKILL" in caught.value.details["cause"]
    assert len(set(killed)) == 2
    monkeypatch.undo()
    pool.decode(small(), PNG).close()


def test_a_picture_that_takes_too_long_is_stopped_and_the_next_one_works(pool: DecoderPool) -> None:
    slow = encoded(texture(1200, 900), "AVIF", speed=10)
    pool.decode(small(), PNG).close()
    first = the_idle_child(pool)
    with pytest.raises((DecodeTimedOut, DecoderBusy)):
        pool.decode(slow, FORMATS["avif"], deadline_s=0.001)
    assert not first.is_alive()
    pool.decode(small(), PNG).close()


def test_a_stopped_machine_is_not_blamed_on_the_picture(pool: DecoderPool) -> None:
    """A decoder that got no processor time is busy, and trying again may help."""
    pool.decode(small(), PNG).close()
    os.kill(the_idle_child(pool).pid, signal.SIGSTOP)
    with pytest.raises(DecoderBusy) as caught:
        pool.decode(small(), PNG, deadline_s=0.5)
    assert not caught.value.permanent


def test_processor_time_is_limited_by_the_kernel_too() -> None:
    code = "from photonest.assets.pixels.decoder_fence import limit_cpu\nlimit_cpu(0.1)\nwhile True: pass\n"
    environment = {**os.environ, "PYTHONPATH": str(Path(decoding.__file__).parents[3])}
    result = subprocess.run([sys.executable, "-c", code], env=environment, timeout=60, check=False)
    assert result.returncode == -signal.SIGXCPU


def test_a_picture_that_needs_more_memory_than_allowed_is_refused_and_the_next_one_works(tmp_path: Path) -> None:
    with DecoderPool(shared_folder=tmp_path / "shared", size=1, memory_bytes=450 * 1024 * 1024) as pool:
        with pytest.raises((TooLarge, DecoderCrashed)):
            pool.decode(png_bomb(14_000), PNG)  # 600 MB of address space
        pool.decode(small(), PNG).close()


def test_an_idle_decoder_ends_by_itself_and_the_next_picture_starts_another(tmp_path: Path) -> None:
    with DecoderPool(shared_folder=tmp_path / "shared", size=1, idle_s=0.2) as pool:
        pool.decode(small(), PNG).close()
        first = the_idle_child(pool)
        assert first._process.wait(timeout=30) == 0
        pool.decode(small(), PNG).close()
        assert the_idle_child(pool).pid != first.pid


def test_a_decoder_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = f"""
import sys, time
sys.path.insert(0, {str(Path(decoding.__file__).parents[3])!r})
from pathlib import Path
from photonest.assets.pixels.decoding import DecoderPool
from photonest.assets.formats import FORMATS
pool = DecoderPool(shared_folder=Path({str(tmp_path)!r}))
photo = pool.decode(Path({str(tmp_path)!r}, "p.png"), FORMATS["png"])
print(pool._idle.get().pid, photo.shared_path, flush=True)
time.sleep(600)
"""
    (tmp_path / "p.png").write_bytes(small())
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid, buffer = parent.stdout.readline().split()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]:
        assert time.monotonic() < until
        threading.Event().wait(0.05)
    # What it left behind is removed by the next pool of this folder.
    assert Path(buffer).exists()
    DecoderPool(shared_folder=tmp_path).close()
    assert not Path(buffer).exists()


def test_buffers_of_the_living_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / f"photonest-rgb-{os.getpid()}-abc"
    other = tmp_path / "something-else"
    for path in (mine, other):
        path.write_bytes(b"x")
    assert remove_abandoned_buffers(tmp_path) == 0
    assert mine.exists()
    assert other.exists()


def test_threads_share_the_pool_and_get_their_own_pictures(pool: DecoderPool) -> None:
    widths = range(40, 60)
    got: dict[int, int] = {}

    def work(width: int) -> None:
        with pool.decode(encoded(quarters(width, 40), "PNG"), PNG) as photo:
            got[width] = photo.width_px

    threads = [threading.Thread(target=work, args=(width,)) for width in widths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {width: width for width in widths}
    assert pool._idle.qsize() <= 2


def test_the_shared_folder_is_made_again_when_somebody_took_it_away(pool: DecoderPool) -> None:
    pool.decode(small(), PNG).close()
    pool.shared_folder.rmdir()
    pool.decode(small(), PNG).close()


def test_nothing_is_left_when_decoding_fails(pool: DecoderPool) -> None:
    with pytest.raises(Exception, match="damaged"):
        pool.decode(b"\x89PNG\r\n\x1a\n" + bytes(100), PNG)
    assert list(pool.shared_folder.iterdir()) == []


def test_without_sharing_no_buffer_is_made(pool: DecoderPool) -> None:
    photo = pool.decode(small(), PNG, share_pixels=False)
    assert (photo.width_px, photo.shared_path) == (64, None)
    assert list(pool.shared_folder.iterdir()) == []
    with pytest.raises(ValueError, match="without sharing"):
        photo.read_rgb()
    photo.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_shared_folder_is_not_blamed_on_the_picture(pool: DecoderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_buffer", lambda path: Path("/dev/full").open("wb"))  # noqa: SIM115
    with pytest.raises(StorageFull) as caught:
        pool.decode(small(), PNG)
    assert not caught.value.permanent


def test_a_closed_pool_ends_its_decoders_and_takes_no_more(tmp_path: Path) -> None:
    pool = DecoderPool(shared_folder=tmp_path, size=1)
    pool.decode(small(), PNG).close()
    child = the_idle_child(pool)
    pool.close()
    assert not child.is_alive()
    with pytest.raises(RuntimeError):
        pool.decode(small(), PNG)


def test_a_video_is_not_given_to_the_picture_decoder(pool: DecoderPool) -> None:
    assert FORMATS["mp4"].kind is Kind.VIDEO
    with pytest.raises(ValueError, match="poster"):
        pool.decode(b"anything", FORMATS["mp4"])


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"width_px": 10**9},
        {"width_px": "many"},
        {"mean_rgb": 7},
        {"error": "no_such_code", "message": "x" * 10_000},
    ],
)
def test_a_decoder_that_was_taken_over_cannot_mislead_its_parent(facts: dict[str, object], tmp_path: Path) -> None:
    from photonest.assets.errors import CorruptImage
    from photonest.assets.pixels.decoder_process import Reply

    honest: dict[str, object] = {
        "width_px": 2, "height_px": 2, "original_width_px": 2, "original_height_px": 2, "preview_width_px": 2,
        "preview_height_px": 2, "dhash": 0, "phash": 0, "mean_rgb": [1, 2, 3], "frames": 1, "icc_name": None,
        "warnings": [],
    }  # fmt: skip
    buffer = tmp_path / "buffer"
    buffer.write_bytes(bytes(12))
    parts = (b"p", b"t", b"h")
    assert decoding._photo(Reply(honest, parts), buffer).width_px == 2
    with pytest.raises((DecoderCrashed, CorruptImage)) as caught:
        decoding._photo(Reply({**honest, **facts} if facts else {}, parts), buffer)
    assert len(caught.value.message) <= 500
