"""What this PhotoNest is: version, where the files are, what leaves the machine, models and honest limits."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from photonest import __version__, access
from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.api.authentication import viewer
from photonest.api.storage_numbers import StorageOut, storage_out
from photonest.assets.queries import counts
from photonest.core.errors import PhotoNestError
from photonest.providers.queries import cards, consent_for, has_said_yes
from photonest.providers.texts import what_leaves
from photonest_contracts.inference import ModelCard

router = Router(tags=["about"])

LICENCE = "AGPL-3.0-or-later"

LIMITS = (
    "The default models know everyday things, not names: a breed, a car or a plant may be called by a broader word.",
    "A tag is a guess with a score. Tags below their model's threshold only help ranking and are not shown.",
    "Faces are found in every photo, but recognised only after you allow it.",
    'Looks (such as "looks joyful") describe a face in a picture, never what somebody felt.',
    "Videos are described by one frame.",
    "The web app uploads only while it is open.",
)


class HostOut(Schema):
    host: str
    when: str
    what_is_sent: str


class CountsOut(Schema):
    photos: int
    videos: int


class AboutOut(Schema):
    version: str
    licence: str
    data_folder: str
    storage: StorageOut
    hosts: list[HostOut]
    """Every host outside this machine that a setting makes PhotoNest contact; empty by default."""
    models: list[ModelCard]
    counts: CountsOut
    limits: list[str]


@router.get("/about", response=AboutOut)
def about(request: HttpRequest) -> AboutOut:
    """Version, licence, places, models, and what the default models cannot know."""
    user = viewer(request)
    found = counts(access.visible_assets(user))
    return AboutOut(
        version=__version__,
        licence=LICENCE,
        data_folder=str(settings.PHOTONEST_DATA),
        storage=storage_out(user),
        hosts=[*_hosts(), *_allowed_hosts(user)],
        models=_models(),
        counts=CountsOut(photos=found.photos, videos=found.videos),
        limits=list(LIMITS),
    )


def _hosts() -> list[HostOut]:
    """Only settings that an operator changed can make PhotoNest speak to another machine."""
    from urllib.parse import urlsplit

    loopback = {"", "localhost", "127.0.0.1", "::1"}
    hosts = []
    ai_host = urlsplit(settings.PHOTONEST_AI_URL).hostname or ""
    if not settings.PHOTONEST_AI_URL.startswith(("unix:", "http+unix:")) and ai_host not in loopback:
        hosts.append(
            HostOut(
                host=ai_host,
                when="While photos are analysed and while somebody searches",
                what_is_sent="A preview of each photo without its name, and the words of each search",
            )
        )
    database_host = str(settings.DATABASES["default"]["HOST"])
    if not database_host.startswith("/") and database_host not in loopback:
        hosts.append(
            HostOut(
                host=database_host,
                when="Always: it is the database (DATABASE_URL)",
                what_is_sent="Everything but the pictures: names, times, places, tags, vectors, descriptions",
            )
        )
    return hosts


def _allowed_hosts(user: User) -> list[HostOut]:
    """Providers outside that this user allowed, task by task."""
    return [
        HostOut(
            host=card.host,
            when="Because you allowed it under “What leaves this machine”",
            what_is_sent=what_leaves(card),
        )
        for card in (cards() if has_said_yes(user.pk) else [])
        if not card.is_local and consent_for(user.pk, card) is not None
    ]


def _models() -> list[ModelCard]:
    try:
        return list(ai_client().models().models)
    except PhotoNestError:
        return []  # the activity page says that the AI service is away
