"""The people of a photo as regions for its sidecar: what other programs will call them."""

from __future__ import annotations

from photonest.assets.metadata.face_regions import stored
from photonest.assets.metadata.xmp import Region
from photonest.assets.metadata.xmp_writing import MarkedFaces
from photonest.assets.models import Asset
from photonest.people.models import AssignedBy, Face


def marked_faces(asset: Asset, *, with_guesses: bool = False) -> MarkedFaces | None:
    """Faces of people with a name, for `XmpChanges.faces`; None when there is none or the size is not known.

    Regions belong to the stored picture: they are turned back by the orientation that was read from the file. Guesses
    are written only when asked for: in a file they would look like facts.
    """
    if not asset.width_px or not asset.height_px:
        return None
    faces = Face.objects.filter(asset=asset, is_ignored=False).exclude(person__isnull=True).exclude(person__name="")
    if not with_guesses:
        faces = faces.filter(assigned_by=AssignedBy.USER)
    upright = tuple(
        Region(
            x=round(face.left + face.width / 2, 6),
            y=round(face.top + face.height / 2, 6),
            width=round(face.width, 6),
            height=round(face.height, 6),
            name=face.person.name if face.person else "",
        )
        for face in faces.select_related("person").order_by("left", "id")
    )
    if not upright:
        return None
    orientation = orientation_of(asset)
    size = (asset.width_px, asset.height_px)
    return MarkedFaces(stored(upright, orientation), *(size if orientation < 5 else reversed(size)))


def orientation_of(asset: Asset) -> int:
    """EXIF orientation of the file, as its metadata was read; 1 where it tells none."""
    told = asset.extra.get("orientation")
    return told if isinstance(told, int) and 1 <= told <= 8 else 1
