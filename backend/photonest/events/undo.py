"""Taking back what a user did with events: rows, moments and members, as they were before and after the act.

Called inside a transaction that holds `lock_events`. What was changed again since keeps its newer value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from photonest.assets.models import Asset, Change
from photonest.assets.undo import UndoGone
from photonest.events.models import Event, EventAsset, Moment
from photonest.events.moments import stretch

ACTION = "event"
"""Name of these acts among the undoable ones (setting PHOTONEST_UNDO)."""
_TOLD = ("auto_title", "reasons")
"""What the machine says of an event, which may name people."""
_ROW = (
    "title", *_TOLD, "kinds", "city", "region", "country", "country_code", "latitude", "longitude",
    "is_cover_chosen", "is_edited", "is_dismissed",
)  # fmt: skip
_TIMES = ("start_at", "end_at")

Row = dict[str, Any]


def remember(
    act: str,
    events: Sequence[Event],
    *,
    members: bool = True,
    also: Sequence[UUID] = (),
    named: tuple[Moment, str] | None = None,
) -> Change:
    """Write down these events, their moments and which photos they hold, before an act; `also`: photos of no event.

    Without `members` the act changes nothing but the events' own rows, and the name of a moment (`named`, with what it
    becomes).
    """
    ids = [event.pk for event in events] if members else []
    moments = Moment.objects.filter(event_id__in=ids).values_list("pk", "event_id", "start_at", "end_at", "title")
    return Change.objects.create(
        owner_id=events[0].owner_id if events else Asset.objects.get(pk=also[0]).owner_id,
        action=ACTION,
        before={
            "act": act,
            "made": [],
            "events": [_event_row(event) for event in events],
            "named": [named[0].pk.hex, named[0].title, named[1]] if named else None,
            "moments": [
                [pk.hex, event_id.hex, start.isoformat(), end.isoformat(), title]
                for pk, event_id, start, end, title in moments
            ],
            "members": _members(ids, also),
        },
    )


def made_by(change: Change, events: Sequence[Event]) -> None:
    """These events exist because of the act: undo removes them."""
    change.before["made"] = [event.pk.hex for event in events]
    change.save(update_fields=["before"])


def finish(change_id: UUID) -> None:
    """Write down what the act came to, once its events were described anew."""
    change = Change.objects.get(pk=change_id)
    before = change.before
    ids = [*(UUID(hex=row["id"]) for row in before["events"]), *(UUID(hex=text) for text in before["made"])]
    has_members = bool(before["members"] or before["made"])
    before["after"] = {
        "events": [_event_row(event) for event in Event.objects.filter(pk__in=ids)],
        "members": _members(ids, [UUID(hex=row[0]) for row in before["members"]]) if has_members else [],
    }
    change.save(update_fields=["before"])


def take_back(change: Change) -> tuple[int, set[UUID]]:
    """Undo an act, in the caller's transaction, as far as nothing newer stands against it.

    Return how many events changed, and which have to be described anew.
    """
    before, after = change.before, change.before.get("after")
    if after is None:  # written by an older version
        raise UndoGone
    made = [UUID(hex=text) for text in before["made"]]
    _members(made, [UUID(hex=row[0]) for row in (*before["members"], *after["members"])])
    changed, stretched = _events_back(change, _by_id(before["events"]), _by_id(after["events"]))
    changed |= _name_back(change.owner_id, before.get("named"))
    _moments_back(before["moments"])
    moved = _members_back(change.owner_id, before["members"], after["members"])
    emptied = Event.objects.filter(owner_id=change.owner_id, pk__in=made, members__isnull=True)
    removed = emptied.count()
    emptied.delete()
    ids = {UUID(hex=row["id"]) for row in before["events"]} | set(made)
    if before["members"]:
        Moment.objects.filter(event_id__in=ids, members__isnull=True).delete()
    if before["members"]:
        stretched |= _other_photos(ids, before["members"])
    for event in Event.objects.filter(pk__in=stretched):
        stretch(event)
    return max(len(changed | (moved - set(made))), removed), ids


def forget_names(owner_id: UUID) -> None:
    """Take what the machine said of events out of the records; describing the events says it anew."""
    for change in Change.objects.select_for_update().filter(owner_id=owner_id, action=ACTION):
        for row in (*change.before["events"], *change.before.get("after", {}).get("events", ())):
            row.update(auto_title="", reasons=[])
        change.save(update_fields=["before"])


def _events_back(change: Change, before: dict[UUID, Row], after: dict[UUID, Row]) -> tuple[set[UUID], set[UUID]]:
    """Give the events' rows back; return those that changed, and those whose times somebody else changed meanwhile."""
    owner_id = change.owner_id
    edited_since = _edited_since(change)
    now = {event.pk: event for event in Event.objects.filter(owner_id=owner_id, pk__in=list(before))}
    covers = {UUID(hex=row["cover"]) for row in before.values() if row["cover"]}
    alive = set(Asset.objects.filter(owner_id=owner_id, pk__in=covers).values_list("pk", flat=True))
    changed: set[UUID] = set()
    stretched: set[UUID] = set()
    for pk, row in before.items():
        event, last = now.get(pk), after.get(pk)
        if event is None and last is not None:
            continue  # a newer act merged it away
        if event is not None and last is None:
            continue  # a newer act brought it back
        present = _event_row(event) if event is not None else {}
        back = {
            name: row[name]
            for name in (*_ROW, *_TIMES, "cover")
            if event is None or last is None or (row[name] != last[name] and present[name] == last[name])
        }
        if pk in edited_since:
            back.pop("is_edited", None)
        if last is not None and any(present[name] != last[name] for name in _TIMES):
            stretched.add(pk)
            back = {name: value for name, value in back.items() if name not in _TIMES}
        if back:
            Event.objects.update_or_create(pk=pk, defaults={"owner_id": owner_id, **_rich(back, alive)})
            changed.add(pk)
    return changed, stretched


def _edited_since(change: Change) -> set[UUID]:
    """Events of newer acts that were not taken back: for finding events they stay edited ones."""
    newer = Change.objects.filter(
        owner_id=change.owner_id, action=ACTION, undone_at__isnull=True, created_at__gt=change.created_at
    )
    return {
        UUID(hex=row["id"]) for before in newer.values_list("before", flat=True) for row in before["after"]["events"]
    }


def _name_back(owner_id: UUID, named: Sequence[str] | None) -> set[UUID]:
    """Give a moment its name back, unless it has another one by now; return its event."""
    if named is None:
        return set()
    moment = Moment.objects.filter(event__owner_id=owner_id, pk=UUID(hex=named[0]), title=named[2]).first()
    if moment is None:
        return set()
    moment.title = named[1]
    moment.save(update_fields=["title"])
    return {moment.event_id}


def _moments_back(rows: Iterable[Sequence[str]]) -> None:
    rows = list(rows)
    there = set(Event.objects.filter(pk__in=[UUID(hex=row[1]) for row in rows]).values_list("pk", flat=True))
    for moment_id, event_id, start, end, title in rows:
        if UUID(hex=event_id) in there:
            Moment.objects.update_or_create(
                id=UUID(hex=moment_id),
                defaults={
                    "event_id": UUID(hex=event_id), "start_at": datetime.fromisoformat(start),
                    "end_at": datetime.fromisoformat(end), "title": title,
                },
            )  # fmt: skip


def _members_back(owner_id: UUID, before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]]) -> set[UUID]:
    """Put photos back that nobody moved again since; return the events that gained or lost some."""
    old, last = ({UUID(hex=row[0]): row[1:] for row in rows} for rows in (before, after))
    now = EventAsset.objects.filter(owner_id=owner_id).in_bulk([*old, *last])
    events = [UUID(hex=row[0]) for row in old.values() if row[0]]
    there = set(Event.objects.filter(owner_id=owner_id, pk__in=events).values_list("pk", flat=True))
    moments = set(
        Moment.objects.filter(pk__in=[_uuid(row[1]) for row in old.values() if row[1]]).values_list("pk", flat=True)
    )
    back: list[EventAsset] = []
    moved: set[UUID | None] = set()
    for asset_id, member in now.items():
        if asset_id not in last or [_hex(member.event_id), member.is_pinned] != [last[asset_id][0], last[asset_id][2]]:
            continue
        # A photo that was seen for the first time by the act itself had no row before: it leaves what it was put in.
        event, moment, is_pinned = old.get(asset_id, [None, None, False])
        event_id, moment_id = _uuid(event), _uuid(moment)
        if event_id not in there:
            event_id = moment_id = None
        if event_id != member.event_id:
            moved |= {event_id, member.event_id}
        member.event_id, member.is_pinned = event_id, is_pinned
        member.moment_id = moment_id if moment_id in moments else None
        back.append(member)
    EventAsset.objects.bulk_update(back, ["event", "moment", "is_pinned"], batch_size=1000)
    return {one for one in moved if one is not None}


def _other_photos(event_ids: Collection[UUID], before: Sequence[Sequence[Any]]) -> set[UUID]:
    """Those of the events that hold other photos than they held before the act."""
    then = {(asset, event) for asset, event, *_ in before if event}
    now = {(asset, event) for asset, event, *_ in _members(event_ids, ())}
    return {UUID(hex=event) for _, event in then ^ now}


def _members(event_ids: Collection[UUID], also: Collection[UUID]) -> list[Any]:
    """Members of these events and the rows of these photos, locked in the order of ids as everybody locks them."""
    rows = EventAsset.objects.filter(Q(event_id__in=event_ids) | Q(asset_id__in=also)).order_by("pk")
    return [
        [row.asset_id.hex, _hex(row.event_id), _hex(row.moment_id), row.is_pinned]
        for row in rows.select_for_update(of=("self",), no_key=True)
    ]


def _event_row(event: Event) -> Row:
    return {
        "id": event.pk.hex,
        "start_at": event.start_at.isoformat(),
        "end_at": event.end_at.isoformat(),
        "cover": _hex(event.cover_id),
        **{name: getattr(event, name) for name in _ROW},
    }


def _by_id(rows: Iterable[Row]) -> dict[UUID, Row]:
    return {UUID(hex=row["id"]): row for row in rows}


def _rich(row: Row, alive: Collection[UUID]) -> Row:
    rich = {name: value for name, value in row.items() if name != "cover"}
    for name in _TIMES:
        if name in rich:
            rich[name] = datetime.fromisoformat(rich[name])
    if "cover" in row:
        cover = _uuid(row["cover"])
        rich["cover_id"] = cover if cover in alive else None
    return rich


def _uuid(text: str | None) -> UUID | None:
    return UUID(hex=text) if text else None


def _hex(value: UUID | None) -> str | None:
    return value.hex if value is not None else None
