"""The photos of an event in their order: cut into moments anew, and how long the event lasts by them."""

from __future__ import annotations

from django.db.models import Max, Min

from photonest.events.cluster import find
from photonest.events.models import Event, EventAsset, Moment
from photonest.events.shots import shots


def cut_into_moments(event: Event) -> None:
    """Cut the photos of an edited event into moments anew, by time and place alone."""
    members = in_order(event)
    Moment.objects.filter(event=event).delete()
    if not members:
        return
    found = find(
        shots(
            [member.seen_at.timestamp() for member in members],
            latitude=[_number(member.asset.latitude) for member in members],
            longitude=[_number(member.asset.longitude) for member in members],
            held=[0] * len(members),
        )
    )
    made: dict[int, Moment] = {}
    for member, number in zip(members, found.moment.tolist(), strict=True):
        moment = made.get(number)
        if moment is None:
            moment = made[number] = Moment(event=event, start_at=member.seen_at, end_at=member.seen_at)
        moment.end_at = max(moment.end_at, member.seen_at)
        member.moment = moment
    Moment.objects.bulk_create(made.values())
    EventAsset.objects.bulk_update(members, ["moment"], batch_size=1000)


def in_order(event: Event) -> list[EventAsset]:
    return list(EventAsset.objects.filter(event=event).select_related("asset").order_by("seen_at", "asset_id"))


def stretch(event: Event) -> None:
    """Let the event last from its first to its last photo; those that were put there by hand count only if all were."""
    members = EventAsset.objects.filter(event=event)
    own = members.filter(is_pinned=False)
    span = (own if own.exists() else members).aggregate(first=Min("seen_at"), last=Max("seen_at"))
    if span["first"] is None:
        return
    event.start_at, event.end_at = span["first"], span["last"]
    event.save(update_fields=["start_at", "end_at"])


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
