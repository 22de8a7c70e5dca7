"""The photos of an event in their order: cut into moments anew, and how long the event lasts by them."""

from __future__ import annotations

from django.db.models import Max, Min

from photonest.events.models import Event, EventAsset, Moment
from photonest.events.named_moments import keep_named


def cut_into_moments(event: Event) -> None:
    """Cut the photos of an edited event into moments anew, by time and place alone; named moments stay whole."""
    from photonest.events.cluster import find  # with NumPy, which the web server starts without
    from photonest.events.shots import shots

    members = in_order(event)
    if not members:
        Moment.objects.filter(event=event).delete()
        return
    found = find(
        shots(
            [member.seen_at.timestamp() for member in members],
            latitude=[_number(member.asset.latitude) for member in members],
            longitude=[_number(member.asset.longitude) for member in members],
            held=[0] * len(members),
        )
    )
    named = [member.moment if member.moment and member.moment.title else None for member in members]
    made: dict[int | Moment, Moment] = {}
    for member, kept in zip(members, keep_named(found.moment.tolist(), named), strict=True):
        moment = made.get(kept)
        if moment is None:
            moment = made[kept] = Moment(event=event, start_at=member.seen_at, end_at=member.seen_at)
            if isinstance(kept, Moment):
                moment.title = kept.title
                # Where a cut goes through a named moment, both parts are called so.
                moment.id = kept.id if kept.event_id == event.pk else moment.id
        moment.end_at = max(moment.end_at, member.seen_at)
        member.moment = moment
    Moment.objects.filter(event=event).delete()
    Moment.objects.bulk_create(made.values())
    EventAsset.objects.bulk_update(members, ["moment"], batch_size=1000)


def in_order(event: Event) -> list[EventAsset]:
    members = EventAsset.objects.filter(event=event).select_related("asset", "moment")
    return list(members.order_by("seen_at", "asset_id"))


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
