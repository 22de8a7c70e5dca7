"""A CLIP pack's space is filled beside the old one, switched to and back, and dropped, with search alive throughout.

The nets are small ones made here, but everything between them and the query is the real thing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.pictures import plain
from tests.real_ai import FakeWithReal, serve_ai

from ai.tests.toy_packs import PROTOTYPES, colour_pack
from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.assets.models import Asset
from photonest.core.errors import PhotoNestError
from photonest.jobs import queue
from photonest.jobs.models import StepRun, StepStatus
from photonest.pipelines import spaces as walk
from photonest.search import calibration, fuse, meaning, spaces
from photonest.search.errors import SpaceInUse, SpaceNotReady, SpaceUnknown
from photonest.search.models import Embedding, EmbeddingSpace, SpaceCalibration, SpaceKind, SpaceState
from photonest.search.services import search
from photonest.storage import keys, media
from photonest_ai.packs.adding import add_pack
from photonest_ai.settings import Settings

pytestmark = pytest.mark.django_db

PACK = "toy-colours@1"
SHADES = ("maroon", "blue", "teal", "brown", "white")
"""Maroon and teal are no words of the built-in models of the tests."""


@pytest.fixture
def ai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWithReal]:
    from photonest.tags import services

    monkeypatch.setenv("PHOTONEST_CACHE", str(tmp_path / "cache"))
    models = tmp_path / "ai-models"
    add_pack(models, str(colour_pack(tmp_path / "pack")))
    services._thresholds.cache_clear()
    meaning.forget()
    with serve_ai(Settings(models=models)) as real, client_replaced(FakeWithReal(real)) as client:
        yield client  # type: ignore[misc]
    services._thresholds.cache_clear()


@pytest.fixture
def photos(ai: FakeWithReal, receive: Callable[..., object]) -> dict[str, Asset]:
    """One photo a colour, analysed; none of the colours is a thing that the fake knows by name."""
    from photonest.pipelines import ingest

    found = {}
    for number, name in enumerate(SHADES):
        admitted = receive(plain(PROTOTYPES[name]), f"p{number}-picture.jpg")  # a name that no query finds
        ingest.run(admitted.asset_id)  # type: ignore[attr-defined]
        found[name] = Asset.objects.get(pk=admitted.asset_id)  # type: ignore[attr-defined]
    return found


def fill_all() -> int:
    """What the worker does with the queued jobs, here."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    done = 0
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("-priority", "id")
    while (job := jobs.filter(args__kind=walk.KIND).first()) is not None:
        subject = uuid.UUID(job.args["subject"])
        _finish(job.pk)
        walk.fill(subject)
        done += 1
    return done


def _finish(job_id: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job_id])
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job_id])


def names(owner: User, text: str) -> list[str]:
    return [hit.asset.filename for hit in search(owner, text).hits]


def state(name: str = PACK) -> str:
    return EmbeddingSpace.objects.get(name=name).state


def test_a_pack_is_filled_switched_to_and_back(owner: User, photos: dict[str, Asset]) -> None:
    built_in = spaces.built_in_space()
    assert built_in is not None
    assert names(owner, "a teal wall") == [], "the built-in models know no colours here"
    assert walk.index_pack(PACK) == len(photos)
    assert state() == SpaceState.FILLING
    with pytest.raises(SpaceNotReady, match="0% of the photos"):
        spaces.use(PACK)
    assert fill_all() == len(photos)
    assert state() == SpaceState.READY
    assert names(owner, "a teal wall") == [], "nothing changes before the switch"
    spaces.use(PACK)
    assert (state(), state(built_in.name)) == (SpaceState.ACTIVE, SpaceState.READY)
    assert names(owner, "a teal wall")[0] == "p2-picture.jpg"
    assert names(owner, "the maroon car")[0] == "p0-picture.jpg"
    spaces.use(built_in.name)
    assert names(owner, "a teal wall") == []
    assert Embedding.objects.filter(space__name=PACK).count() == len(photos), "switching back deletes nothing"


def test_nothing_found_stays_honest_in_the_new_space(owner: User, photos: dict[str, Asset]) -> None:
    walk.index_pack(PACK)
    fill_all()
    spaces.use(PACK)
    unrelated = ["a long argument about money", "an old map of a town", "seven sisters", "grandmother's birthday"]
    assert [text for text in unrelated if names(owner, text)] == []
    found = search(owner, "a teal wall")
    assert found.weak_from == 1, "one photo is sure: the teal one"


def test_tags_are_still_named_by_the_built_in_space(owner: User, photos: dict[str, Asset]) -> None:
    """Brown is the fake's colour of a dog."""
    walk.index_pack(PACK)
    fill_all()
    spaces.use(PACK)
    page = search(owner, "dog")
    assert page.looks_like[0] == "dog"
    assert [hit.asset.filename for hit in page.hits if "tag: dog" in " ".join(hit.why)] == ["p3-picture.jpg"]


def test_new_photos_come_into_the_space_that_is_searched(
    owner: User, photos: dict[str, Asset], receive: Callable[..., object]
) -> None:
    from photonest.pipelines import ingest

    walk.index_pack(PACK)
    fill_all()
    spaces.use(PACK)
    admitted = receive(plain(PROTOTYPES["black"]), "new.jpg")
    ingest.run(admitted.asset_id)  # type: ignore[attr-defined]
    assert fill_all() == 1
    assert names(owner, "a picture with black")[0] == "new.jpg"


def test_filling_goes_on_where_it_stopped(owner: User, photos: dict[str, Asset]) -> None:
    walk.index_pack(PACK)
    first, *rest = walk.spaces.missing_in(EmbeddingSpace.objects.get(name=PACK))
    walk.fill(first)
    kept = Embedding.objects.get(space__name=PACK).pk
    assert walk.index_pack(PACK) == 0, "the others wait already"
    fill_all()
    assert Embedding.objects.filter(space__name=PACK).count() == 1 + len(rest)
    assert Embedding.objects.filter(pk=kept).exists(), "what was there is not made again"


def test_a_lost_queue_is_made_up_for(photos: dict[str, Asset]) -> None:
    from django.db import connection

    walk.index_pack(PACK)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events; DELETE FROM procrastinate_jobs")
    assert walk.enqueue_missing() == len(photos)
    assert walk.enqueue_missing() == 0


def test_a_photo_that_cannot_be_read_does_not_hold_the_space_up(photos: dict[str, Asset]) -> None:
    broken = photos["maroon"]
    media.path(keys.preview(bytes(broken.sha256), broken.renditions_version)).write_bytes(b"no picture")
    walk.index_pack(PACK)
    fill_all()
    assert state() == SpaceState.READY
    run = StepRun.objects.get(asset=broken, step=walk.STEP)
    assert (run.status, run.is_permanent) == (StepStatus.FAILED, True)


def test_a_silent_service_loses_nothing(photos: dict[str, Asset], ai: FakeWithReal) -> None:
    from photonest.ai.errors import AIUnreachable

    walk.index_pack(PACK)
    working, ai.embed_image = ai.embed_image, _raise(AIUnreachable())  # type: ignore[method-assign]
    with pytest.raises(AIUnreachable):
        walk.fill(photos["maroon"].pk)
    assert StepRun.objects.get(asset=photos["maroon"], step=walk.STEP).status == StepStatus.WAITING
    ai.embed_image = working  # type: ignore[method-assign]
    walk.fill(photos["maroon"].pk)
    assert not StepRun.objects.filter(asset=photos["maroon"], step=walk.STEP).exists()


def _raise(problem: PhotoNestError) -> Callable[..., object]:
    def answer(*_: object) -> object:
        raise problem

    return answer


def test_a_space_whose_pack_is_gone_steps_aside_with_a_note(
    owner: User, photos: dict[str, Asset], ai: FakeWithReal
) -> None:
    walk.index_pack(PACK)
    fill_all()
    spaces.use(PACK)
    ai.remove_pack(PACK)
    meaning.forget()
    page = search(owner, "dog")
    assert [hit.asset.filename for hit in page.hits] == ["p3-picture.jpg"]
    assert any("built-in models" in note for note in page.notes)


def test_somebody_without_photos_in_the_space_is_searched_in_the_built_in_one(
    owner: User, photos: dict[str, Asset]
) -> None:
    walk.index_pack(PACK)
    fill_all()
    spaces.use(PACK)
    other = User.objects.create(username="other")
    within = spaces.in_use(other)
    assert within is not None
    assert within.space.kind == SpaceKind.BUILT_IN
    assert names(other, "a teal wall") == []


def test_a_dropped_space_takes_its_vectors_along_and_no_others(owner: User, photos: dict[str, Asset]) -> None:
    walk.index_pack(PACK)
    fill_all()
    spaces.use(PACK)
    with pytest.raises(SpaceInUse, match="Use another space first"):
        walk.drop_space(PACK)
    built_in = spaces.built_in_space()
    assert built_in is not None
    spaces.use(built_in.name)
    with pytest.raises(SpaceInUse, match="Drop its vectors first"):
        walk.require_unused(PACK)
    walk.drop_space(PACK)
    with pytest.raises(SpaceInUse, match="being deleted"):
        walk.index_pack(PACK)
    space = EmbeddingSpace.objects.get(name=PACK)
    assert not spaces.store_vector(photos["maroon"], space, _any_vector())
    walk.drop(uuid.UUID(int=space.pk))
    assert not EmbeddingSpace.objects.filter(name=PACK).exists()
    assert not SpaceCalibration.objects.exists()
    assert Embedding.objects.filter(space=built_in).count() == len(photos)
    walk.require_unused(PACK)


def _any_vector() -> object:
    from photonest.ai.half_vectors import encode_vector

    return encode_vector([1.0] + [0.0] * 23, space=PACK)


def test_the_built_in_space_cannot_be_dropped_and_unknown_names_are_said(photos: dict[str, Asset]) -> None:
    built_in = spaces.built_in_space()
    assert built_in is not None
    walk.index_pack(PACK)
    fill_all()
    spaces.use(PACK)
    with pytest.raises(SpaceInUse, match="comes with PhotoNest"):
        walk.drop_space(built_in.name)
    for act in (spaces.use, walk.drop_space):
        with pytest.raises(SpaceUnknown):
            act("nothing@1")
    with pytest.raises(walk.PackMissing):
        walk.index_pack("nothing@1")


def test_a_name_that_means_another_net_now_is_refused(photos: dict[str, Asset]) -> None:
    walk.index_pack(PACK)
    EmbeddingSpace.objects.filter(name=PACK).update(fingerprint="0" * 64)
    with pytest.raises(SpaceInUse, match="another model of the same name"):
        walk.index_pack(PACK)


def test_vectors_of_two_spaces_are_never_compared(owner: User, photos: dict[str, Asset]) -> None:
    walk.index_pack(PACK)
    fill_all()
    rows = list(Embedding.objects.values_list("space__name", "space__dim", "vector"))
    assert [(name, dim) for name, dim, vector in rows if len(vector) != dim] == []
    assert len({name for name, _, _ in rows}) == 3, "of texts, of likeness, and the pack's"


# -- the measure ----------------------------------------------------------------------------------------------------


def test_the_scale_keeps_order_and_puts_chance_where_fuse_expects_it() -> None:
    rng = np.random.default_rng(1)
    centre = rng.normal(size=32)
    photos = rng.normal(size=(500, 32)) + 2 * centre
    texts = rng.normal(size=(48, 32)) + 2 * centre
    photos /= np.linalg.norm(photos, axis=1, keepdims=True)
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    scale = calibration.measure(photos.astype(np.float32), texts.astype(np.float32))
    best = (photos @ texts.T).max(axis=0)
    assert -1 < scale.base < scale.weak_from < scale.sure_from < 1
    assert np.mean(best >= scale.sure_from) <= 0.05, "of 20 unrelated texts at most one finds anything"
    steps = [scale.likeness(c) for c in np.linspace(-1, 1, 400)]
    assert steps == sorted(steps)
    assert scale.likeness(scale.base) == pytest.approx(fuse.LIKENESS_FROM)
    assert scale.likeness(scale.weak_from) == pytest.approx(fuse.WEAK_LIKENESS)
    assert scale.likeness(scale.sure_from) == pytest.approx(fuse.SURE_LIKENESS)
    assert scale.likeness(1.0) == 1.0
    assert scale.cosine(scale.likeness(0.3)) == pytest.approx(0.3), "there and back"
    many = np.linspace(-1, 1, 50, dtype=np.float32)
    assert np.allclose(scale.likenesses(many), [scale.likeness(float(c)) for c in many], atol=1e-5)


def test_one_photo_and_equal_photos_can_be_measured() -> None:
    one = np.eye(8, dtype=np.float32)[:1]
    for photos, texts in ((one, one), (one.repeat(5, 0), one.repeat(9, 0)), (one, -one)):
        scale = calibration.measure(photos, texts)
        assert -1 <= scale.base < scale.weak_from < scale.sure_from < 1


def test_a_grown_library_is_measured_again(photos: dict[str, Asset]) -> None:
    walk.index_pack(PACK)
    fill_all()
    SpaceCalibration.objects.update(photos=2, sure_from=0.123)
    walk.settle_all()
    again = SpaceCalibration.objects.get()
    assert again.photos == len(photos)
    assert again.sure_from != 0.123
    SpaceCalibration.objects.update(sure_from=0.123)
    walk.settle_all()
    assert SpaceCalibration.objects.get().sure_from == 0.123, "nothing grew: not measured again"


def test_a_job_is_one_photo_so_that_little_is_lost(photos: dict[str, Asset]) -> None:
    walk.index_pack(PACK)
    assert queue.unfinished_subjects(walk.KIND) == {photo.pk for photo in photos.values()}
