"""What a picture belongs to: an event, an album, whoever added it; and what is not more of the same."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from photonest.assets.models import Asset, Copy
from photonest.events.queries import members_of, members_of_kind
from photonest.search.constraints.asking import NOTHING, Asker, ids_of
from photonest.search.query.parts import Album, By, Event, Like


def event(part: Event, asker: Asker) -> Q:
    """One of the user's events. A kind of event is only asked when negated: one that is wanted ranks."""
    if part.any:
        members = members_of(ids_of(part.any)).filter(owner_id=asker.viewer.pk)
    else:
        members = members_of_kind(asker.viewer.pk, part.what)
    return Q(pk__in=members.values("asset_id"))


def album(_: Album, __: Asker) -> Q:
    return NOTHING  # there are no albums yet


def by(part: By, _: Asker) -> Q:
    return Q(owner_id__in=ids_of(part.any))


def like(part: Like, asker: Asker) -> Q:
    """Everything but the photo itself and its copies; how much it is alike, ranks."""
    asset_id = liked(part, asker)
    if asset_id is None or part.negated:  # what is unlike a photo is nearly everything, and so says nothing
        return NOTHING
    copies = Copy.objects.filter(owner_id=asker.viewer.pk, is_dismissed=False)
    stack = Asset.objects.filter(owner_id=asker.viewer.pk, pk=asset_id, stack__isnull=False).values("stack_id")
    same = (
        Q(pk=asset_id)
        | Q(pk__in=copies.filter(one_id=asset_id).values("other_id"))
        | Q(pk__in=copies.filter(other_id=asset_id).values("one_id"))
        | Q(stack_id__in=stack)
    )
    # As a list of ids: a condition on `stack_id` turned round would lose every photo that stands in no stack.
    return ~Q(pk__in=Asset.objects.filter(same, owner_id=asker.viewer.pk).values("pk"))


def liked(part: Like, asker: Asker) -> UUID | None:
    """The photo a query asks to be like: its own, or the one it was asked from."""
    try:
        return UUID(part.asset_id) if part.asset_id else asker.like
    except ValueError:
        return None
