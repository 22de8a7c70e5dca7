"""Yes and no to face recognition and expressions, and what follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.canaries import rows_that_hold
from tests.cast import Browser
from tests.factories import make_asset, make_face, make_tag
from tests.pictures import encoded
from tests.pipelines.test_group_faces import portrait

from photonest.accounts.models import FaceChoice, User
from photonest.ai.fake import FakeAI
from photonest.assets.metadata.xmp import Region
from photonest.assets.metadata.xmp_writing import MarkedFaces, XmpChanges, merge_xmp
from photonest.assets.models import Asset, AssetState
from photonest.jobs import queue
from photonest.jobs.models import StepRun, StepStatus
from photonest.people.models import Face, FaceEmbedding
from photonest.pipelines import faces_choice, ingest
from photonest.pipelines.admission import admit
from photonest.storage import media
from photonest.tags.models import AssetTag
from photonest_contracts.inference import AnalyseRequest, Analysis, Task

pytestmark = pytest.mark.django_db


def analysed(owner: User, status: StepStatus = StepStatus.DONE) -> Asset:
    asset = make_asset(owner)
    StepRun.objects.create(asset=asset, step="analysis", version=1, status=status)
    StepRun.objects.create(asset=asset, step="renditions", version=1, status=StepStatus.DONE)
    return asset


def test_a_yes_is_recorded_with_who_when_and_which_text(as_alice: Browser, alice: User) -> None:
    answer = as_alice.patch("/api/me", {"faces_enabled": True})
    assert answer.json()["user"]["faces_enabled"] is True
    assert answer.json()["user"]["faces_decided_at"].endswith("Z")
    choice = FaceChoice.objects.get()
    assert (choice.user, choice.is_enabled, choice.text_version) == (alice, True, faces_choice.TEXT_VERSION)


def test_a_yes_makes_the_analysis_of_ones_own_photos_due_once(as_alice: Browser, alice: User, bob: User) -> None:
    mine, failed, his = analysed(alice), analysed(alice, StepStatus.FAILED), analysed(bob)
    as_alice.patch("/api/me", {"faces_enabled": True})
    assert queue.unfinished_subjects("ingest") == {mine.id}
    assert not StepRun.objects.filter(asset=mine, step="analysis").exists()
    assert StepRun.objects.filter(asset=mine, step="renditions").exists()
    assert StepRun.objects.filter(asset__in=[failed, his], step="analysis").count() == 2
    as_alice.patch("/api/me", {"faces_enabled": True})
    assert queue.counts()["todo"] == 1


def test_a_no_erases_every_vector_and_expression_of_ones_own_and_keeps_the_boxes(
    as_alice: Browser, alice: User, bob: User
) -> None:
    User.objects.update(faces_enabled=True, expressions_enabled=True)
    for owner in (alice, bob):
        make_face(make_asset(owner), recognised=True, expression={"happy": 0.9})
    as_alice.patch("/api/me", {"faces_enabled": False})
    assert list(FaceEmbedding.objects.values_list("owner_id", flat=True)) == [bob.id]
    assert list(Face.objects.filter(expression__isnull=False).values_list("owner_id", flat=True)) == [bob.id]
    assert Face.objects.filter(owner=alice).count() == 1
    alice.refresh_from_db()
    assert (alice.faces_enabled, alice.expressions_enabled) == (False, False)


def test_a_no_that_fails_half_way_changes_nothing(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.update(faces_enabled=True)
    make_face(make_asset(alice), recognised=True)

    def broken(user: User) -> None:
        raise RuntimeError

    monkeypatch.setattr(faces_choice, "_erase_expressions", broken)
    with pytest.raises(RuntimeError):
        faces_choice.set_faces(alice, is_enabled=False)
    alice.refresh_from_db()
    assert alice.faces_enabled
    assert FaceEmbedding.objects.exists()
    assert not FaceChoice.objects.exists()


def test_looks_need_recognition_first(as_alice: Browser, alice: User) -> None:
    answer = as_alice.patch("/api/me", {"expressions_enabled": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "faces_off")
    both = as_alice.patch("/api/me", {"faces_enabled": True, "expressions_enabled": True})
    assert both.json()["user"]["expressions_enabled"] is True


def test_a_no_to_looks_erases_them_and_keeps_the_vectors(as_alice: Browser, alice: User) -> None:
    User.objects.update(faces_enabled=True, expressions_enabled=True)
    make_face(make_asset(alice), recognised=True, expression={"happy": 0.9})
    as_alice.patch("/api/me", {"expressions_enabled": False})
    assert Face.objects.get().expression is None
    assert FaceEmbedding.objects.exists()


def marked(*names: str) -> bytes:
    """A JPEG whose XMP marks faces of these names."""
    regions = tuple(Region(0.2 + 0.3 * place, 0.5, 0.2, 0.3, name) for place, name in enumerate(names))
    return encoded(seed=len(names), xmp=merge_xmp(None, XmpChanges(faces=MarkedFaces(regions, 320, 240))))


def test_whom_a_file_marks_is_kept_nowhere_before_a_yes_and_after_a_no(
    ingested: Callable[..., Asset], owner: User
) -> None:
    photo = ingested(marked("Zaphodia", "Trillianna"))
    assert not rows_that_hold("Zaphodia")
    assert not rows_that_hold("0.35,")  # nor where she is in the picture
    for _ in range(2):  # a yes after a no finds them once more
        faces_choice.set_faces(owner, is_enabled=True)
        ingest.run(photo.pk)
        names = Face.objects.exclude(name_in_file="").order_by("left").values_list("name_in_file", flat=True)
        assert list(names) == ["Zaphodia", "Trillianna"]
        faces_choice.set_faces(owner, is_enabled=False)
        assert not rows_that_hold("Zaphodia")


def test_names_of_a_new_sidecar_survive_a_worker_that_dies_between_the_two_commits(
    ingested: Callable[..., Asset], receive: Callable[..., object], owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.update(faces_enabled=True)
    photo = ingested(encoded(seed=7), "trip.jpg")
    with media.receive() as incoming:
        faces = MarkedFaces((Region(0.5, 0.5, 0.2, 0.3, "Anna"),), 320, 240)
        incoming.write(merge_xmp(None, XmpChanges(faces=faces)))
        admit(incoming, owner=owner, filename="trip.jpg.xmp")

    def killed(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "_make_searchable", killed)
        with pytest.raises(RuntimeError):
            ingest.reread_metadata(photo.pk)
    ingest.run(photo.pk)
    assert Face.objects.exclude(name_in_file="").get().name_in_file == "Anna"


@pytest.mark.parametrize("no", ["expressions", "faces"])
def test_moods_that_rest_on_faces_go_with_a_no_and_are_judged_anew(alice: User, no: str) -> None:
    User.objects.update(faces_enabled=True, expressions_enabled=True)
    alice.refresh_from_db()
    smiling, empty = analysed(alice), analysed(alice)
    make_face(smiling, expression={"happy": 0.9})
    make_tag(smiling, "joyful", kind="mood", source="looks@1")
    make_tag(smiling, "beach", kind="scene", source="looks@1")
    make_tag(empty, "calm", kind="mood", source="looks@1")
    if no == "faces":
        faces_choice.set_faces(alice, is_enabled=False)
    else:
        faces_choice.set_expressions(alice, is_enabled=False)
    assert set(AssetTag.objects.values_list("tag__name", flat=True)) == {"beach", "calm"}
    assert queue.unfinished_subjects("ingest") == {smiling.pk}
    assert not StepRun.objects.filter(asset=smiling, step="analysis").exists()


def test_an_answer_that_read_faces_is_dropped_after_a_no(
    ingested: Callable[..., Asset], fake_ai: FakeAI, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.faces_enabled = owner.expressions_enabled = True
    owner.save()
    analyse, asked = fake_ai.analyse, []

    def meanwhile(request: AnalyseRequest, body: bytes = b"") -> Analysis:
        answer = analyse(request, body)
        asked.append(request.tasks)
        if len(asked) == 1:
            faces_choice.set_expressions(owner, is_enabled=False)
        return answer

    monkeypatch.setattr(fake_ai, "analyse", meanwhile)
    photo = ingested(portrait((200, 30, 30)), "a.png")
    assert photo.state == AssetState.PROCESSING
    assert not AssetTag.objects.exists()
    assert queue.unfinished_subjects("ingest") == {photo.pk}
    ingest.run(photo.pk)
    assert Task.EXPRESSIONS in asked[0]
    assert Task.EXPRESSIONS not in asked[1]
    assert Face.objects.get().expression is None
    assert AssetTag.objects.exists()
    assert Asset.objects.get().state == AssetState.READY


@pytest.mark.parametrize("yes", [faces_choice.set_faces, faces_choice.set_expressions])
def test_a_yes_that_cannot_make_photos_due_is_no_yes_and_can_be_given_again(
    alice: User, monkeypatch: pytest.MonkeyPatch, yes: Callable[..., None]
) -> None:
    User.objects.update(faces_enabled=yes is faces_choice.set_expressions)
    photo = analysed(alice)

    def broken(*_: object, **__: object) -> int:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(queue, "enqueue", broken)
        with pytest.raises(RuntimeError):
            yes(alice, is_enabled=True)
    alice.refresh_from_db()
    assert (alice.faces_enabled and alice.expressions_enabled, queue.counts()["todo"]) == (False, 0)
    yes(alice, is_enabled=True)
    assert queue.unfinished_subjects("ingest") == {photo.pk}
