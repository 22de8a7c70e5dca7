"""A real AI service whose providers are servers on this machine that speak the real protocols; photos with previews."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.factories import make_stored_asset
from tests.pictures import picture
from tests.real_ai import FakeWithReal, serve_ai

from ai.tests.local_providers import LocalProviders
from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.assets.models import Asset
from photonest.pipelines.outside import asking, choice
from photonest.providers import queries, texts
from photonest.search import meaning
from photonest.storage import keys, media
from photonest_ai.settings import Google, OpenAILike, Settings
from photonest_contracts.providers import OutsideTask, ProviderCard

Photo = Callable[..., Asset]
Allow = Callable[..., None]


@pytest.fixture(autouse=True)
def own_folder(own_media: Path) -> None:
    """Every test here keeps its files to itself."""


@pytest.fixture
def servers() -> Iterator[LocalProviders]:
    with LocalProviders().running() as running:
        yield running


@pytest.fixture
def ai(servers: LocalProviders, tmp_path: Path) -> Iterator[FakeWithReal]:
    from photonest.tags import services

    like = OpenAILike(url=f"{servers.url}/v1", key="sk-secret-key", model="toy", dim=64)
    settings = Settings(
        models=tmp_path / "models",
        google=Google(key="google-secret-key", url=servers.url, transport="rest"),
        openai=like,
        language_model=like,
    )
    from ai.tests.local_providers import spread

    servers.vector = lambda text: spread(text, 64)
    services._thresholds.cache_clear()
    meaning.forget()
    with serve_ai(settings) as real, client_replaced(FakeWithReal(real)) as client:
        yield client  # type: ignore[misc]
    services._thresholds.cache_clear()


@pytest.fixture
def photo() -> Photo:
    """``photo(alice, filename=…)``: with a preview of 1440 px that carries EXIF, as no stored preview should."""

    def make(owner: User, number: int = 0, **fields: Any) -> Asset:
        import io

        from PIL import Image

        exif = Image.Exif()
        exif[0x010E] = "at home with everybody"
        out = io.BytesIO()
        picture(number, width=1440, height=960).save(out, "JPEG", exif=exif, comment=b"private words")
        asset = make_stored_asset(owner, f"original {number} {fields}".encode(), **fields)
        media.write_derived(keys.preview(bytes(asset.sha256), 1), out.getvalue())
        return asset

    return make


@pytest.fixture
def allow(ai: FakeWithReal) -> Allow:
    """``allow(alice, "look")``: she reads the text of today and says yes."""

    def say_yes(user: User, task: str, *, per_day: int = 1000) -> None:
        card = card_of(task)
        choice.allow(user, card.provider, card.task, text=texts.text_sha256(card), per_day=per_day)

    return say_yes


def card_of(task: str) -> ProviderCard:
    return next(card for card in queries.cards() if card.task == OutsideTask(task))


def ask_until_done(user: User) -> int:
    """The jobs of one user, as the worker runs them; how many."""
    from django.db import connection

    for count in range(1, 60):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_events; DELETE FROM procrastinate_jobs WHERE args->>'kind' = %s",
                [asking.KIND],
            )
        asking.ask(user.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'kind' = %s", [asking.KIND])
            if not cursor.fetchone()[0]:
                return count
    raise AssertionError("the job queues itself for ever")
