"""Numbers of a picture between two bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Count, Expression, F, FloatField, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from photonest.people.models import Face
from photonest.search.constraints.asking import Asker, has
from photonest.search.query.parts import Amount

_COLUMNS: Mapping[str, str] = {
    "rating": "rating",
    "duration": "duration_s",
    "focal": "focal_length_mm",
    "aperture": "f_number",
    "iso": "iso",
    "size": "size_bytes",
}
_TOLERANCE: Mapping[str, float] = {"focal": 0.5, "aperture": 0.05}
"""Cameras write 49.9 mm and f/1.78: who asks for one number means what a person would round to it."""

NOT_NAMED = Q(person__isnull=True) | Q(person__name="")


def amount(part: Amount, asker: Asker) -> Q:
    """False where the number is not known."""
    if part == replace(part, field="unnamed", low=1, high=None, includes_low=True):
        return has(Face, NOT_NAMED, owner_id=asker.viewer.pk, is_ignored=False)  # nothing has to be counted
    value = _value(part, asker)
    slack = _TOLERANCE.get(part.field, 0.0) if part.low is not None and part.low == part.high else 0.0
    found = Q()
    if part.low is not None:
        found &= Q((GreaterThanOrEqual if part.includes_low else GreaterThan)(value, part.low - slack))
    if part.high is not None:
        found &= Q((LessThanOrEqual if part.includes_high else LessThan)(value, part.high + slack))
    return found & _is_known(part)


def _is_known(part: Amount) -> Q:
    """Said in so many words, or a negation would lose photos of which the number is not known."""
    if part.field == "persons":
        return Q(person_count__isnull=False) | Q(face_count__isnull=False)
    if part.field == "megapixels":
        return Q(width_px__isnull=False, height_px__isnull=False)
    if part.field == "unnamed":
        return Q()
    return Q(**{f"{_COLUMNS[part.field]}__isnull": False})


def _value(part: Amount, asker: Asker) -> Expression | F:
    if part.field == "persons":
        return Coalesce(F("person_count"), F("face_count"))
    if part.field == "megapixels":
        return Cast(F("width_px"), FloatField()) * F("height_px") / 1_000_000
    if part.field == "unnamed":
        return _unnamed(asker)
    return F(_COLUMNS[part.field])


def _unnamed(asker: Asker) -> Expression:
    """Faces that nobody has named and nobody has set aside."""
    faces = (
        Face.objects.filter(asset_id=OuterRef("pk"), owner_id=asker.viewer.pk, is_ignored=False)
        .filter(NOT_NAMED)
        .order_by()
        .values("asset_id")
        .annotate(number=Count("*"))
        .values("number")
    )
    return Coalesce(Subquery(faces, output_field=IntegerField()), 0)
