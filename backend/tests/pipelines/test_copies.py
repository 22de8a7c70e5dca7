"""Near duplicates of one owner: found whatever came first, dealt with by the owner alone, and every answer undone."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
import skimage.data
from PIL import Image
from tests.cast import Browser
from tests.factories import make_tag, make_user

from photonest.accounts.models import User
from photonest.assets import copies, stacks
from photonest.assets.models import Asset, Copy
from photonest.assets.queries import copies_of, without_copies
from photonest.assets.undo import undo
from photonest.pipelines import compare, ingest
from photonest.pipelines.copies import keep_one
from photonest.search.finding import find
from photonest.search.models import AssetWords
from photonest.tags.models import AssetTag

pytestmark = pytest.mark.django_db

Ingested = Callable[..., Asset]


def jpeg(name: str = "astronaut", *, size: int = 500, quality: int = 90, crop: int = 0) -> bytes:
    image = Image.fromarray(getattr(skimage.data, name)()).convert("RGB")
    image = image.crop((crop, crop, image.width - crop, image.height - crop)).resize((size, size))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


@pytest.fixture
def three(ingested: Ingested, owner: User) -> Sequence[Asset]:
    """The original, a small copy and a cropped one."""
    contents = [jpeg(), jpeg(size=220, quality=60), jpeg(size=480, crop=18)]
    return [ingested(content, f"{number}.jpg") for number, content in enumerate(contents)]


def group_of(owner: User) -> set[str]:
    (group,) = copies.groups(owner.pk)
    return set(Asset.objects.filter(pk__in=group.members).values_list("filename", flat=True))


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_copies_are_found_in_whichever_order_they_come(
    ingested: Ingested, owner: User, order: tuple[int, ...], at_once: bool
) -> None:
    contents = [jpeg(), jpeg(size=220, quality=60), jpeg("coffee")]
    for number in order:
        ingested(contents[number], f"{number}.jpg")
        if not at_once:
            compare.run(owner.pk)
    compare.run(owner.pk)
    assert group_of(owner) == {"0.jpg", "1.jpg"}
    compare.run(owner.pk)
    assert Copy.objects.count() == 1


def test_copies_of_two_owners_are_no_pair(ingested: Ingested, owner: User) -> None:
    other = make_user("other")
    ingested(jpeg(), "mine.jpg")
    ingested(jpeg(size=220), "theirs.jpg", by=other)
    compare.run(owner.pk)
    compare.run(other.pk)
    assert not Copy.objects.exists()


def test_what_is_on_one_stack_is_dealt_with(three: Sequence[Asset], owner: User) -> None:
    compare.run(owner.pk)
    stacks.stack(Asset.objects.all(), owner.pk)
    assert copies.groups(owner.pk) == []


def test_a_stack_is_one_thing_among_copies_and_dismissing_it_lasts(three: Sequence[Asset], owner: User) -> None:
    compare.run(owner.pk)
    stacks.stack(Asset.objects.filter(pk__in=[three[0].pk, three[1].pk]), owner.pk, cover_id=three[0].pk)
    (group,) = copies.groups(owner.pk)
    assert set(group.members) == {three[0].pk, three[2].pk}
    shown = Browser(owner).get("/api/duplicates").json()["groups"][0]["members"]
    assert {member["filename"]: member["stack_size"] for member in shown} == {"0.jpg": 2, "2.jpg": 1}
    copies.dismiss(owner.pk, group.members)
    assert copies.groups(owner.pk) == []


def test_the_largest_is_suggested(three: Sequence[Asset]) -> None:
    rows = list(Asset.objects.all())
    assert copies.best_of(rows).filename == "0.jpg"
    assert copies.best_of(rows[::-1]).filename == "0.jpg"


def test_keeping_one_takes_over_what_was_said_and_is_one_undo(three: Sequence[Asset], owner: User) -> None:
    compare.run(owner.pk)
    kept, small, cropped = three
    Asset.objects.filter(pk=kept.pk).update(description="Liftoff")
    Asset.objects.filter(pk=small.pk).update(is_favourite=True, rating=4, description="from the chat")
    Asset.objects.filter(pk=cropped.pk).update(rating=2, title="Portrait")
    make_tag(small, "space", kind="user", source="user", score=1.0)
    make_tag(small, "guess")
    browser = Browser(owner)
    shown = browser.get("/api/duplicates").json()
    assert (shown["total"], shown["groups"][0]["suggested"]) == (1, str(kept.pk))
    assert shown["groups"][0]["members"][0]["id"] == str(kept.pk)
    body = {"keep": str(kept.pk), "trash": [str(small.pk), str(cropped.pk)]}
    answer = browser.post("/api/duplicates/keep", body).json()
    assert answer["changed"] == 2
    said = ("is_favourite", "rating", "title", "description")
    now = Asset.objects.filter(pk=kept.pk).values_list(*said).get()
    assert now == (True, 4, "Portrait", "Liftoff\n\nfrom the chat")
    assert set(AssetTag.objects.filter(asset=kept, kind="user").values_list("tag__name", flat=True)) == {"space"}
    assert AssetWords.objects.filter(asset=kept, words="chat").exists()
    assert copies.groups(owner.pk) == []
    assert Asset.objects.filter(trashed_at__isnull=False).count() == 2

    assert browser.post(f"/api/undo/{answer['undo']}").json() == {"changed": 2}
    assert Asset.objects.filter(pk=kept.pk).values_list(*said).get() == (False, None, "", "Liftoff")
    assert not AssetTag.objects.filter(asset=kept, kind="user").exists()
    assert not AssetWords.objects.filter(asset=kept, words="chat").exists()
    assert group_of(owner) == {"0.jpg", "1.jpg", "2.jpg"}


def test_undo_keeps_what_was_written_on_the_kept_one_since(three: Sequence[Asset], owner: User) -> None:
    browser = Browser(owner)
    Asset.objects.filter(pk=three[1].pk).update(description="old words", is_favourite=True)
    answer = browser.post("/api/duplicates/keep", {"keep": str(three[0].pk), "trash": [str(three[1].pk)]}).json()
    browser.patch(f"/api/assets/{three[0].pk}", {"description": "newer"})
    browser.post(f"/api/undo/{answer['undo']}")
    assert Asset.objects.values_list("description", "is_favourite").get(pk=three[0].pk) == ("newer", False)


def test_what_makes_no_sense_is_refused(three: Sequence[Asset], owner: User, as_bob: Browser) -> None:
    browser, one = Browser(owner), str(three[0].pk)
    assert browser.post("/api/duplicates/keep", {"keep": one, "trash": [one]}).json()["code"] == "nothing_to_keep"
    assert as_bob.post("/api/duplicates/keep", {"keep": one, "trash": [one]}).status_code == 404
    assert browser.post("/api/duplicates/keep", {"keep": one, "trash": []}).status_code == 422
    assert Asset.objects.filter(trashed_at__isnull=False).count() == 0


def test_what_is_different_is_never_shown_again_until_undone(three: Sequence[Asset], owner: User) -> None:
    compare.run(owner.pk)
    found = list(Copy.objects.values_list("pk", "is_dismissed"))
    browser = Browser(owner)
    answer = browser.post("/api/duplicates/different", {"ids": [str(asset.pk) for asset in three]}).json()
    assert answer["changed"] == 3
    assert browser.get("/api/duplicates").json()["total"] == 0
    Asset.objects.update(compared_version=0)
    compare.run(owner.pk)
    assert browser.get("/api/duplicates").json()["total"] == 0
    assert copies_of(three[0].pk) == set()
    undo(owner.pk, answer["undo"])
    assert set(Copy.objects.values_list("pk", "is_dismissed")) == set(found)
    assert group_of(owner) == {"0.jpg", "1.jpg", "2.jpg"}


def test_a_ranking_shows_only_the_best_of_the_copies(three: Sequence[Asset], owner: User, ingested: Ingested) -> None:
    other = ingested(jpeg("coffee"), "coffee.jpg")
    assert {hit.asset.pk for hit in find(owner, "", like=three[0].pk).hits} >= {three[1].pk, three[2].pk}
    compare.run(owner.pk)
    assert copies_of(three[0].pk) == {three[1].pk, three[2].pk}
    assert without_copies([three[1].pk, other.pk, three[0].pk]) == [three[1].pk, other.pk]
    alike = {hit.asset.pk for hit in find(owner, "", like=three[0].pk).hits}
    assert not alike & {three[1].pk, three[2].pk}


def test_what_the_kept_one_took_over_outlives_the_next_reading(three: Sequence[Asset], owner: User) -> None:
    kept, small, _ = three
    make_tag(small, "Holiday/Crete", kind="user", source="file", score=1.0)
    answer = keep_one(owner, kept, Asset.objects.filter(pk=small.pk))
    ingest.reread_metadata(kept.pk)
    tags = AssetTag.objects.filter(asset=kept, kind="user")
    assert [tag.tag.name for tag in tags] == ["Holiday/Crete"]
    assert answer.undo_id is not None
    undo(owner.pk, answer.undo_id)
    assert not tags.all().exists()
