"""XMP packets in all the forms that programs write."""

from __future__ import annotations

import pytest
from tests.assets.metadata.metadata_files import bag, xmp

from photonest.assets.metadata.xmp import read_xmp
from photonest.assets.metadata.xmp_properties import XmpRefused, parse_properties


def test_properties_are_read_as_attributes_elements_and_resources() -> None:
    packet = xmp("<xmp:Rating>3</xmp:Rating><tiff:Make rdf:resource='http://x/'/>", 'dc:format="image/jpeg"')
    found = parse_properties(packet.encode())
    assert found == {"xmp:Rating": "3", "tiff:Make": "http://x/", "dc:format": "image/jpeg"}


def test_properties_of_several_descriptions_are_one_set_and_the_first_counts() -> None:
    packet = xmp(attributes='xmp:Rating="1"').replace(
        "</rdf:RDF>",
        '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="2" xmp:CreatorTool="T"/></rdf:RDF>',
    )
    assert parse_properties(packet.encode()) == {"xmp:Rating": "1", "xmp:CreatorTool": "T"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_every_encoding_of_a_packet_is_read(encoding: str) -> None:
    packet = xmp(bag("dc:title", "Größe 日本", kind="Alt")).encode(encoding)
    assert read_xmp([packet]).title == "Größe 日本"


def test_padding_and_stray_bytes_around_a_packet_do_no_harm() -> None:
    packet = b"\0\0" + xmp(attributes='xmp:Rating="2"').encode() + b" " * 4_000 + b"\0\x01"
    facts = read_xmp([packet])
    assert (facts.rating, facts.notes) == (2, [])


def test_a_packet_without_its_outer_wrapper_is_read() -> None:
    packet = xmp(attributes='xmp:Rating="2"')
    inner = packet[packet.index("<rdf:RDF") : packet.index("</x:xmpmeta")]
    assert read_xmp([inner.encode()]).rating == 2


@pytest.mark.parametrize(("value", "rating"), [("-1", -1), ("0", 0), ("5", 5), ("4.0", 4)])
def test_ratings_from_rejected_to_five_are_read(value: str, rating: int) -> None:
    assert read_xmp([xmp(attributes=f'xmp:Rating="{value}"').encode()]).rating == rating


@pytest.mark.parametrize(("percent", "rating"), [(0, 0), (1, 1), (25, 2), (50, 3), (75, 4), (99, 5)])
def test_windows_ratings_in_percent_are_read(percent: int, rating: int) -> None:
    packet = xmp(attributes=f'xmlns:m="http://ns.microsoft.com/photo/1.0" m:Rating="{percent}"')
    assert read_xmp([packet.encode()]).rating == rating


def test_digikam_paths_come_before_lightrooms() -> None:
    both = bag("lr:HierarchicalSubject", "X|Y") + bag("digiKam:TagsList", "A/B/C", "A/B/C", "/D/", kind="Seq")
    assert read_xmp([xmp(both).encode()]).paths == (("A", "B", "C"), ("D",))
    assert read_xmp([xmp(bag("lr:HierarchicalSubject", "X|Y")).encode()]).paths == (("X", "Y"),)


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        ("48,12.5N", "16,22.0E", (48.2083333, 16.3666667)),
        ("33,51,35.8S", "151,12,40E", (-33.8599444, 151.2111111)),
        ("48.2", "-16.5", (48.2, -16.5)),
        ("48,12.5N", "", None),
        ("0,0N", "0,0E", None),
        ("91,0N", "0,1E", None),
        ("48,99N", "16,0E", None),
        ("somewhere", "else", None),
    ],
)
def test_positions_of_xmp_are_read_or_refused(latitude: str, longitude: str, expected: tuple | None) -> None:
    facts = read_xmp([xmp(attributes=f'exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}"').encode()])
    found = (facts.position.latitude, facts.position.longitude) if facts.position else None
    assert found == expected
    assert bool(facts.notes) == (expected is None)


def test_times_come_in_their_order_and_with_their_zone() -> None:
    facts = read_xmp(
        [
            xmp(
                attributes='photoshop:DateCreated="2023-07-15" xmp:CreateDate="2023-07-15T14:30:25.5+02:00" '
                'exif:DateTimeOriginal="2023-07-15T14:30Z"'
            ).encode()
        ]
    )
    assert [(name, reading.offset_minutes, reading.precision) for name, reading in facts.times] == [
        ("XMP exif:DateTimeOriginal", 0, "minute"),
        ("XMP xmp:CreateDate", 120, "second"),
        ("XMP photoshop:DateCreated", None, "day"),
    ]


def test_faces_in_pixels_become_shares_of_the_picture() -> None:
    packet = xmp(
        "<mwg-rs:Regions rdf:parseType='Resource'>"
        "<mwg-rs:AppliedToDimensions stDim:w='200' stDim:h='100' stDim:unit='pixel'/><mwg-rs:RegionList><rdf:Bag>"
        "<rdf:li rdf:parseType='Resource'><mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Area stArea:x='50' stArea:y='50' "
        "stArea:w='20' stArea:h='10' stArea:unit='pixel'/></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
    )
    (face,) = read_xmp([packet.encode()]).faces
    assert (face.x, face.y, face.width, face.height, face.name) == (0.25, 0.5, 0.1, 0.1, "")


def test_windows_people_tags_are_read_where_no_other_faces_are() -> None:
    packet = xmp(
        "<p:RegionInfo xmlns:p='http://ns.microsoft.com/photo/1.2/' rdf:parseType='Resource'>"
        "<i:Regions xmlns:i='http://ns.microsoft.com/photo/1.2/t/RegionInfo#'><rdf:Bag><rdf:li>"
        "<rdf:Description xmlns:r='http://ns.microsoft.com/photo/1.2/t/Region#' r:PersonDisplayName='Anna' "
        "r:Rectangle='0.1, 0.2, 0.2, 0.4'/></rdf:li></rdf:Bag></i:Regions></p:RegionInfo>"
    )
    (face,) = read_xmp([packet.encode()]).faces
    assert (face.x, face.y, face.width, face.height, face.name) == (0.2, 0.4, 0.2, 0.4, "Anna")


def test_faces_outside_the_picture_are_dropped() -> None:
    region = (
        "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        "<mwg-rs:Area stArea:x='{}' stArea:y='0.5' stArea:w='{}' stArea:h='0.1'/></rdf:li></rdf:Bag>"
        "</mwg-rs:RegionList></mwg-rs:Regions>"
    )
    for x, width in (("3", "0.1"), ("0.5", "0"), ("0.5", "-1"), ("NaN", "0.1"), ("0.5", "7")):
        assert read_xmp([xmp(region.format(x, width)).encode()]).faces == ()


def test_a_long_list_of_photoshops_ancestors_does_not_hide_the_rest() -> None:
    ancestors = bag("photoshop:DocumentAncestors", *["xmp.did:" + "0" * 36] * 40_000)
    foreign = "<acme:list>" + "<acme:b>x</acme:b>" * 20_000 + "</acme:list>"
    packet = xmp(ancestors + foreign + bag("dc:subject", "one"), 'xmp:Rating="4"').encode()
    facts = read_xmp([packet])
    assert (facts.rating, facts.subjects, facts.notes) == (4, ("one",), [])


@pytest.mark.parametrize("packet", [b"", b"\0" * 50, b"plain text", b"<html></html>", b"<x:xmpmeta>"])
def test_what_is_no_xmp_is_refused_with_a_sentence(packet: bytes) -> None:
    with pytest.raises(XmpRefused, match=r"\.$"):
        parse_properties(packet)
