"""Names of people in what is said of events: kept up to date with what the owner says, and gone with a "no"."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from photonest.assets.models import Change
from photonest.events import undo
from photonest.events.lock import lock_events
from photonest.events.models import Event, EventAsset, HiddenWhat, MemoryHidden
from photonest.events.store import make_due
from photonest.people.models import Face
from photonest.people.undo import KIND
from photonest.people.undo import take_back as take_back_people

_TOLD_OF = ("name", "birth_date", "is_hidden")
"""What of a person stands in titles and reasons, or decides whether they may stand there."""


def follow(change: Change) -> None:
    """The owner said something about people: have the events described anew that may name one of them, soon; in the
    caller's transaction.
    """
    before, after = change.before[KIND]["before"], change.before[KIND]["after"]
    named = [_named(state) for state in (before, after)]
    people = {key for key in {**named[0], **named[1]} if named[0].get(key) != named[1].get(key)}
    known = named[0].keys() | named[1].keys()
    moved = {
        key
        for key in {**before["faces"], **after["faces"]}
        if not known.isdisjoint({_person(before, key), _person(after, key)})
        and before["faces"].get(key) != after["faces"].get(key)
    }
    if not people and not moved:
        return
    faces = Face.objects.filter(owner_id=change.owner_id).filter(
        Q(person_id__in=[UUID(hex=key) for key in people]) | Q(pk__in=[UUID(hex=key) for key in moved])
    )
    from photonest.pipelines import events  # with NumPy, which the web server starts without

    rows = EventAsset.objects.filter(owner_id=change.owner_id, event__isnull=False)
    if make_due(rows.filter(asset_id__in=faces.values("asset_id"))):
        events.ask(change.owner_id)


def take_back(change: Change) -> int:
    """Undo an act on people and faces (setting PHOTONEST_UNDO), in the caller's transaction."""
    lock_events(change.owner_id)  # before the owner's row: everybody takes the two in this order
    count = take_back_people(change)
    follow(change)
    return count


def forget(owner_id: UUID) -> None:
    """Let nothing that is said of events name anybody, in the transaction that erased the people and that holds
    `lock_events`. What the owner wrote stays.
    """
    from photonest.pipelines.event_facts import describe

    MemoryHidden.objects.filter(owner_id=owner_id, what=HiddenWhat.PERSON).delete()
    undo.forget_names(owner_id)
    # Only birthdays name somebody (`events.titles`, `events.kinds`).
    naming = Q(auto_title__endswith="birthday") | Q(reasons__contains=[{"kind": "birthday"}])
    told = Event.objects.filter(
        pk__in=list(Event.objects.filter(naming, owner_id=owner_id).values_list("pk", flat=True))
    )
    told.update(auto_title="", reasons=[])  # those that show no photo any more are described by nobody
    describe(owner_id, list(told.values_list("pk", flat=True)))


def _named(state: dict[str, Any]) -> dict[str, list[Any]]:
    """Person -> what events may say of them; only those with a name."""
    return {key: [row[field] for field in _TOLD_OF] for key, row in state["people"].items() if row["name"]}


def _person(state: dict[str, Any], face: str) -> str | None:
    row = state["faces"].get(face)
    return row[0] if row else None
