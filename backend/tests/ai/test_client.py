"""The client against a fake service over real sockets: every fault becomes a named error."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photonest.ai.client import AIClient
from photonest.ai.errors import AIAnswerBroken, AINotReady, AIRefused, AISecretWrong, AITooSlow, AIUnreachable
from photonest.ai.fake import FakeAI
from photonest.ai.fake_server import FakeServer, Fault, serve_fake
from photonest.core.errors import PhotoNestError
from photonest_contracts.inference import AnalyseRequest, EmbedTextRequest, EncodedPreview, RawPixels, Task

SEA = EmbedTextRequest(texts=("sea",))


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with serve_fake() as running:
        yield running


@pytest.fixture
def connect() -> Iterator[Callable[..., AIClient]]:
    clients: list[AIClient] = []

    def make(url: str, **options: object) -> AIClient:
        clients.append(AIClient(url, pause=lambda _seconds: None, **options))  # type: ignore[arg-type]
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_every_route_answers_over_tcp(server: FakeServer, connect: Callable[..., AIClient]) -> None:
    client = connect(server.url)
    assert client.health().status == "ok"
    assert client.models().models
    assert "sea" in {tag.name for tag in client.vocabulary().tags}
    assert client.embed_text(SEA).texts[0].concepts[0].name == "sea"
    request = AnalyseRequest(pixels=RawPixels(width_px=8, height_px=8), tasks=(Task.LABELS,))
    labels = client.analyse(request, bytes((20, 80, 200)) * 64).labels
    assert labels is not None
    assert labels[0].name == "sea"


@pytest.mark.parametrize("form", ["unix:{}", "http+unix://{}"])
def test_a_unix_socket_works_as_well(connect: Callable[..., AIClient], form: str) -> None:
    with tempfile.TemporaryDirectory(prefix="pn") as folder:  # a socket's path must stay under 100 bytes
        path = Path(folder) / "ai.sock"
        with serve_fake(socket=path):
            assert connect(form.format(path)).health().status == "ok"


def test_nobody_listening_is_unreachable_and_worth_another_try(connect: Callable[..., AIClient]) -> None:
    with pytest.raises(AIUnreachable) as raised:
        connect(f"http://127.0.0.1:{_free_port()}").embed_text(SEA)
    assert not raised.value.permanent


# httpcore forgets to close a Unix socket that did not connect; it goes with its reference count.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_a_missing_unix_socket_is_unreachable(connect: Callable[..., AIClient], tmp_path: Path) -> None:
    with pytest.raises(AIUnreachable):
        connect(f"unix:{tmp_path}/none.sock").health()


def test_an_address_of_an_unknown_kind_is_unreachable(connect: Callable[..., AIClient]) -> None:
    with pytest.raises(AIUnreachable):
        connect("gopher://example").health()


def test_a_connection_closed_without_a_word_is_tried_again(
    server: FakeServer, connect: Callable[..., AIClient]
) -> None:
    server.faults[:] = [Fault.HANG_UP, Fault.HANG_UP]
    assert connect(server.url).embed_text(SEA).texts
    assert server.asked == ["/v1/embed_text"] * 3


def test_an_answer_cut_off_every_time_is_called_broken(server: FakeServer, connect: Callable[..., AIClient]) -> None:
    server.faults[:] = [Fault.CUT] * 3
    with pytest.raises(AIAnswerBroken):
        connect(server.url).embed_text(SEA)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.CRASH, AIAnswerBroken),
        (Fault.NOT_JSON, AIAnswerBroken),
        (Fault.OTHER_VERSION, AIAnswerBroken),
        (Fault.BUSY, AINotReady),
    ],
)
def test_a_wrong_answer_is_a_named_error_and_not_repeated(
    server: FakeServer, connect: Callable[..., AIClient], fault: Fault, error: type[PhotoNestError]
) -> None:
    server.faults[:] = [fault]
    with pytest.raises(error) as raised:
        connect(server.url).health()
    assert not raised.value.permanent
    assert len(server.asked) == 1


def test_silence_ends_at_the_time_limit(server: FakeServer, connect: Callable[..., AIClient]) -> None:
    server.faults[:] = [Fault.SLOW]
    with pytest.raises(AITooSlow):
        connect(server.url, text_timeout_s=0.05).embed_text(SEA)


def test_pixels_that_do_not_fit_their_size_are_refused_for_good(
    server: FakeServer, connect: Callable[..., AIClient]
) -> None:
    with pytest.raises(AIRefused) as raised:
        connect(server.url).analyse(AnalyseRequest(pixels=RawPixels(width_px=8, height_px=8)), b"\0" * 10)
    assert raised.value.permanent
    assert raised.value.details["ai_code"] == "bad_pixels"


def test_a_preview_that_is_no_picture_is_refused_for_good(server: FakeServer, connect: Callable[..., AIClient]) -> None:
    with pytest.raises(AIRefused):
        connect(server.url).analyse(AnalyseRequest(pixels=EncodedPreview()), b"no picture at all")


def test_the_secret_is_sent_and_a_wrong_one_is_no_fault_of_the_photo(connect: Callable[..., AIClient]) -> None:
    with serve_fake(secret="open sesame") as server:
        assert connect(server.url, secret="open sesame").health().status == "ok"
        with pytest.raises(AISecretWrong) as raised:
            connect(server.url, secret="other").health()
        assert not raised.value.permanent


def test_pixels_in_shared_memory_travel_without_a_body(connect: Callable[..., AIClient], tmp_path: Path) -> None:
    (tmp_path / "p1").write_bytes(bytes((20, 110, 40)) * 64)
    with serve_fake(FakeAI(shared_folder=tmp_path)) as server:
        request = AnalyseRequest(pixels=RawPixels(width_px=8, height_px=8, shared_path="p1"))
        labels = connect(server.url).analyse(request).labels
        assert labels is not None
        assert labels[0].name == "forest"
        assert server.bodies == [b""]


def test_shared_pixels_that_are_gone_are_worth_another_try(connect: Callable[..., AIClient], tmp_path: Path) -> None:
    with serve_fake(FakeAI(shared_folder=tmp_path)) as server, pytest.raises(AINotReady):
        connect(server.url).analyse(AnalyseRequest(pixels=RawPixels(width_px=8, height_px=8, shared_path="gone")))


def test_a_proxy_of_the_environment_never_sees_a_request(
    server: FakeServer, connect: Callable[..., AIClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{_free_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{_free_port()}")
    assert connect(server.url).health().status == "ok"
