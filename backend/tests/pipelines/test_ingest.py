"""The walk from stored bytes to a searchable photo, with a fake AI that sees colours."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image
from tests.pictures import encoded, plain

from photonest.ai.client import client_replaced
from photonest.ai.errors import AIUnreachable
from photonest.ai.fake import FakeAI
from photonest.ai.fake_pixels import SKIN
from photonest.assets.models import Asset, AssetState
from photonest.assets.trash import delete_forever, purge_trash
from photonest.config.env import UNDERSTANDABLE
from photonest.jobs import queue
from photonest.jobs.models import StepRun, StepStatus
from photonest.people.models import Face, FaceEmbedding
from photonest.pipelines import ingest
from photonest.pipelines.retry import leave_out, retry
from photonest.search.models import AssetWords, Embedding
from photonest.storage import keys, media
from photonest.tags.models import AssetTag
from photonest_contracts.inference import Task

pytestmark = pytest.mark.django_db


class UnreachableAI(FakeAI):
    def analyse(self, request, body=b""):
        raise AIUnreachable()


def forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def stored_image(key: str) -> Image.Image:
    return Image.open(io.BytesIO(media.path(key).read_bytes()))


def row_counts(asset: Asset) -> dict[str, int]:
    tables = (AssetTag, Face, Embedding, AssetWords, StepRun)
    return {table.__name__: table.objects.filter(asset=asset).count() for table in tables}


def test_a_photo_becomes_visible_and_searchable_in_one_walk(ingested):
    asset = ingested(plain((220, 30, 30), width=1600, height=1200), "red.jpg")
    assert asset.state == AssetState.READY
    assert (asset.width_px, asset.height_px) == (1600, 1200)
    assert asset.ratio == pytest.approx(4 / 3)
    assert asset.thumbhash
    digest = bytes(asset.sha256)
    preview = stored_image(keys.preview(digest, ingest.RENDITIONS_VERSION))
    assert max(preview.size) == 1440
    assert media.exists(keys.tile(digest, ingest.RENDITIONS_VERSION))
    assert AssetTag.objects.filter(asset=asset, is_shown=True).exists()
    assert sorted(Embedding.objects.filter(asset=asset).values_list("space__name", "space__state")) == [
        ("fake-likeness@1", "filling"),  # never the one that texts are looked up in
        ("fake-words@1", "active"),
    ]
    assert set(AssetTag.objects.filter(asset=asset).values_list("kind", flat=True)) >= {"label", "colour"}
    assert set(StepRun.objects.filter(asset=asset, status=StepStatus.DONE).values_list("step", flat=True)) == set(
        ingest.STEPS
    )


def test_a_second_run_changes_nothing_and_asks_the_ai_nothing(ingested, fake_ai):
    asset = ingested(encoded(20))
    before, asked = row_counts(asset), fake_ai.analysed
    ingest.run(asset.id)
    assert row_counts(asset) == before
    assert fake_ai.analysed == asked


def test_a_raised_version_makes_only_that_step_due_and_reads_the_preview(ingested, fake_ai, monkeypatch):
    asset = ingested(encoded(21))
    before = row_counts(asset)
    monkeypatch.setitem(ingest.STEPS, "analysis", ingest.ANALYSIS_VERSION + 1)
    assert ingest.due_steps(asset) == {"analysis"}
    media.delete(keys.original(bytes(asset.sha256)))  # proves that the original is not needed again
    ingest.run(asset.id)
    assert fake_ai.analysed == 2
    assert row_counts(asset) == before


def test_orientation_is_applied_once_everywhere(ingested):
    exif = Image.Exif()
    exif[0x0112] = 6
    asset = ingested(encoded(22, width=400, height=300, exif=exif))
    assert (asset.width_px, asset.height_px) == (300, 400)
    tile = stored_image(keys.tile(bytes(asset.sha256), ingest.RENDITIONS_VERSION))
    assert tile.width < tile.height


def test_a_damaged_picture_is_kept_says_why_and_is_found_by_its_name(ingested):
    content = encoded(23)[:300]
    asset = ingested(content, "holiday.jpg")
    assert asset.state == AssetState.FAILED
    reason = StepRun.objects.get(asset=asset, status=StepStatus.FAILED)
    assert reason.is_permanent
    assert reason.message
    assert media.path(keys.original(bytes(asset.sha256))).read_bytes() == content
    assert AssetWords.objects.filter(asset=asset).exists()


def test_a_pixel_bomb_is_kept_and_named_without_being_decoded(ingested):
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    asset = ingested(bomb, "bomb.png")
    assert asset.state == AssetState.FAILED
    assert StepRun.objects.get(asset=asset, status=StepStatus.FAILED).code == "too_large"


def test_an_animation_shows_its_first_frame_and_knows_its_frames(ingested):
    out = io.BytesIO()
    frames = [Image.new("RGB", (80, 60), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    asset = ingested(out.getvalue(), "dance.gif")
    assert asset.state == AssetState.READY
    assert asset.frame_count == 3


def test_without_the_ai_service_the_photo_is_visible_and_no_try_is_used_up(receive):
    with client_replaced(UnreachableAI()):
        asset_id = receive(encoded(24)).asset_id
        for _ in range(5):
            with pytest.raises(AIUnreachable):
                ingest.run(asset_id)
    asset = Asset.objects.get(id=asset_id)
    assert asset.state == AssetState.PROCESSING
    assert asset.renditions_version == ingest.RENDITIONS_VERSION
    waiting = StepRun.objects.get(asset=asset, step="analysis")
    assert (waiting.status, waiting.attempts, waiting.code) == (StepStatus.WAITING, 0, "ai_unreachable")


def test_missing_models_are_named_and_the_photo_waits(receive):
    with client_replaced(FakeAI(missing=[Task.LABELS, Task.EMBEDDING])):
        asset_id = receive(encoded(25)).asset_id
        with pytest.raises(Exception, match="photos are safe"):
            ingest.run(asset_id)
    assert StepRun.objects.get(asset_id=asset_id, step="analysis").status == StepStatus.WAITING


def test_faces_are_recognised_only_after_a_yes(ingested, owner):
    skin = plain(SKIN)
    asset = ingested(skin, "no.jpg")
    assert not FaceEmbedding.objects.filter(face__asset=asset).exists()
    owner.faces_enabled = True
    owner.save()
    assert Task.FACE_EMBEDDINGS in ingest.tasks_for(Asset.objects.get(id=asset.id))
    assert Task.EXPRESSIONS not in ingest.tasks_for(Asset.objects.get(id=asset.id))


def test_a_no_that_comes_while_the_picture_is_analysed_counts(receive, owner):
    owner.faces_enabled = True
    owner.save()

    class ChangesMind(FakeAI):
        def analyse(self, request, body=b""):
            type(owner).objects.filter(id=owner.id).update(faces_enabled=False)
            return super().analyse(request, body)

    with client_replaced(ChangesMind()):
        asset_id = receive(plain(SKIN)).asset_id
        ingest.run(asset_id)
    assert Face.objects.filter(asset_id=asset_id).exists(), "the fake sees a face in a picture of skin colour"
    assert not FaceEmbedding.objects.exists()


def test_a_failed_photo_can_be_tried_again_or_left_out(ingested, owner):
    asset = ingested(encoded(26)[:300])
    assert leave_out(owner, ids=[asset.id]) == [asset.id]
    assert StepRun.objects.get(asset=asset, step="renditions").status == StepStatus.LEFT_OUT
    assert retry(owner, ids=[asset.id]) == 1
    assert asset.id in queue.unfinished_subjects("ingest")
    assert Asset.objects.get(id=asset.id).state == AssetState.PROCESSING


def test_a_photo_whose_job_was_lost_is_queued_again(receive):
    asset_id = receive(encoded(27)).asset_id
    forget_jobs()
    assert ingest.enqueue_unfinished() == 1
    assert queue.unfinished_subjects("ingest") == {asset_id}
    assert ingest.enqueue_unfinished() == 0


def test_a_photo_that_kills_workers_is_set_aside_with_a_reason(receive):
    asset_id = receive(encoded(28)).asset_id
    ingest.set_aside(asset_id)
    assert Asset.objects.get(id=asset_id).state == AssetState.FAILED
    assert StepRun.objects.get(asset_id=asset_id, status=StepStatus.FAILED).code == "worker_died"


@pytest.mark.parametrize(
    ("words", "tasks"),
    [
        ({"labels"}, {Task.LABELS, Task.EMBEDDING, Task.LIKENESS}),
        ({"objects", "quality"}, {Task.OBJECTS, Task.QUALITY}),
        ({"faces"}, {Task.FACES}),
        ({"looks"}, {Task.LOOKS}),
        ({"labels", "text"}, {Task.LABELS, Task.EMBEDDING, Task.LIKENESS}),
    ],
)
def test_every_kind_of_understanding_can_be_left_out(ingested, fake_ai, settings, words, tasks):
    settings.PHOTONEST_UNDERSTAND = words
    asset = ingested(plain((220, 30, 30)))
    assert asset.state == AssetState.READY
    assert set(ingest.tasks_for(asset)) == tasks
    assert Embedding.objects.filter(asset=asset).exists() == ("labels" in words)
    assert (asset.face_count is not None, asset.sharpness is not None) == ("faces" in words, "quality" in words)
    assert (asset.person_count is not None) == bool(words & {"faces", "objects"})
    assert AssetTag.objects.filter(asset=asset, kind="colour").exists() == ("looks" in words)


def test_every_word_of_the_setting_asks_for_something():
    assert ingest.TASKS_OF.keys() | {"text"} == UNDERSTANDABLE


def test_without_any_understanding_the_ai_is_never_asked_and_later_everything_is_made_up_for(
    ingested, fake_ai, settings
):
    settings.PHOTONEST_UNDERSTAND = frozenset()
    asset = ingested(encoded(32), "quiet.jpg")
    assert (asset.state, fake_ai.analysed) == (AssetState.READY, 0)
    assert "quiet" in AssetWords.objects.get(asset=asset).words
    forget_jobs()
    assert ingest.enqueue_outdated() == 0
    settings.PHOTONEST_UNDERSTAND = frozenset(ingest.TASKS_OF)
    assert ingest.enqueue_outdated() == 1
    assert queue.unfinished_subjects("ingest") == {asset.id}
    ingest.run(asset.id)
    assert Embedding.objects.filter(asset=asset).exists()


def test_an_update_that_raises_a_version_queues_older_photos_once(ingested, monkeypatch):
    asset = ingested(encoded(33))
    trashed = ingested(encoded(34))
    Asset.objects.filter(id=trashed.id).update(trashed_at=timezone.now())
    forget_jobs()
    assert ingest.enqueue_outdated() == 0
    monkeypatch.setitem(ingest.STEPS, "renditions", ingest.RENDITIONS_VERSION + 1)
    assert ingest.enqueue_outdated() == 1
    assert queue.unfinished_subjects("ingest") == {asset.id}
    assert ingest.enqueue_outdated() == 0, "the scan is done once for an update"


def test_tags_and_faces_that_are_not_asked_for_again_stay(ingested, settings):
    asset = ingested(plain(SKIN))
    before = row_counts(asset)
    assert before["Face"]
    settings.PHOTONEST_UNDERSTAND = {"objects"}
    StepRun.objects.filter(asset=asset, step="analysis").delete()
    ingest.run(asset.id)
    assert row_counts(asset) == before
    assert Asset.objects.get(id=asset.id).face_count == asset.face_count


def test_what_the_owner_writes_while_the_file_is_read_stays(receive, fake_ai, monkeypatch):
    asset_id = receive(encoded(30)).asset_id
    real = ingest._decode

    def written_meanwhile(*args, **more):
        Asset.objects.filter(id=asset_id).update(title="My own words", rating=4)
        return real(*args, **more)

    monkeypatch.setattr(ingest, "_decode", written_meanwhile)
    ingest.run(asset_id)
    asset = Asset.objects.get(id=asset_id)
    assert (asset.title, asset.rating, asset.state) == ("My own words", 4, AssetState.READY)
    assert "words" in AssetWords.objects.get(asset=asset).words


def test_a_photo_deleted_while_it_is_decoded_leaves_no_file(receive, fake_ai, monkeypatch):
    asset_id = receive(encoded(31)).asset_id
    real = ingest._decode

    def deleted_meanwhile(*args, **more):
        decoded = real(*args, **more)
        Asset.objects.filter(id=asset_id).update(trashed_at=timezone.now())
        assert delete_forever(Asset.objects.all()) == 1
        return decoded

    monkeypatch.setattr(ingest, "_decode", deleted_meanwhile)
    ingest.run(asset_id)
    purge_trash(timezone.now())
    assert [file for file in media.root().rglob("*") if file.is_file()] == []


def test_metadata_stand_although_the_picture_cannot_be_read(ingested):
    asset = ingested(encoded(26)[:300], "IMG_20240704_101112.jpg")
    assert asset.state == AssetState.FAILED
    assert asset.taken_at.year == 2024
    assert StepRun.objects.get(asset=asset, step="metadata").status == StepStatus.DONE


def test_deleting_a_photo_while_it_waits_is_no_error(receive, fake_ai):
    asset_id = receive(encoded(29)).asset_id
    Asset.objects.filter(id=asset_id).delete()
    ingest.run(asset_id)
    assert fake_ai.analysed == 0


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Two seconds of moving colour, made by the same ffmpeg that reads it."""
    import subprocess

    from photonest.assets.video import _program

    path = tmp_path_factory.mktemp("film") / "film.mp4"
    source = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=2"]
    subprocess.run(
        [_program(), "-v", "error", *source, "-pix_fmt", "yuv420p", "-c:v", "libx264", str(path)], check=True
    )
    return path.read_bytes()


def test_a_video_has_a_poster_its_length_and_its_own_size(ingested, film):
    asset = ingested(film, "clip.mp4")
    assert asset.state == AssetState.READY
    assert asset.kind == "video"
    assert asset.duration_s == pytest.approx(2.0, abs=0.2)
    assert (asset.width_px, asset.height_px) == (320, 180)
    assert asset.is_browser_ready
    assert stored_image(keys.tile(bytes(asset.sha256), ingest.RENDITIONS_VERSION)).width > 0


@pytest.mark.parametrize("order", [("IMG_7.JPG", "IMG_7.MOV"), ("IMG_7.MOV", "IMG_7.JPG")])
def test_a_live_photo_is_one_item_whichever_part_came_first(ingested, film, order):
    mov = film.replace(b"ftypisom", b"ftypqt  ")
    contents = {"IMG_7.JPG": encoded(31), "IMG_7.MOV": mov}
    for name in order:
        ingested(contents[name], name, folder="phone")
    photo, video = Asset.objects.get(filename="IMG_7.JPG"), Asset.objects.get(filename="IMG_7.MOV")
    assert video.motion_of_id == photo.id
    assert photo.motion_of_id is None


def test_a_damaged_video_is_kept_and_says_why(ingested, film):
    asset = ingested(film[: len(film) // 4], "broken.mp4")
    assert asset.state == AssetState.FAILED
    assert media.path(keys.original(bytes(asset.sha256))).read_bytes() == film[: len(film) // 4]
