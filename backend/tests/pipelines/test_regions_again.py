"""Faces that a file marks come in, and go out again as the same regions, however the picture is stored."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from tests.factories import make_person

from photonest.accounts.models import User
from photonest.assets.metadata.reading import read_metadata
from photonest.assets.metadata.xmp import Region, read_xmp
from photonest.assets.metadata.xmp_writing import MarkedFaces, XmpChanges, merge_xmp
from photonest.assets.models import Asset
from photonest.people.file_regions import marked_faces
from photonest.people.models import AssignedBy, Face
from photonest.storage import keys, media

pytestmark = pytest.mark.django_db

ANNA = Region(x=0.3, y=0.4, width=0.2, height=0.1, name="Anna")
TOM = Region(x=0.75, y=0.7, width=0.1, height=0.24, name="Tom")
WIDTH, HEIGHT = 320, 240


def stored_picture(orientation: int) -> bytes:
    """As a camera stores it: 320x240, turned by its orientation when shown, with regions of the stored picture."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    regions = merge_xmp(None, XmpChanges(faces=MarkedFaces([ANNA, TOM], WIDTH, HEIGHT)))
    file = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), (orientation, 90, 160)).save(file, "JPEG", exif=exif, xmp=regions)
    return file.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_regions_are_read_kept_and_written_as_they_were(
    orientation: int, owner: User, ingested: Callable[..., Asset]
) -> None:
    User.objects.filter(pk=owner.pk).update(faces_enabled=True)
    asset = ingested(stored_picture(orientation), "family.jpg")
    assert (asset.width_px, asset.height_px) == ((WIDTH, HEIGHT) if orientation < 5 else (HEIGHT, WIDTH))
    faces = list(Face.objects.filter(asset=asset))
    assert {face.name_in_file for face in faces} == {"Anna", "Tom"}
    for face in faces:
        face.person = make_person(owner, face.name_in_file)
        face.assigned_by = AssignedBy.USER
        face.save()

    written = merge_xmp(None, XmpChanges(faces=marked_faces(asset)))
    found = read_xmp([written])
    assert (found.applied_width_px, found.applied_height_px) == (WIDTH, HEIGHT)
    assert {region.name: near(region) for region in found.faces} == {"Anna": near(ANNA), "Tom": near(TOM)}

    original = media.path(keys.original(bytes(asset.sha256)))
    again = read_metadata(original, "jpeg", filename="family.jpg", sidecar=written)
    boxes = {region.name: near(region) for region in again.faces}
    assert boxes == {face.name_in_file: near(as_region(face)) for face in faces}


def near(region: Region) -> tuple[float, ...]:
    return tuple(round(value, 5) for value in (region.x, region.y, region.width, region.height))


def as_region(face: Face) -> Region:
    middle = (face.left + face.width / 2, face.top + face.height / 2)
    return Region(x=middle[0], y=middle[1], width=face.width, height=face.height)
