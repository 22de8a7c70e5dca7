"""What somebody does is a tag of its own kind: shown, in the caption, in the facets, and found by its words."""

from __future__ import annotations

import numpy as np
import pytest
from tests.factories import make_asset
from tests.search.conftest import RGB, fake_ai  # noqa: F401 a fixture

from photonest.accounts.models import User
from photonest.ai.fake import FakeAI
from photonest.ai.fake_words import SKIN
from photonest.api.asset_caption import automatic_caption
from photonest.assets.models import Asset
from photonest.search.facets import facets
from photonest.search.services import index_words, search, store_embedding
from photonest.tags.models import AssetTag, TagKind
from photonest.tags.services import store_tags
from photonest_contracts.inference import AnalyseRequest, RawPixels

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(alice: User, fake_ai: FakeAI) -> Asset:  # noqa: F811
    """Somebody with a dog."""
    asset = make_asset(alice)
    pixels = np.full((40, 60, 3), RGB["dog"], np.uint8)
    pixels[10:26, 20:36] = SKIN
    analysis = fake_ai.analyse(AnalyseRequest(pixels=RawPixels(width_px=60, height_px=40)), pixels.tobytes())
    store_tags(asset, analysis)
    store_embedding(asset, analysis)
    index_words(asset)
    return asset


def test_an_action_is_stored_and_shown(walk: Asset) -> None:
    row = AssetTag.objects.get(asset=walk, kind=TagKind.ACTION)
    assert (row.tag.name, row.is_shown, row.source) == ("walking a dog", True, "fake-looks@1")


def test_the_caption_says_it_unless_it_was_said(walk: Asset, alice: User) -> None:
    rows = list(AssetTag.objects.filter(asset=walk, is_shown=True).select_related("tag"))
    actions = [row for row in rows if row.kind == TagKind.ACTION]
    assert "walking a dog" in automatic_caption(walk, actions, [], alice).casefold()


def test_an_action_is_found_and_offered(walk: Asset, alice: User) -> None:
    (hit,) = search(alice, 'tag:"walking a dog"').hits
    assert (hit.asset.pk, hit.why) == (walk.pk, ("tag: walking a dog 0.70",))
    assert ("tags", "walking a dog") in {(facet.group, facet.name) for facet in facets(alice, "type:photo")}
    assert search(alice, '-tag:"walking a dog"').total == 0


@pytest.mark.usefixtures("walk")
@pytest.mark.parametrize("text", ["Gassi gehen", "promener le chien", "paseando al perro", 'action:"walking a dog"'])
def test_other_languages_say_it_in_their_own_words(alice: User, text: str) -> None:
    make_asset(alice, filename="other.jpg")
    page = search(alice, text)
    assert [hit.why[0] for hit in page.hits] == ["tag: walking a dog 0.70"]
    assert page.weak_from == 1


@pytest.mark.usefixtures("walk")
def test_an_action_can_be_denied(alice: User) -> None:
    make_asset(alice, filename="other.jpg")
    assert [hit.asset.filename for hit in search(alice, '-action:"walking a dog"').hits] == ["other.jpg"]
