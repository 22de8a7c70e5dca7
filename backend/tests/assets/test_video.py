"""Videos: what they are, the frame that stands for them, and bad ones."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.assets.picture_files import encoded, quarters

from photonest.assets import video
from photonest.assets.errors import CorruptVideo, DecodeTimedOut, UnsupportedFormat, VideoToolMissing
from photonest.assets.pixels.decoding import DecoderPool
from photonest.assets.video import POSTER_FORMAT, poster_frame, probe_video
from photonest.assets.video_report import read_report

pytestmark = pytest.mark.timeout(120)


def ffmpeg(*arguments: str) -> None:
    subprocess.run([video._program(), "-nostdin", "-loglevel", "error", "-y", *arguments], check=True)


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one film of four coloured quarters (320 x 180, 2 s, H.264 and AAC) in many shapes."""
    folder = tmp_path_factory.mktemp("films")
    still = folder / "still.png"
    still.write_bytes(encoded(quarters(320, 180), "PNG"))
    made = ("-loop", "1", "-framerate", "24", "-t", "2", "-i", str(still), "-f", "lavfi", "-t", "2", "-i", "sine")
    plain = str(folder / "film.mp4")
    ffmpeg(
        *made, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac",
        "-metadata", "creation_time=2024-05-01T12:00:00Z", "-metadata", "location=+48.1372+011.5755/", plain,
    )  # fmt: skip
    for name in ("film.mkv", "film.avi", "film.mts", "film.3gp"):
        ffmpeg("-i", plain, "-c", "copy", str(folder / name))
    ffmpeg("-display_rotation", "-90", "-i", plain, "-c", "copy", str(folder / "turned.mov"))
    ffmpeg("-i", plain, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", str(folder / "film.webm"))
    ffmpeg("-i", plain, "-c:v", "mpeg4", "-an", str(folder / "old.mp4"))
    hlg = ("-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc")
    ffmpeg(
        "-i", plain, "-an", "-frames:v", "3", "-vf", "format=yuv420p10le,setparams=color_trc=arib-std-b67:"
        "color_primaries=bt2020:colorspace=bt2020nc", "-c:v", "libx264", *hlg, str(folder / "hlg.mov"),
    )  # fmt: skip
    return folder


@pytest.mark.parametrize(
    ("name", "codec", "audio", "ready"),
    [
        ("film.mp4", "h264", "aac", True),
        ("film.mkv", "h264", "aac", False),
        ("film.avi", "h264", "aac", False),
        ("film.mts", "h264", "aac", False),
        ("film.3gp", "h264", "aac", False),
        ("film.webm", "vp8", "opus", True),
        ("old.mp4", "mpeg4", None, False),
        ("hlg.mov", "h264", None, False),
    ],
)
def test_a_film_is_described(name: str, codec: str, audio: str | None, ready: bool, films: Path) -> None:
    probe = probe_video(films / name)
    assert (probe.width_px, probe.height_px, probe.rotation) == (320, 180, 0)
    assert (probe.codec, probe.audio_codec, probe.is_browser_ready) == (codec, audio, ready)
    assert probe.duration_s == pytest.approx(0.125 if name == "hlg.mov" else 2.0, abs=0.15)


def test_time_and_place_of_the_container_are_read(films: Path) -> None:
    probe = probe_video(films / "film.mp4")
    assert probe.fps == 24
    assert probe.facts.created_at == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert (probe.facts.latitude, probe.facts.longitude) == (48.1372, 11.5755)


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.avi", "film.mts", "film.3gp", "film.webm", "old.mp4"])
def test_the_poster_of_a_film_shows_its_picture(name: str, films: Path, decoders: DecoderPool) -> None:
    with decoders.decode(poster_frame(films / name), POSTER_FORMAT) as photo:
        picture = np.frombuffer(photo.read_rgb(), np.uint8).reshape(photo.height_px, photo.width_px, 3)
    assert picture.shape == (180, 320, 3)
    assert np.abs(picture[45, 80].astype(int) - (220, 30, 30)).max() < 30
    assert np.abs(picture[135, 240].astype(int) - (230, 220, 40)).max() < 30


def test_a_turned_film_stands_upright(films: Path, decoders: DecoderPool) -> None:
    probe = probe_video(films / "turned.mov")
    assert (probe.width_px, probe.height_px, probe.rotation) == (180, 320, 90)
    with decoders.decode(poster_frame(films / "turned.mov", probe), POSTER_FORMAT) as photo:
        picture = np.frombuffer(photo.read_rgb(), np.uint8).reshape(photo.height_px, photo.width_px, 3)
    assert picture.shape == (320, 180, 3)
    assert np.abs(picture[80, 135].astype(int) - (220, 30, 30)).max() < 30  # red went from top left to top right


def test_the_poster_of_an_hdr_film_names_its_colours_and_is_converted(films: Path, decoders: DecoderPool) -> None:
    poster = poster_frame(films / "hlg.mov")
    if b"cICP" not in poster:
        pytest.skip("this ffmpeg does not write cICP")
    with (
        decoders.decode(poster, POSTER_FORMAT) as bright,
        decoders.decode(poster.replace(b"cICP", b"cIcp"), POSTER_FORMAT) as unconverted,
    ):
        assert bright.mean_rgb != unconverted.mean_rgb


def test_large_films_give_posters_of_a_useful_size(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "color=red:size=3840x2160:rate=1:duration=1",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        str(path),
    )
    poster = poster_frame(path)
    assert int.from_bytes(poster[16:20], "big") == video.POSTER_LONG_SIDE_PX


def _either() -> contextlib.AbstractContextManager[None]:
    return contextlib.suppress(CorruptVideo)


@pytest.mark.parametrize("keep", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.mts", "film.webm"])
def test_a_film_cut_off_gives_a_poster_or_a_named_error(name: str, keep: float, films: Path, tmp_path: Path) -> None:
    content = (films / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(content[: int(len(content) * keep)])
    must_fail = name == "film.mp4" and keep < 0.9  # its table stands at the end
    must_work = keep > 0.9 and name != "film.mp4"
    with pytest.raises(CorruptVideo) if must_fail else contextlib.nullcontext() if must_work else _either():
        assert poster_frame(path).startswith(b"\x89PNG")


def test_noise_behind_an_honest_beginning_is_a_named_error(films: Path, tmp_path: Path) -> None:
    path = tmp_path / "noise.mp4"
    path.write_bytes((films / "film.mp4").read_bytes()[:40] + np.random.default_rng(5).bytes(50_000))
    with pytest.raises(CorruptVideo):
        probe_video(path)


def test_a_playlist_dressed_as_a_film_opens_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    playlist = tmp_path / "list.mp4"
    playlist.write_text(f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile://{secret}\n#EXT-X-ENDLIST\n")
    with pytest.raises(UnsupportedFormat):
        probe_video(playlist)
    disguised = tmp_path / "disguised.mp4"
    disguised.write_bytes(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + playlist.read_bytes())
    with pytest.raises(CorruptVideo):
        probe_video(disguised)


def test_ffmpeg_does_not_guess_which_reader_to_use(films: Path) -> None:
    report = video._ffmpeg("webm", films / "film.mp4", [], []).stderr.decode()
    assert read_report(report, "webm") is None


def test_names_are_never_read_as_options_or_protocols(films: Path, tmp_path: Path) -> None:
    for name in ("-i.mp4", "concat:a|b.mp4", "ünï %d %03d.mp4", "a'b\"c;$(x).mp4", "data:,x.mp4"):
        path = tmp_path / name
        path.write_bytes((films / "film.mp4").read_bytes())
        assert probe_video(path).codec == "h264"
        assert poster_frame(path).startswith(b"\x89PNG")


def test_a_photo_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "photo.mp4"
    path.write_bytes(encoded(quarters(), "JPEG"))
    with pytest.raises(UnsupportedFormat, match="not a video"):
        probe_video(path)


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    ffmpeg("-f", "lavfi", "-t", "1", "-i", "sine", "-c:a", "aac", str(path))
    with pytest.raises(CorruptVideo):
        probe_video(path)


def test_a_film_that_takes_too_long_is_stopped(films: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is stopped from outside, so that it takes for ever; it must be gone afterwards."""
    pids: list[int] = []

    def stop(pid: int) -> None:
        pids.append(pid)
        os.kill(pid, signal.SIGSTOP)

    monkeypatch.setattr(video, "_limit", stop)
    monkeypatch.setattr(video, "DEADLINE_S", 0.2)
    with pytest.raises(DecodeTimedOut):
        probe_video(films / "film.mp4")
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


def test_without_ffmpeg_the_reason_is_named(films: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video, "_program", lambda: "/nonexistent/ffmpeg")
    with pytest.raises(VideoToolMissing, match="ffmpeg"):
        probe_video(films / "film.mp4")


REPORT = """Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:IMG_1.MOV':
  Metadata:
    creation_time   : 2023-08-05T09:30:11.000000Z
    com.apple.quicktime.location.ISO6709: +47.5000-122.2500+080.500/
    com.apple.quicktime.make: Apple
    com.apple.quicktime.model: iPhone 14
    com.apple.quicktime.creationdate: 2023-08-05T02:30:11-0700
  Duration: 01:02:03.50, start: 0.000000, bitrate: 9000 kb/s
  Stream #0:0[0x1](und): Video: hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv, bt2020nc/bt2020/arib-std-b67), 1920x1080, 8870 kb/s, 59.94 fps, 59.94 tbr, 600 tbn (default)
    Side data:
      displaymatrix: rotation of -90.00 degrees
  Stream #0:1[0x2](und): Audio: pcm_s16le (lpcm / 0x6D63706C), 48000 Hz, stereo, s16, 1536 kb/s (default)
"""  # noqa: E501


def test_the_report_of_a_phone_video_is_read() -> None:
    probe = read_report(REPORT, "mov")
    assert probe is not None
    assert (probe.width_px, probe.height_px, probe.rotation) == (1080, 1920, 90)
    assert (probe.codec, probe.audio_codec, probe.fps) == ("hevc", "pcm_s16le", 59.94)
    assert probe.duration_s == 3723.5
    assert not probe.is_browser_ready
    assert probe.facts.created_at == datetime.fromisoformat("2023-08-05T02:30:11-07:00")
    assert (probe.facts.latitude, probe.facts.longitude, probe.facts.altitude_m) == (47.5, -122.25, 80.5)
    assert (probe.facts.camera_make, probe.facts.camera_model) == ("Apple", "iPhone 14")


@pytest.mark.parametrize(
    ("change", "size"),
    [
        ({"1920x1080,": "1440x1080 [SAR 4:3 DAR 16:9],"}, (1080, 1920)),
        ({"1920x1080,": "1920x1080 [SAR 0:1 DAR 0:1],"}, (1080, 1920)),
        ({"-90.00": "180.00"}, (1920, 1080)),
        ({"1920x1080": "99999x2"}, None),
        ({"Video:": "Data:"}, None),
    ],
)
def test_odd_reports(change: dict[str, str], size: tuple[int, int] | None) -> None:
    report = REPORT
    for old, new in change.items():
        report = report.replace(old, new)
    probe: Any = read_report(report, "mov")
    assert (probe and (probe.width_px, probe.height_px)) == size
