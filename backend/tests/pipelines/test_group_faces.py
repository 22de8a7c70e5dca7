"""Faces become people in the background, once for many photos, and only with a yes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw
from tests.factories import make_asset, make_face, make_stored_asset

from photonest.accounts.models import User
from photonest.ai.fake import FakeAI
from photonest.ai.fake_words import SKIN
from photonest.assets.models import Asset
from photonest.jobs import queue
from photonest.people import corrections
from photonest.people.models import Face, FaceEmbedding, Grouping, Person
from photonest.pipelines import drawn_faces, faces_choice, group_faces, ingest
from photonest.storage import keys, media

pytestmark = pytest.mark.django_db


def portrait(features: tuple[int, int, int], *, shade: int = 0) -> bytes:
    """A face for the fake AI: who it is tells the colour in the middle."""
    picture = Image.new("RGB", (400, 300), (20, 40 + shade, 60))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((120, 60, 240, 200), fill=SKIN)
    draw.rectangle((165, 115, 195, 145), fill=features)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def allowing(owner: User) -> User:
    owner.faces_enabled = True
    owner.save()
    return owner


def test_photos_are_grouped_once_when_nothing_else_is_left(allowing: User, ingested: Callable[..., Asset]) -> None:
    for shade in range(3):
        ingested(portrait((200, 30, 30), shade=shade), f"a{shade}.png")
        ingested(portrait((30, 30, 200), shade=shade), f"b{shade}.png")
    assert queue.unfinished_subjects("group_faces") == {allowing.pk}
    assert Grouping.objects.get().is_asked
    done = group_faces.group(allowing.pk)
    assert (done.faces, done.people) == (6, 2)
    assert sorted(person.faces.count() for person in Person.objects.all()) == [3, 3]
    grouping = Grouping.objects.get()
    assert (grouping.is_asked, grouping.face_count) == (False, 6)


def test_wallpaper_that_was_taken_for_faces_becomes_nobody(allowing: User) -> None:
    for score, quality in ((0.7, 0.9), (0.95, 0.1)):
        for _ in range(3):
            make_face(make_asset(allowing), recognised=True, score=score, quality=quality)
    assert (group_faces.group(allowing.pk).people, Person.objects.count()) == (0, 0)


def test_before_a_yes_nothing_is_grouped_or_asked_for(owner: User, ingested: Callable[..., Asset]) -> None:
    ingested(portrait((200, 30, 30)), "a.png")
    assert Face.objects.count() == 1
    assert not FaceEmbedding.objects.exists()
    assert queue.unfinished_subjects("group_faces") == set()
    assert group_faces.group(owner.pk).faces == 0
    assert not Grouping.objects.exists()


def test_a_yes_for_a_library_that_is_there_makes_people_of_its_older_photos(
    owner: User, ingested: Callable[..., Asset]
) -> None:
    photos = [ingested(portrait((200, 30, 30), shade=shade), f"a{shade}.png") for shade in range(2)]
    assert not Person.objects.exists()
    faces_choice.set_faces(owner, is_enabled=True)
    assert queue.unfinished_subjects("ingest") >= {photo.pk for photo in photos}
    for photo in photos:
        ingest.run(photo.pk)
    group_faces.group(owner.pk)
    assert Person.objects.get().faces.count() == 2


def test_a_correction_stays_when_the_photo_is_looked_at_again(allowing: User, ingested: Callable[..., Asset]) -> None:
    photos = [ingested(portrait((200, 30, 30), shade=shade), f"a{shade}.png") for shade in range(3)]
    face = Face.objects.get(asset=photos[0])
    corrections.assign(allowing.pk, [face.pk], name="Anna")
    faces_choice.look_again(allowing)
    for photo in photos:
        ingest.run(photo.pk)
    assert Face.objects.count() == 3
    assert Face.objects.get(pk=face.pk).person.name == "Anna"
    group_faces.group(allowing.pk)
    assert Person.objects.get(name="Anna").faces.count() == 3


def test_a_no_erases_people_names_and_drawn_boxes_and_keeps_counted_ones(
    allowing: User, ingested: Callable[..., Asset]
) -> None:
    photo = ingested(portrait((200, 30, 30)), "a.png")
    found = Face.objects.get()
    corrections.assign(allowing.pk, [found.pk], name="Anna")
    corrections.draw(photo, (0.7, 0.7, 0.1, 0.1), name="Tom")
    faces_choice.set_faces(allowing, is_enabled=False)
    assert [face.pk for face in Face.objects.all()] == [found.pk]
    assert (Person.objects.count(), FaceEmbedding.objects.count(), Grouping.objects.count()) == (0, 0, 0)


def test_what_the_owner_says_while_faces_are_grouped_wins(
    allowing: User, ingested: Callable[..., Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    from photonest.people import regrouping

    for shade in range(3):
        ingested(portrait((200, 30, 30), shade=shade), f"a{shade}.png")
    faces = list(Face.objects.order_by("id"))
    grouped, said = regrouping.regroup, []

    def interrupted(facts: object, *, is_full: bool) -> object:
        if not said:
            said.append(corrections.assign(allowing.pk, [faces[0].pk], name="Anna"))
            corrections.ignore(allowing.pk, [faces[1].pk], is_ignored=True)
        return grouped(facts, is_full=is_full)

    monkeypatch.setattr(regrouping, "regroup", interrupted)
    assert group_faces.group(allowing.pk).is_settled
    states = [(face.person and face.person.name, face.is_ignored) for face in Face.objects.order_by("id")]
    assert states == [("Anna", False), (None, True), ("Anna", False)]


def test_groups_are_made_anew_by_night_and_after_growth_only(allowing: User) -> None:
    make_face(make_asset(allowing), recognised=True)
    assert group_faces.enqueue_nightly() == 1
    group_faces.group(allowing.pk)
    assert group_faces.enqueue_nightly() == 0
    first = Grouping.objects.get().full_at
    group_faces.group(allowing.pk)
    assert Grouping.objects.get().full_at == first
    make_face(make_asset(allowing), recognised=True)
    group_faces.group(allowing.pk)
    assert Grouping.objects.get().face_count == 2
    Grouping.objects.update(full_at=timezone.now() - timedelta(hours=21), is_asked=True)
    assert group_faces.enqueue_nightly() == 1


@pytest.mark.parametrize("size", [(800, 600), (160, 120)])
def test_a_drawn_face_gets_a_vector_from_its_part_of_the_preview(
    allowing: User, fake_ai: FakeAI, size: tuple[int, int]
) -> None:
    photo = make_stored_asset(allowing)
    with Image.open(io.BytesIO(portrait((200, 30, 30)))) as picture:
        content = io.BytesIO()
        picture.resize(size, Image.Resampling.NEAREST).save(content, "PNG")
    media.write_derived(keys.preview(bytes(photo.sha256), 1), content.getvalue())
    _, face = corrections.draw(photo, (0.28, 0.18, 0.36, 0.5), name="Anna")
    drawn_faces.read(face.pk)
    face.refresh_from_db()
    assert FaceEmbedding.objects.get().face == face
    assert (face.left, len(face.points)) == (0.28, 5)
    assert 0.3 < face.points[0][0] < 0.5
    assert 0 < face.quality <= 1


def test_a_drawn_face_without_a_face_in_it_stays_without_a_vector(allowing: User, fake_ai: FakeAI) -> None:
    photo = make_stored_asset(allowing)
    media.write_derived(keys.preview(bytes(photo.sha256), 1), portrait((200, 30, 30)))
    _, face = corrections.draw(photo, (0.8, 0.8, 0.1, 0.1), name="Anna")
    drawn_faces.read(face.pk)
    assert not FaceEmbedding.objects.exists()
    assert Face.objects.get().person.name == "Anna"
    User.objects.update(faces_enabled=False)
    asked = fake_ai.analysed
    drawn_faces.read(face.pk)
    assert fake_ai.analysed == asked
