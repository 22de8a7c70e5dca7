"""What the owner set outlives every later reading and analysis, and leaves as XMP that is read back the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import make_asset
from tests.pictures import encoded, plain

from photonest.assets import services
from photonest.assets.corrections import PlaceEdit
from photonest.assets.metadata.reading import read_metadata
from photonest.assets.metadata.xmp import read_xmp
from photonest.assets.metadata.xmp_writing import XmpChanges, merge_xmp
from photonest.assets.models import Asset, Sidecar
from photonest.assets.time_edits import TimeEdit
from photonest.assets.undo import undo
from photonest.jobs.models import StepRun
from photonest.pipelines import ingest
from photonest.pipelines.edit import correct_assets, edit_asset, tag_assets
from photonest.pipelines.sidecar_text import xmp_for
from photonest.search.models import AssetWords
from photonest.tags.models import AssetTag

pytestmark = pytest.mark.django_db

TAKEN = datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
RED = (220, 30, 30)


def sidecar(*keywords: tuple[str, ...], position: tuple[float, float] | None = (48.2, 16.37)) -> bytes:
    return merge_xmp(None, XmpChanges(taken_at=TAKEN, position=position, keywords=keywords))


def again(asset: Asset) -> Asset:
    """The metadata read anew, as when a sidecar comes, and the picture analysed anew, as after an update."""
    StepRun.objects.filter(asset=asset, step="analysis").delete()
    ingest.reread_metadata(asset.id)
    return Asset.objects.get(id=asset.id)


def own(asset: Asset) -> set[str]:
    return set(AssetTag.objects.filter(asset=asset, kind="user").values_list("tag__name", flat=True))


def of(asset: Asset):
    return Asset.objects.filter(id=asset.id)


def test_time_and_place_set_by_the_owner_win_over_every_later_reading(ingested, receive, owner):
    receive(sidecar(), "a.jpg.xmp")
    asset = ingested(encoded(60), "a.jpg")
    assert (asset.latitude, asset.local_at) == (48.2, TAKEN)
    done = correct_assets(of(asset), owner.id, place=PlaceEdit(38.7, -9.1), when=TimeEdit(shift=timedelta(days=1)))
    after = again(asset)
    assert (after.latitude, after.longitude, after.place_source) == (38.7, -9.1, "user")
    assert (after.local_at, str(after.local_day), after.taken_source) == (
        TAKEN + timedelta(days=1),
        "2019-05-07",
        "user",
    )
    undo(owner.id, done.undo_id)
    after = again(asset)
    assert (after.latitude, after.local_at, after.taken_source) == (48.2, TAKEN, "sidecar")


def test_a_place_taken_away_stays_away(ingested, receive, owner):
    receive(sidecar(), "a.jpg.xmp")
    asset = ingested(encoded(61), "a.jpg")
    correct_assets(of(asset), owner.id, place=PlaceEdit(None, None))
    assert again(asset).latitude is None


def test_what_is_corrected_while_the_file_is_read_stays(receive, fake_ai, owner, monkeypatch):
    receive(sidecar(), "a.jpg.xmp")
    asset_id = receive(encoded(62), "a.jpg").asset_id
    real = ingest._decode

    def corrected_meanwhile(*args, **more):
        correct_assets(
            Asset.objects.filter(id=asset_id), owner.id,
            place=PlaceEdit(38.7, -9.1), when=TimeEdit(day=TAKEN.date().replace(year=1999)),
        )  # fmt: skip
        return real(*args, **more)

    monkeypatch.setattr(ingest, "_decode", corrected_meanwhile)
    ingest.run(asset_id)
    asset = Asset.objects.get(id=asset_id)
    assert (asset.latitude, asset.local_day.year, asset.taken_source, asset.place_source) == (
        38.7,
        1999,
        "user",
        "user",
    )


def test_keywords_of_other_programs_become_own_tags_and_go_with_them(ingested, receive):
    receive(sidecar(("Places", "Lisbon"), ("beach/bar",)), "a.jpg.xmp")
    asset = ingested(encoded(63), "a.jpg")
    assert own(asset) == {"Places/Lisbon", "beach\u2215bar"}
    assert "lisbon" in AssetWords.objects.get(asset=asset).words
    Sidecar.objects.update(content=sidecar(("Places", "Porto")))
    asset = again(asset)
    assert own(asset) == {"Places/Porto"}
    assert "lisbon" not in AssetWords.objects.get(asset=asset).words


def test_a_keyword_taken_off_here_does_not_come_back_with_the_file(ingested, receive, owner):
    receive(sidecar(("dog",), ("cat",)), "a.jpg.xmp")
    asset = ingested(encoded(64), "a.jpg")
    tag_assets(of(asset), owner.id, remove=["dog"])
    assert own(again(asset)) == {"cat"}


def test_a_rejected_guess_never_returns_until_its_owner_gives_it(ingested, owner):
    asset = ingested(plain(RED))
    guess = AssetTag.objects.filter(asset=asset, is_shown=True).exclude(kind="user").first()
    assert guess is not None
    name = guess.tag.name
    tag_assets(of(asset), owner.id, remove=[name])
    again(asset)
    assert not AssetTag.objects.filter(asset=asset, tag__name=name).exists()
    tag_assets(of(asset), owner.id, add=[name])
    again(asset)
    assert own(asset) == {name}
    assert AssetTag.objects.filter(asset=asset, tag__name=name).exclude(kind="user").exists()


def test_older_photos_get_their_keywords_as_tags_with_the_next_version_of_words(ingested, receive):
    receive(sidecar(("Family", "Anna")), "a.jpg.xmp")
    asset = ingested(encoded(65), "a.jpg")
    AssetTag.objects.filter(asset=asset).delete()
    StepRun.objects.filter(asset=asset, step="words").update(version=1)
    assert ingest.due_steps(asset) == {"words"}
    ingest.run(asset.id)
    assert own(asset) == {"Family/Anna"}


def test_what_the_user_said_goes_out_as_xmp_and_comes_back_the_same(owner, tmp_path):
    at = datetime(2024, 7, 4, 18, 30, 15, tzinfo=UTC)
    asset = make_asset(
        owner, at=at, utc_offset_minutes=60, taken_source="user", place_source="user", latitude=38.7167,
        longitude=-9.1333, rating=4, title="Evening", description="Two\nlines",
    )  # fmt: skip
    tag_assets(of(asset), owner.id, add=["Places/Lisbon", "dog"])
    packet = xmp_for(asset)
    found = read_xmp([packet])
    assert (found.rating, found.title, found.description) == (4, "Evening", "Two\nlines")
    photo = tmp_path / "a.jpg"
    photo.write_bytes(encoded(66))
    read = read_metadata(photo, "jpeg", filename="a.jpg", sidecar=packet)
    assert set(read.keywords) == {("Places", "Lisbon"), ("dog",)}
    assert (read.latitude, read.longitude) == (pytest.approx(38.7167, abs=1e-6), pytest.approx(-9.1333, abs=1e-6))
    assert read.captured is not None
    assert (read.captured.local.replace(tzinfo=UTC), read.captured.offset_minutes) == (at, 60)


def test_foreign_words_of_a_sidecar_stay_and_unset_facts_are_not_written(owner):
    asset = make_asset(owner, filename="b.jpg", latitude=1.0, longitude=2.0)
    foreign = merge_xmp(None, XmpChanges(position=(48.2, 16.37), title="Theirs"))
    Sidecar.objects.create(owner=owner, folder="", filename="b.jpg.xmp", content=foreign)
    found = read_xmp([xmp_for(asset)])
    assert (found.position.latitude, found.position.longitude) == (pytest.approx(48.2), pytest.approx(16.37))
    assert (found.times, found.title) == ((), "Theirs")


def test_words_and_stars_that_the_owner_removed_do_not_come_back_from_the_file(ingested, receive, owner):
    receive(merge_xmp(None, XmpChanges(rating=4, description="Uncle's words")), "a.jpg.xmp")
    asset = ingested(encoded(61), "a.jpg")
    assert (asset.rating, asset.description) == (4, "Uncle's words")
    edit_asset(asset, description="", rating=None)
    after = again(asset)
    assert (after.rating, after.description) == (None, "")
    assert not AssetWords.objects.filter(asset=asset, words="uncle").exists()
    other = ingested(encoded(62), "b.jpg")
    services.rate(of(other), owner.id, rating=5)
    services.rate(of(other), owner.id, rating=None)
    receive(merge_xmp(None, XmpChanges(rating=3)), "b.jpg.xmp")
    assert again(other).rating is None


def test_words_removed_while_the_file_is_being_read_stay_removed(ingested, receive, monkeypatch):
    receive(merge_xmp(None, XmpChanges(rating=4, description="Uncle's words")), "a.jpg.xmp")
    asset = ingested(encoded(63), "a.jpg")
    read = ingest.read_metadata

    def meanwhile(*args, **options):
        found = read(*args, **options)
        edit_asset(asset, description="", rating=None)
        return found

    monkeypatch.setattr(ingest, "read_metadata", meanwhile)
    after = again(asset)
    assert (after.rating, after.description) == (None, "")
