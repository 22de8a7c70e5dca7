"""What can be wrong with a wish about people."""

from __future__ import annotations

from photonest.core.errors import BadInput, Conflict


class PeopleOff(Conflict):
    """Recognising people is switched off. Allow it first; nothing is recognised before."""

    code = "people_off"


class CannotSplit(BadInput):
    """A split takes some of the faces of one person out: at least one, and not all of them."""

    code = "cannot_split"


class SamePerson(BadInput):
    """A person cannot be merged with themselves."""

    code = "same_person"
