"""Writes about providers: the yes and the no, the log, pauses, answers. And the one door through which words leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from photonest.accounts.models import User
from photonest.core.errors import BadInput, PhotoNestError, Unavailable
from photonest.providers.errors import (
    ConsentMissing,
    ConsentTextChanged,
    DailyCapReached,
    ProviderNotSetUp,
    ProviderTrouble,
    ProviderUnknown,
)
from photonest.providers.models import Outcome, ProviderAnswer, ProviderCall, ProviderConsent, ProviderPause
from photonest.providers.queries import cards, consent_for, newest_consent, pause_of, sent_today
from photonest.providers.texts import text_sha256
from photonest_contracts.providers import OutsideTask, Provider, ProviderCard

PER_DAY_MAX = 100_000
FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 6 * 3600.0
OF_THE_SERVICE = frozenset({"ai_unreachable", "ai_too_slow", "ai_answer_broken", "ai_secret_wrong"})
"""The AI service itself is away: nothing is known of the provider, and nothing left."""


def say_yes(user: User, provider: str, task: str, *, text: str, per_day: int) -> ProviderConsent:
    """Allow a task, having read the text with this SHA-256. Raises `ProviderUnknown`, `ProviderNotSetUp`,
    `ConsentTextChanged`, `BadInput`.
    """
    if not 1 <= per_day <= PER_DAY_MAX:
        raise BadInput(f"The daily limit lies between 1 and {PER_DAY_MAX:,}.")
    card = _card(provider, task)
    if not card.is_ready:
        raise ProviderNotSetUp(f"{card.words} Nothing was switched on.")
    if text != text_sha256(card):
        raise ConsentTextChanged
    return ProviderConsent.objects.create(
        user=user, provider=provider, task=task, is_given=True, text_sha256=text, per_day=per_day
    )


def say_no(user: User, provider: str, task: str) -> ProviderConsent:
    """Take a yes back, or never give one. Nothing leaves from this moment; answers that came stay until erased."""
    if provider not in set(Provider) or task not in set(OutsideTask):
        raise ProviderUnknown
    newest = newest_consent(user.pk, provider, task)
    return ProviderConsent.objects.create(
        user=user,
        provider=provider,
        task=task,
        is_given=False,
        text_sha256=newest.text_sha256 if newest else "",
        per_day=newest.per_day if newest else 1000,
    )


def _card(provider: str, task: str) -> ProviderCard:
    for card in cards():
        if (card.provider, card.task) == (provider, task):
            return card
    raise ProviderUnknown


@dataclass
class Leaving:
    """What is about to leave, already in the log. The caller sets `sent_bytes` from the answer."""

    calls: list[ProviderCall] = field(default_factory=list)
    sent_bytes: int = 0


@contextmanager
def leaving(user_id: UUID, card: ProviderCard, *, about: str, assets: Sequence[UUID] = ()) -> Iterator[Leaving]:
    """The only door to a provider: consent, pause, daily limit, and a line in the log before anything leaves.

    Raises `ConsentMissing`, `DailyCapReached`, `ProviderTrouble` (it is to be left alone for a while) before the block;
    what the block raises becomes the outcome, and trouble of the provider a pause.
    """
    subjects: Sequence[UUID | None] = assets or [None]
    with transaction.atomic():
        # The row lock makes the limit hold for two workers at once, and a no wait for nobody and win.
        User.objects.select_for_update(no_key=True).get(pk=user_id)
        consent = consent_for(user_id, card)
        if consent is None:
            raise ConsentMissing
        if pause := pause_of(card.provider):
            raise ProviderTrouble(pause.message, until=pause.until.isoformat())
        if sent_today(user_id, card.provider, card.task) + len(subjects) > consent.per_day:
            raise DailyCapReached(
                f"Today's limit of {consent.per_day:,} for {card.host} is reached. It goes on after midnight (UTC), or "
                "raise the limit under “What leaves this machine”."
            )
        calls = ProviderCall.objects.bulk_create(
            ProviderCall(
                user_id=user_id, provider=card.provider, task=card.task, host=card.host, asset_id=subject, about=about
            )
            for subject in subjects
        )
    leave = Leaving(calls)
    try:
        yield leave
    except PhotoNestError as problem:
        code = str(problem.details.get("ai_code") or problem.code)
        _close(leave, Outcome.FAILED, code)
        if problem.code not in OF_THE_SERVICE and (isinstance(problem, Unavailable) or code in LASTING):
            _pause(card.provider, problem, code)
            raise ProviderTrouble(problem.message) from problem
        raise
    except BaseException:
        _close(leave, Outcome.FAILED, "unexpected")
        raise
    _close(leave, Outcome.ANSWERED, "")
    ProviderPause.objects.filter(provider=card.provider).delete()


def may_keep(user_id: UUID, card: ProviderCard) -> bool:
    """Whether the yes still stands now that an answer came, in the caller's transaction; after a no it is thrown away.

    Holds the user's row, as forgetting does: what is forgotten meanwhile is not written afterwards.
    """
    User.objects.select_for_update(no_key=True).get(pk=user_id)
    return consent_for(user_id, card) is not None


LASTING = frozenset({"provider_key_wrong", "provider_quota"})
"""What another try will not mend soon, and no photo is to blame for."""


def room_today(user_id: UUID, card: ProviderCard, consent: ProviderConsent | None) -> int:
    """How many more photos or queries may leave today."""
    return max(0, (consent.per_day if consent else 0) - sent_today(user_id, card.provider, card.task))


def _close(leave: Leaving, outcome: Outcome, code: str) -> None:
    share, rest = divmod(leave.sent_bytes, max(1, len(leave.calls)))
    for number, call in enumerate(leave.calls):
        call.outcome, call.code, call.sent_bytes = outcome, code[:48], share + (rest if number == 0 else 0)
    ProviderCall.objects.bulk_update(leave.calls, ["outcome", "code", "sent_bytes"])


def _pause(provider: str, problem: PhotoNestError, code: str) -> None:
    """Leave the provider alone: as long as it asks, else twice as long as the last time."""
    with transaction.atomic():
        row = ProviderPause.objects.select_for_update().filter(provider=provider).first()
        failures = row.failures + 1 if row else 1
        asked = problem.details.get("retry_after_s")
        seconds = float(asked) if asked else FIRST_PAUSE_S * 2 ** min(failures - 1, 10)
        if code in LASTING and not asked:
            seconds = max(seconds, 3600.0)
        until = timezone.now() + timedelta(seconds=min(seconds, LONGEST_PAUSE_S))
        ProviderPause.objects.update_or_create(
            provider=provider,
            defaults={"until": until, "code": code[:48], "message": problem.message, "failures": failures},
        )


def store_answer(asset_id: UUID, owner_id: UUID, provider: str, **values: object) -> ProviderAnswer:
    """Replace what a provider said of a photo."""
    answer, _ = ProviderAnswer.objects.update_or_create(
        asset_id=asset_id, provider=provider, defaults={"owner_id": owner_id, **values}
    )
    return answer


def erase_answers(user: User, provider: str) -> int:
    """Forget what a provider said of the user's photos; return of how many."""
    gone, _ = ProviderAnswer.objects.filter(owner=user, provider=provider).delete()
    return gone
