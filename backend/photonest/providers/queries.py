"""Reads about providers: what is allowed, what left today, what they said of a photo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.core.errors import PhotoNestError
from photonest.providers.models import ProviderAnswer, ProviderCall, ProviderConsent, ProviderPause
from photonest.providers.texts import text_sha256
from photonest_contracts.providers import OutsideTask, Provider, ProviderCard

if TYPE_CHECKING:
    from photonest.assets.models import Asset


@dataclass(frozen=True)
class Sent:
    """What left to one provider for one task."""

    today: int
    ever: int
    ever_bytes: int


def cards() -> list[ProviderCard]:
    """Every provider and task the AI service has an adapter for; none while it is away."""
    try:
        return list(ai_client().providers().providers)
    except PhotoNestError:
        return []


def newest_consent(user_id: UUID, provider: str, task: str) -> ProviderConsent | None:
    return (
        ProviderConsent.objects.filter(user_id=user_id, provider=provider, task=task)
        .order_by("-created_at", "-id")
        .first()
    )


def has_said_yes(user_id: UUID) -> bool:
    """Whether the user's newest word about any task is a yes: a cheap look before anything else is asked."""
    with connection.cursor() as cursor:  # asked for every photo of an import
        cursor.execute(
            "SELECT COALESCE(bool_or(is_given), false) FROM (SELECT DISTINCT ON (provider, task) is_given"
            " FROM providers_providerconsent WHERE user_id = %s ORDER BY provider, task, created_at DESC, id DESC) s",
            [user_id],
        )
        return bool(cursor.fetchone()[0])


def consent_for(user_id: UUID, card: ProviderCard) -> ProviderConsent | None:
    """The yes that stands now, to exactly the text that `card` means; else ``None``."""
    newest = newest_consent(user_id, card.provider, card.task)
    if newest is None or not newest.is_given or newest.text_sha256 != text_sha256(card):
        return None
    return newest


def allowed_card(user_id: UUID, provider: Provider, task: OutsideTask) -> ProviderCard | None:
    """The card of a ready provider whose task the user allows; ``None`` asks nobody outside."""
    newest = newest_consent(user_id, provider, task)
    if newest is None or not newest.is_given:
        return None
    for card in cards():
        if (card.provider, card.task) == (provider, task) and card.is_ready and consent_for(user_id, card):
            return card
    return None


def day_start(now: datetime | None = None) -> datetime:
    """Days of the daily limit begin at midnight UTC."""
    return (now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def sent_today(user_id: UUID, provider: str, task: str) -> int:
    return ProviderCall.objects.filter(
        user_id=user_id, provider=provider, task=task, created_at__gte=day_start()
    ).count()


def sent(user_id: UUID, provider: str, task: str) -> Sent:
    found = ProviderCall.objects.filter(user_id=user_id, provider=provider, task=task)
    ever = found.aggregate(count=Count("id"), size=Sum("sent_bytes"))
    return Sent(today=sent_today(user_id, provider, task), ever=ever["count"], ever_bytes=ever["size"] or 0)


def calls(user: User) -> QuerySet[ProviderCall]:
    """The user's own log, newest first."""
    return ProviderCall.objects.filter(user=user).order_by("-created_at", "-id")


def pause_of(provider: str) -> ProviderPause | None:
    """Why and until when the provider is left alone; ``None`` when it may be asked."""
    return ProviderPause.objects.filter(provider=provider, until__gt=timezone.now()).first()


def next_day() -> datetime:
    return day_start() + timedelta(days=1)


def caption_of(asset_id: UUID) -> ProviderAnswer | None:
    """The automatic caption of a photo."""
    return ProviderAnswer.objects.filter(asset_id=asset_id).exclude(caption="").first()


def words_of(asset_id: UUID) -> Iterator[str]:
    """What providers said of a photo, as words to find it by: landmarks, lines of text, the caption."""
    for answer in ProviderAnswer.objects.filter(asset_id=asset_id).order_by("provider"):
        yield from (str(landmark.get("name", "")) for landmark in answer.landmarks)
        yield from (str(line.get("text", "")) for line in answer.lines)
        yield answer.caption


@dataclass(frozen=True)
class LineOutside:
    """A line of text that a provider read in a photo."""

    text: str
    box: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    provider: str


def lines_outside(asset: Asset) -> list[LineOutside]:
    """What providers read in a photo, in their order; lines without a usable box are left out."""
    return [
        LineOutside(str(line.get("text", "")), box, answer.provider)
        for answer in asset.provider_answers.all()
        for line in answer.lines
        if (box := _corners(line.get("box"))) is not None and line.get("text")
    ]


def _corners(box: Any) -> Any:
    """Four points in shares, or ``None``."""
    if not isinstance(box, list) or len(box) != 4:
        return None
    try:
        corners = tuple((float(x), float(y)) for x, y in box)
    except (TypeError, ValueError):
        return None
    return corners if all(-0.5 <= share <= 1.5 for corner in corners for share in corner) else None
