"""Yes and no to face recognition and expressions, and what follows."""

from __future__ import annotations

import pytest
from tests.cast import Browser
from tests.factories import make_asset, make_face

from photonest.accounts.models import FaceChoice, User
from photonest.assets.models import Asset
from photonest.jobs import queue
from photonest.jobs.models import StepRun, StepStatus
from photonest.people.models import Face, FaceEmbedding
from photonest.pipelines import faces_choice

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
