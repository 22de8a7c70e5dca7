"""Whatever is asked in whatever world: results are a subset of what the viewer may see."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories import make_asset, make_face, make_user

from photonest import access
from photonest.ai.client import client_replaced
from photonest.ai.fake import FakeAI
from photonest.people.models import Person
from photonest.search import columns, index, listing, nearest, suggestions, tag_index, weighing
from photonest.search.facets import facets
from photonest.search.services import index_words, search, store_embedding
from photonest.tags import services as tags
from photonest_contracts.inference import AnalyseRequest, RawPixels

COLOURS = {"sea": (20, 80, 200), "forest": (20, 110, 40), "dog": (120, 70, 30), "car": (255, 0, 255)}
TRASHED = datetime(2026, 1, 1, tzinfo=UTC)

photos = st.lists(
    st.tuples(
        st.sampled_from(["alice", "bob"]),
        st.sampled_from(sorted(COLOURS)),
        st.booleans(),  # in the trash
        st.booleans(),  # the video part of the photo before
        st.sampled_from(["", "Lisbon", "sea"]),
    ),
    max_size=12,
)
queries = st.sampled_from(["sea", "trees", "dog", "car", "lisbon", "sea in lisbon", '"lisbon"', "img", "unknown"])

PIECES = [
    "sea", "trees", "with Anna", "without Anna", "in Lisbon", "not Lisbon", "is:favourite", "-is:favourite", "2024",
    "before 2020", "video", "tag:dog", "-tag:dog", '"lisbon"', "without sea", "selfies", "nobody", "no location",
]  # fmt: skip
"""Words of composed queries."""


@pytest.mark.usefixtures("fake_ai")
class TestVisibility(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(world=photos, text=queries, in_memory=st.booleans(), depth=st.sampled_from([1, 3, 1000]))
    def test_results_are_a_subset_of_what_the_viewer_may_see(
        self, world: list[tuple[str, str, bool, bool, str]], text: str, in_memory: bool, depth: int
    ) -> None:
        users = {name: make_user(name) for name in ("alice", "bob")}
        fake = FakeAI()
        before = None
        with client_replaced(fake), pytest.MonkeyPatch.context() as patch:
            for large in (index, columns):
                patch.setattr(large, "FROM_PHOTOS", -1 if in_memory else 20_000)
            patch.setattr(listing, "CHUNK", depth)
            patch.setattr(weighing, "MOST", depth)
            patch.setattr(nearest, "FEW", -1)
            patch.setattr(nearest, "COLD", -1)
            for name, colour, is_trashed, is_part, city in world:
                owner = users[name]
                of = before if is_part and before is not None and before.owner == owner else None
                asset = make_asset(owner, city=city, trashed_at=TRASHED if is_trashed else None, motion_of=of)
                pixels = bytes(COLOURS[colour]) * 400
                analysis = fake.analyse(AnalyseRequest(pixels=RawPixels(width_px=20, height_px=20)), pixels)
                tags.store_tags(asset, analysis)
                store_embedding(asset, analysis)
                index_words(asset)
                before = None if of is not None else asset
            for viewer in users.values():
                visible = set(access.visible_assets(viewer).values_list("pk", flat=True))
                page = search(viewer, text)
                assert {hit.asset.pk for hit in page.hits} <= visible
                assert all(hit.why for hit in page.hits)
                assert in_memory or page.searched == len(visible)
                own = {name for asset in visible for name in _words_of(asset)}
                assert {one.text for one in suggestions.suggest(viewer)} <= own
            index.shelf.drop()
            tag_index.shelf.drop()
            columns.shelf.drop()

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        world=photos,
        pieces=st.lists(st.sampled_from(PIECES), max_size=3, unique=True),
        sort=st.sampled_from(["", "oldest", "random"]),
        like=st.none() | st.integers(0, 11),
        in_memory=st.booleans(),
    )
    def test_composed_searches_facets_and_counts_tell_nothing_of_others(
        self,
        world: list[tuple[str, str, bool, bool, str]],
        pieces: list[str],
        sort: str,
        like: int | None,
        in_memory: bool,
    ) -> None:
        users = {name: make_user(name, faces_enabled=True) for name in ("alice", "bob")}
        annas = {name: Person.objects.create(owner=user, name="Anna") for name, user in users.items()}
        fake, made = FakeAI(), []
        with client_replaced(fake), pytest.MonkeyPatch.context() as patch:
            for large in (index, columns):
                patch.setattr(large, "FROM_PHOTOS", -1 if in_memory else 20_000)
            patch.setattr(nearest, "FEW", -1)
            patch.setattr(nearest, "COLD", -1)
            for name, colour, is_trashed, has_anna, city in world:
                owner = users[name]
                asset = make_asset(owner, city=city, trashed_at=TRASHED if is_trashed else None, is_favourite=has_anna)
                analysis = fake.analyse(
                    AnalyseRequest(pixels=RawPixels(width_px=20, height_px=20)), bytes(COLOURS[colour]) * 400
                )
                tags.store_tags(asset, analysis)
                store_embedding(asset, analysis)
                index_words(asset)
                if has_anna:
                    make_face(asset, person=annas[name], assigned_by="user")
                made.append(asset)
            asked_from = made[like].pk if like is not None and like < len(made) else None
            text = " ".join(pieces)
            for viewer in users.values():
                visible = set(access.visible_assets(viewer).values_list("pk", flat=True))
                page = search(viewer, text, sort=sort, like=asked_from)
                found = {hit.asset.pk for hit in page.hits}
                assert found <= visible - {asked_from}
                assert page.total == len(found)
                assert all(hit.why for hit in page.hits)
                assert all(one.count <= len(visible) for one in page.without)
                assert all(one.count <= len(found) for one in facets(viewer, text, like=asked_from))
            index.shelf.drop()
            tag_index.shelf.drop()
            columns.shelf.drop()


def _words_of(asset_id: object) -> set[str]:
    from photonest.assets.models import Asset
    from photonest.tags.models import AssetTag

    asset = Asset.objects.get(pk=asset_id)
    return {asset.city} | set(AssetTag.objects.filter(asset=asset).values_list("tag__name", flat=True))
