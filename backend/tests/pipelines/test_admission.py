"""Files coming in: kept exactly once, byte for byte, or refused with a reason and without a trace."""

from __future__ import annotations

import hashlib
import random
import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from tests.pictures import encoded

from photonest.accounts.models import User
from photonest.assets.errors import UnsupportedFormat
from photonest.assets.models import Asset, AssetName, Sidecar
from photonest.jobs import queue
from photonest.pipelines.admission import Outcome, check
from photonest.search.models import AssetWords
from photonest.storage import keys, media
from photonest.storage.errors import DiskFull, FileEmpty, FileTooLarge, HashMismatch

pytestmark = pytest.mark.django_db


def stored_files() -> list[str]:
    return sorted(str(path.relative_to(media.root())) for path in media.root().rglob("*") if path.is_file())


def test_an_admitted_file_lies_under_its_hash_byte_for_byte(receive):
    content = encoded(1)
    admitted = receive(content, "beach.jpg")
    assert admitted.outcome is Outcome.STORED
    key = keys.original(hashlib.sha256(content).digest())
    assert media.path(key).read_bytes() == content
    assert stored_files() == [key]
    assert queue.unfinished_subjects("ingest") == {admitted.asset_id}


def test_the_same_bytes_under_three_names_are_one_asset_with_three_names(receive):
    content = encoded(2)
    outcomes = [receive(content, name, folder="trip").outcome for name in ("a.jpg", "b.jpg", "c.jpg", "c.jpg")]
    assert outcomes == [Outcome.STORED, Outcome.DUPLICATE, Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert Asset.objects.count() == 1
    assert sorted(AssetName.objects.values_list("filename", flat=True)) == ["a.jpg", "b.jpg", "c.jpg"]


def test_a_photo_is_found_by_a_name_that_came_later(ingested, receive):
    content = encoded(2)
    asset = ingested(content, "plain.jpg")
    receive(content, "zanzibar.jpg")
    assert "zanzibar" in AssetWords.objects.get(asset=asset).words


def test_the_longest_names_of_any_language_are_kept(receive):
    # Random characters, because PostgreSQL would compress a repeated one before it looks at the size of an index entry.
    characters = [chr(number) for number in random.Random(7).sample(range(0x1F300, 0x1F9FF), 1000)]
    assert receive(encoded(5), "".join(characters[:255]), folder="".join(characters)).outcome is Outcome.STORED
    assert len(AssetName.objects.get().filename) == 255


def test_two_people_may_keep_the_same_picture_and_share_one_stored_file(receive):
    bob = User.objects.create(username="bob")
    content = encoded(3)
    assert receive(content).outcome is Outcome.STORED
    assert receive(content, by=bob).outcome is Outcome.STORED
    assert len(stored_files()) == 1
    assert Asset.objects.count() == 2


def test_bytes_that_lie_in_the_trash_are_named_and_not_taken_twice(receive):
    content = encoded(4)
    first = receive(content)
    Asset.objects.filter(id=first.asset_id).update(trashed_at=datetime.now(UTC))
    again = receive(content)
    assert again.outcome is Outcome.TRASHED
    assert again.asset_id == first.asset_id


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "empty.jpg", FileEmpty),
        (b"just some words, not a picture" * 50, "words.jpg", UnsupportedFormat),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "x.svg", UnsupportedFormat),
        (b"%PDF-1.7 " + b"x" * 500, "paper.pdf", UnsupportedFormat),
    ],
)
def test_what_is_no_picture_is_refused_and_leaves_no_trace(receive, content, name, error):
    with pytest.raises(error) as refusal:
        receive(content, name)
    assert refusal.value.permanent
    assert len(refusal.value.message) > 20
    assert stored_files() == []
    assert Asset.objects.count() == 0


def test_a_wrong_announced_hash_keeps_nothing_and_may_be_tried_again(receive):
    with pytest.raises(HashMismatch) as refusal:
        receive(encoded(5), expected_sha256=b"\0" * 32)
    assert not refusal.value.permanent
    assert stored_files() == []
    assert Asset.objects.count() == 0


def test_a_file_over_the_limit_is_refused_while_it_arrives(receive, settings):
    settings.PHOTONEST_MAX_UPLOAD_BYTES = 1000
    with pytest.raises(FileTooLarge):
        receive(encoded(6))
    assert stored_files() == []


def test_an_almost_full_disk_refuses_before_the_first_byte(receive, settings):
    settings.PHOTONEST_MIN_FREE_BYTES = 1 << 60
    with pytest.raises(DiskFull) as refusal:
        receive(encoded(7))
    assert refusal.value.status == 507
    assert not refusal.value.permanent


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("..\\..\\evil.jpg", "evil.jpg"),
        ("a\x00b\nc.jpg", "abc.jpg"),
        ("photo\u202egpj.exe.jpg", "photogpj.exe.jpg"),
        ("🏖️ beach.jpg", "🏖️ beach.jpg"),
        ("e\u0301te\u0301.jpg", "été.jpg"),
        ("", "unnamed"),
        ("x" * 300 + ".jpg", "x" * 251 + ".jpg"),
        ("<script>alert(1)</script>.jpg", "script>.jpg"),
    ],
)
def test_hostile_names_become_harmless_and_stay_readable(receive, sent, kept):
    admitted = receive(encoded(8), sent)
    assert Asset.objects.get(id=admitted.asset_id).filename == kept


def test_a_sidecar_is_kept_for_its_photo_whichever_comes_first(receive):
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
    assert receive(xmp, "IMG_1.xmp", folder="d").outcome is Outcome.SIDECAR
    photo = receive(encoded(9), "IMG_1.jpg", folder="d")
    after = receive(xmp, "IMG_1.jpg.xmp", folder="d")
    assert after.asset_id == photo.asset_id
    assert queue.unfinished_subjects("reread_metadata") == {photo.asset_id}
    assert Sidecar.objects.count() == 2


def test_check_answers_in_the_order_asked(receive):
    here, trashed, new = encoded(10), encoded(11), encoded(12)
    kept = receive(here)
    gone = receive(trashed)
    Asset.objects.filter(id=gone.asset_id).update(trashed_at=datetime.now(UTC))
    owner = Asset.objects.get(id=kept.asset_id).owner
    answers = check([hashlib.sha256(content).digest() for content in (new, trashed, here)], owner=owner)
    assert [(answer.outcome, answer.asset_id) for answer in answers] == [
        (None, None),
        (Outcome.TRASHED, gone.asset_id),
        (Outcome.DUPLICATE, kept.asset_id),
    ]


@pytest.mark.django_db(transaction=True)
def test_sixteen_senders_of_the_same_bytes_make_one_asset_with_sixteen_names(receive, owner):
    content = encoded(13)
    outcomes, problems = [], []
    start = threading.Barrier(16)

    def send(number: int) -> None:
        try:
            start.wait()
            outcomes.append(receive(content, f"name-{number}.jpg").outcome)
        except Exception as problem:  # noqa: BLE001  # whatever it is, the test shows it
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert outcomes.count(Outcome.STORED) == 1
    assert outcomes.count(Outcome.DUPLICATE) == 15
    assert AssetName.objects.count() == 16
    assert len(stored_files()) == 1
    subject = str(Asset.objects.get().pk)  # jobs of earlier tests outlive them: no table of Django's, so never flushed
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'subject' = %s", [subject])
        assert cursor.fetchone()[0] == 1
