"""A user changes events: the act under the lock of finding events, then what the changed events are is said anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.db import transaction

from photonest.assets.models import Asset, Change
from photonest.core.errors import NotFound
from photonest.events import services, undo
from photonest.events.lock import lock_events
from photonest.events.models import Event, Moment
from photonest.events.services import Edited


def rename(event: Event, *, title: str) -> Edited:
    """Give an event the user's own title."""
    return _act(event.owner_id, lambda: services.rename(_again(event), title=title))


def rename_moment(moment: Moment, *, title: str) -> Edited:
    """Give a part of an event the user's own name; an empty one takes it away."""

    def act() -> Edited:
        found = Moment.objects.filter(pk=moment.pk).select_related("event").first()
        if found is None:
            raise NotFound
        return services.rename_moment(found, title=title)

    return _act(moment.event.owner_id, act)


def choose_cover(event: Event, *, asset_id: UUID) -> Edited:
    """Let a photo of the event stand for it. Raises `NotInEvent`."""
    return _act(event.owner_id, lambda: services.choose_cover(_again(event), asset_id=asset_id))


def merge(owner_id: UUID, events: Sequence[Event]) -> Edited:
    """Make one event of several. Raises `EventsNotMergeable`."""
    return _act(owner_id, lambda: services.merge([_again(event) for event in events]))


def split(event: Event, *, asset_id: UUID) -> Edited:
    """Cut an event before this photo. Raises `NoSplitHere`."""
    return _act(event.owner_id, lambda: services.split(_again(event), asset_id=asset_id))


def move(owner_id: UUID, assets: Sequence[Asset], *, to: Event | None) -> Edited:
    """Put photos into another event, or into a new one."""
    return _act(owner_id, lambda: services.move(assets, to=_again(to) if to else None, owner_id=owner_id))


def dismiss(event: Event) -> Edited:
    """This is no event; its photos stay."""
    return _act(event.owner_id, lambda: services.dismiss(_again(event)))


def take_back(change: Change) -> int:
    """Undo any of these (setting PHOTONEST_UNDO), in the caller's transaction; return how many events changed."""
    lock_events(change.owner_id)
    count, touched = undo.take_back(change)
    _describe(change.owner_id, touched)
    return count


@transaction.atomic
def _act(owner_id: UUID, act: Callable[[], Edited]) -> Edited:
    lock_events(owner_id)
    done = act()
    _describe(owner_id, done.touched)
    undo.finish(done.undo_id)
    done.event.refresh_from_db()
    return done


def _again(event: Event) -> Event:
    """The event as it is under the lock; gone when somebody merged it meanwhile."""
    found = Event.objects.filter(pk=event.pk).first()
    if found is None:
        raise NotFound
    return found


def _describe(owner_id: UUID, touched: Collection[UUID]) -> None:
    from photonest.pipelines.event_facts import describe  # with NumPy, which the web server starts without

    describe(owner_id, touched)
