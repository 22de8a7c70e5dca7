"""What a picture is and what it shows: kind, flags, tags, colour, light, mood."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from photonest.assets import formats
from photonest.assets.models import Asset, AssetKind, StackKind
from photonest.assets.queries import is_generated
from photonest.people.models import Face
from photonest.search.constraints.asking import NOTHING, Asker, any_of, has, here_or_behind
from photonest.search.query.parts import Action, Count, Is, Kind, Look, Meaning, Mood, Origin, Tag
from photonest.tags.models import AssetTag
from photonest.tags.models import Tag as Tags

BLURRY_BELOW = 0.25
SHARP_FROM = 0.6
"""On the scale of `Asset.sharpness`, 0 nothing sharp … 1."""
RAW = sorted(name for name, form in formats.FORMATS.items() if form.kind is formats.Kind.RAW)


def kind(part: Kind, asker: Asker) -> Q:
    return any_of(_one_kind(name, asker) for name in part.any)


def _one_kind(name: str, asker: Asker) -> Q:
    own = Asset.objects.filter(owner_id=asker.viewer.pk)
    raw = own.filter(format__in=RAW, trashed_at__isnull=True)
    simple = {
        "photo": Q(kind=AssetKind.IMAGE),
        "video": Q(kind=AssetKind.VIDEO),
        # A RAW file may stand behind the JPEG that was taken with it.
        "raw": Q(format__in=RAW) | _one_of(own.filter(stack__in=raw.values("stack_id"))),
        "animation": Q(kind=AssetKind.IMAGE, frame_count__gt=1),
        "live": Q(motion_length__isnull=False) | Q(pk__in=own.filter(motion_of__isnull=False).values("motion_of_id")),
        "burst": _one_of(own.filter(stack__kind=StackKind.BURST)),
        "poster": NOTHING,  # nothing is generated here yet
        "video-made": NOTHING,
    }
    return simple[name] if name in simple else _tagged(asker, [name], kinds=["kind"])


def _one_of(assets: QuerySet[Asset]) -> Q:
    """As a list of ids: a condition on `stack_id` turned round would lose every photo that stands in no stack."""
    return Q(pk__in=assets.values("pk"))


def flag(part: Is, asker: Asker) -> Q:
    always = Q(pk__isnull=False)
    return {
        "favourite": lambda: Q(is_favourite=True),
        "blurry": lambda: Q(sharpness__isnull=False, sharpness__lt=BLURRY_BELOW),
        "sharp": lambda: Q(sharpness__isnull=False, sharpness__gte=SHARP_FROM),
        "monochrome": lambda: Q(is_monochrome__isnull=False, is_monochrome=True),
        "no-location": lambda: Q(latitude__isnull=True, city="", country=""),
        "located": lambda: ~Q(latitude__isnull=True, city="", country=""),
        "no-album": lambda: always,  # there are no albums yet, so nothing is in one
        "shared": lambda: NOTHING,  # nobody shares yet
        "rated": lambda: Q(rating__isnull=False, rating__gte=1),
        "named": lambda: ~Q(title="") | has(Face, ~Q(person__name=""), person__isnull=False, is_ignored=False),
        "edited": lambda: Q(place_source="user") | Q(taken_source="user"),
        "no-tag": lambda: ~has(AssetTag, owner_id=asker.viewer.pk, source="user"),
    }.get(part.flag, lambda: NOTHING)()


def tag(part: Tag, asker: Asker) -> Q:
    return here_or_behind(_tagged(asker, part.any), part, asker)


def look(part: Look, asker: Asker) -> Q:
    # "orange" is a fruit among the tags, so the colour's own tag says that it is one.
    names = [form for name in part.any for form in (name, f"{name} colour")]
    return _tagged(asker, names, kinds=[part.aspect])


def count(part: Count, asker: Asker) -> Q:
    """Only asked when negated, or as one of several choices: a number that is wanted ranks."""
    bounds = Q(count__gte=part.low) if part.high is None else Q(count__range=(part.low, part.high))
    return has(
        AssetTag,
        bounds,
        owner_id=asker.viewer.pk,
        kind="object",
        tag__name=part.thing,
        is_shown=True,
        box__isnull=False,
    )


def action(part: Action, asker: Asker) -> Q:
    """Only asked when negated, or as one of several choices."""
    return _tagged(asker, part.any, kinds=["action"])


def mood(part: Mood, asker: Asker) -> Q:
    """Only asked when negated: a mood that is wanted ranks."""
    return _tagged(asker, part.any, kinds=["mood"])


def meaning(part: Meaning, asker: Asker) -> Q:
    """Only asked when negated: a photo goes by its tags, not because its vector lies somewhere near."""
    return _tagged(asker, asker.excluded.get(part.text, ()))


def origin(part: Origin, _: Asker) -> Q:
    return is_generated() if part.origin == "generated" else ~is_generated()


def _tagged(asker: Asker, names: Iterable[str], *, kinds: Iterable[str] = ()) -> Q:
    """Carries one of these tags, surely enough to be shown."""
    forms = {form for name in names for form in (name, name.lower())}
    # By their ids: of a name PostgreSQL cannot know beforehand how many photos carry it, and reads all tags.
    wanted = sorted(Tags.objects.filter(name__in=forms).values_list("id", flat=True)) if forms else []
    if not wanted:
        return NOTHING
    among = Q(kind__in=list(kinds)) if kinds else Q()
    return has(AssetTag, among, owner_id=asker.viewer.pk, tag_id__in=wanted, is_shown=True)
