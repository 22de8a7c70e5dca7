"""Who is on a picture."""

from __future__ import annotations

from django.db.models import Q

from photonest.people.models import Face
from photonest.search.constraints.asking import Asker, has, ids_of
from photonest.search.query.parts import People


def people(part: People, asker: Asker) -> Q:
    """A face of one of them was found, or drawn, and is not set aside."""
    return has(Face, owner_id=asker.viewer.pk, person_id__in=ids_of(part.any), is_ignored=False)
