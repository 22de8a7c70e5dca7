"""Text in pictures is read behind everything else, found by phrases and words, and never holds a photo up."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from tests.cast import Browser

from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.ai.fake import FakeAI
from photonest.assets.models import Asset, AssetState, TextLine
from photonest.jobs import queue
from photonest.jobs.models import StepRun, StepStatus
from photonest.jobs.progress import wave
from photonest.pipelines import housekeeping, reading
from photonest.providers.services import store_answer
from photonest.search.services import search
from photonest.storage import keys, media
from photonest_contracts.inference import Task

pytestmark = pytest.mark.django_db

Ingested = Callable[..., Asset]
LINES = ("HAMBURG Hauptbahnhof", "Platform 14 towards", "Altona and beyond")


def jpeg(shade: int = 90) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (320, 240), (shade, 120, 200)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def sign(ingested: Ingested, fake_ai: FakeAI) -> Asset:
    fake_ai.written = LINES
    return ingested(jpeg(), "sign.jpg")


@pytest.fixture
def read(sign: Asset) -> Asset:
    reading.run(sign.pk)
    return sign


def scan(width: int = 2000, height: int = 1500) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (240, 240, 230)).save(file, "JPEG")
    return file.getvalue()


def lines_of(asset: Asset) -> list[str]:
    return list(TextLine.objects.filter(asset=asset).order_by("order").values_list("text", flat=True))


def test_small_print_is_read_in_the_original_band_by_band(ingested: Ingested, fake_ai: FakeAI, owner: User) -> None:
    fake_ai.written, fake_ai.small_print = ("HEADLINE",), ("warranty void if opened",)
    page = ingested(scan(), "scan.jpg")
    asked = fake_ai.analysed
    reading.run(page.pk)
    assert fake_ai.analysed == asked + 3, "the preview, and two bands of the original"
    assert lines_of(page) == ["HEADLINE", "warranty void if opened", "warranty void if opened"]
    tops = [line.box[0][1] for line in TextLine.objects.filter(asset=page).order_by("order")]
    assert tops == sorted(tops)
    assert tops[1] < 0.5 < tops[2]
    assert [hit.asset.pk for hit in search(owner, '"void if opened"').hits] == [page.pk]


def test_a_picture_with_no_more_pixels_is_read_once(ingested: Ingested, fake_ai: FakeAI) -> None:
    fake_ai.small_print = ("too small for ever",)
    page = ingested(scan(1600, 1200), "small.jpg")
    asked = fake_ai.analysed
    reading.run(page.pk)
    assert fake_ai.analysed == asked + 1
    assert lines_of(page) == []


def test_what_the_preview_shows_stays_when_the_original_is_gone_bad(ingested: Ingested, fake_ai: FakeAI) -> None:
    fake_ai.written, fake_ai.small_print = ("HEADLINE",), ("warranty void if opened",)
    page = ingested(scan(), "scan.jpg")
    path = media.path(keys.original(bytes(page.sha256)))
    path.chmod(0o600)
    path.write_bytes(b"\xff\xd8\xff nothing more")
    reading.run(page.pk)
    assert lines_of(page) == ["HEADLINE"]


def forget_jobs() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_a_photo_is_ready_before_its_text_is_read(sign: Asset, owner: User) -> None:
    assert sign.state == AssetState.READY
    assert wave(owner.pk) is None
    assert queue.unfinished_subjects("text") == {sign.pk}
    assert not TextLine.objects.exists()
    assert Browser(owner).get("/api/activity").json()["background"] == [
        {"step": "text", "label": "Text in pictures", "done": 0, "total": 1}
    ]


def test_what_was_read_is_kept_with_its_places(read: Asset, owner: User) -> None:
    told = Browser(owner).get(f"/api/assets/{read.pk}").json()["text"]
    assert [line["text"] for line in told] == list(LINES)
    assert told[1]["box"][0] == [0.1, 0.1]
    assert Browser(owner).get("/api/activity").json()["background"][0]["done"] == 1


def test_lines_of_a_provider_lie_on_the_picture_too_where_this_machine_read_nothing(read: Asset, owner: User) -> None:
    def quad(left: float, top: float) -> list[list[float]]:
        return [[left, top], [left + 0.2, top], [left + 0.2, top + 0.05], [left, top + 0.05]]

    ours = Browser(owner).get(f"/api/assets/{read.pk}").json()["text"]
    assert {line["by"] for line in ours} == {"machine"}
    lines = [
        {"text": "again", "box": ours[0]["box"]}, {"text": "Gleis 9", "box": quad(0.75, 0.9)},
        {"text": "no box"}, {"text": "odd box", "box": [[0, 0], ["x", 1], [1, 1], [0, 1]]},
    ]  # fmt: skip
    store_answer(read.pk, owner.pk, "google-vision", source="google-vision@1", lines=lines)
    told = Browser(owner).get(f"/api/assets/{read.pk}").json()["text"]
    assert told[: len(ours)] == ours
    assert told[len(ours) :] == [{"text": "Gleis 9", "box": quad(0.75, 0.9), "by": "google-vision"}]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ('"platform 14"', 'text: "Platform 14 towards"'),
        ('"hamburg haupt"', 'text: "HAMBURG Hauptbahnhof"'),
        ('"towards altona"', 'text: "Platform 14 towards"'),
        ("hauptbahnhof", 'text: "HAMBURG Hauptbahnhof"'),
    ],
)
def test_phrases_and_words_are_found_with_the_line_as_the_reason(
    read: Asset, owner: User, query: str, reason: str
) -> None:
    (hit,) = search(owner, query).hits
    assert reason in hit.why


@pytest.mark.parametrize("query", ['"platform hamburg"', '"14 platform"'])
def test_words_that_do_not_follow_one_another_are_no_phrase(read: Asset, owner: User, query: str) -> None:
    assert not search(owner, query).hits


def test_it_is_read_once_and_again_after_an_update(
    read: Asset, fake_ai: FakeAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fake_ai.analysed
    reading.run(read.pk)
    forget_jobs()
    assert reading.enqueue_unread() == 0
    assert fake_ai.analysed == before
    monkeypatch.setattr(reading, "TEXT_VERSION", reading.TEXT_VERSION + 1)
    fake_ai.written = ("better",)
    assert reading.enqueue_unread() == 1
    assert reading.enqueue_unread() == 0
    reading.run(read.pk)
    assert list(TextLine.objects.values_list("text", flat=True)) == ["better"]


def test_switched_off_nothing_is_read_and_later_it_is_made_up_for(
    ingested: Ingested, fake_ai: FakeAI, settings: pytest.FixtureRequest, owner: User
) -> None:
    settings.PHOTONEST_UNDERSTAND = frozenset({"labels"})
    asset = ingested(jpeg())
    reading.run(asset.pk)
    housekeeping.run()
    assert not queue.unfinished_subjects("text")
    assert not StepRun.objects.filter(step="text").exists()
    assert Browser(owner).get("/api/activity").json()["background"] == []
    settings.PHOTONEST_UNDERSTAND = frozenset({"labels", "text"})
    housekeeping.run()
    assert queue.unfinished_subjects("text") == {asset.pk}


def test_only_text_asks_for_no_analysis(ingested: Ingested, fake_ai: FakeAI, settings: pytest.FixtureRequest) -> None:
    settings.PHOTONEST_UNDERSTAND = frozenset({"text"})
    asset = ingested(jpeg())
    assert (asset.state, fake_ai.analysed) == (AssetState.READY, 0)
    assert queue.unfinished_subjects("text") == {asset.pk}


@pytest.fixture
def without_reader() -> Iterator[FakeAI]:
    with client_replaced(FakeAI(missing=[Task.TEXT])) as fake:
        yield fake


def test_a_missing_model_is_waited_for_and_costs_no_try(sign: Asset, without_reader: FakeAI) -> None:
    from photonest.ai.errors import AINotReady

    for _ in range(5):
        with pytest.raises(AINotReady):
            reading.run(sign.pk)
    run = StepRun.objects.get(asset=sign, step="text")
    assert (run.status, run.attempts) == (StepStatus.WAITING, 0)
    assert Asset.objects.get(pk=sign.pk).state == AssetState.READY


def test_what_kills_workers_is_left_to_a_person_and_named(sign: Asset, owner: User) -> None:
    reading.set_aside(sign.pk)
    assert Asset.objects.get(pk=sign.pk).state == AssetState.READY
    (failure,) = Browser(owner).get("/api/activity").json()["failures"]
    assert failure["count"] == 1
    forget_jobs()
    assert reading.enqueue_unread() == 0


def test_what_was_deleted_or_thrown_away_meanwhile_is_not_read(sign: Asset, fake_ai: FakeAI) -> None:
    before = fake_ai.analysed
    Asset.objects.filter(pk=sign.pk).update(trashed_at=sign.added_at)
    reading.run(sign.pk)
    Asset.objects.filter(pk=sign.pk).delete()
    reading.run(sign.pk)
    assert fake_ai.analysed == before


def test_a_video_is_not_read(owner: User) -> None:
    from tests.factories import make_asset

    film = make_asset(owner, kind="video")
    reading.ask(film)
    assert not queue.unfinished_subjects("text")
    assert reading.enqueue_unread() == 0
