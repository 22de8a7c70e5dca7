"""Sidecars are changed property by property; what others wrote stays (FEATURES.md TL4, appendix B)."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from shutil import which
from xml.dom import minidom

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assets.metadata.metadata_files import bag, xmp

from photonest.assets.errors import SidecarNotWritable
from photonest.assets.metadata.face_regions import stored, upright
from photonest.assets.metadata.reading import read_metadata
from photonest.assets.metadata.text_cleaning import clean_line, clean_text, is_camera_words
from photonest.assets.metadata.xmp import Region, read_xmp
from photonest.assets.metadata.xmp_writing import MarkedFaces, XmpChanges, merge_xmp

FOREIGN = xmp(
    "<!-- a note of someone else --><acme:Deep rdf:parseType='Resource'><acme:Inner>kept</acme:Inner></acme:Deep>"
    "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Old</rdf:li>"
    "<rdf:li xml:lang='de'>Alt</rdf:li></rdf:Alt></dc:title>"
    + bag("dc:subject", "old")
    + bag("dc:creator", "Someone", kind="Seq"),
    'xmp:Rating="1" xmp:Label="Red" acme:Simple="also kept"',
).encode()


@pytest.mark.parametrize("rating", [-1, 0, 1, 5])
def test_a_rating_goes_round(rating: int) -> None:
    for existing in (None, FOREIGN):
        assert read_xmp([merge_xmp(existing, XmpChanges(rating=rating))]).rating == rating


def test_foreign_fields_stay() -> None:
    written = merge_xmp(FOREIGN, XmpChanges(rating=4, title="New", keywords=[("A", "B")])).decode()
    for kept in ("a note of someone else", "<acme:Inner>kept</acme:Inner>", 'acme:Simple="also kept"', "Someone"):
        assert kept in written
    assert 'xmp:Label="Red"' in written
    assert "Alt</rdf:li>" in written  # the German title
    assert written.count("Rating") == 2  # one element, opened and closed; the old attribute is gone
    assert "old" not in written


def test_unnamed_fields_stay_and_none_removes() -> None:
    full = merge_xmp(
        FOREIGN,
        XmpChanges(rating=3, description="Words", position=(48.2, 16.37), taken_at=datetime(2023, 7, 15, tzinfo=UTC)),
    )
    same = read_xmp([merge_xmp(full, XmpChanges(title="T"))])
    assert (same.rating, same.description, same.title) == (3, "Words", "T")
    assert same.position is not None
    gone = read_xmp(
        [merge_xmp(full, XmpChanges(rating=None, description=None, position=None, taken_at=None, title=None))]
    )
    assert (gone.rating, gone.description, gone.position, gone.times, gone.title) == (None, "", None, (), "")
    assert gone.subjects == ("old",)


def test_time_is_written_with_its_zone() -> None:
    taken = datetime(2023, 7, 15, 14, 30, 25, 123_000, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    written = merge_xmp(None, XmpChanges(taken_at=taken))
    assert written.count(b"2023-07-15T14:30:25.123-03:30") == 2
    (_, reading), *_ = read_xmp([written]).times
    assert (reading.wall, reading.offset_minutes) == (taken.replace(tzinfo=None), -210)


def test_the_same_input_gives_the_same_bytes_and_a_second_run_changes_nothing() -> None:
    changes = XmpChanges(rating=4, title="T", description="D", keywords=[("A", "B")], position=(1.5, -2.5))
    once = merge_xmp(FOREIGN, changes)
    assert once == merge_xmp(FOREIGN, changes)
    assert merge_xmp(once, changes) == merge_xmp(merge_xmp(once, changes), changes)


def test_a_prefix_that_means_something_else_is_not_touched() -> None:
    other = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        b'xmlns:xmp="http://example.org/other/" xmp:Rating="9"/></rdf:RDF>'
    )
    written = merge_xmp(other, XmpChanges(rating=2))
    assert b'xmp:Rating="9"' in written
    assert read_xmp([written]).rating == 2


def test_other_names_for_our_namespaces_are_used_as_they_are() -> None:
    other = (
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="" '
        b'xmlns:basic="http://ns.adobe.com/xap/1.0/" basic:Rating="1"/></r:RDF>'
    )
    written = merge_xmp(other, XmpChanges(rating=2, keywords=[("A",)]))
    assert b"<basic:Rating>2</basic:Rating>" in written
    assert (read_xmp([written]).rating, read_xmp([written]).paths) == (2, (("A",),))


@pytest.mark.parametrize("existing", [b"", b"not xml", b"<x:xmpmeta", b"\xff\xd8\xff", FOREIGN[:-90]])
def test_an_unreadable_sidecar_is_refused_not_replaced(existing: bytes) -> None:
    with pytest.raises(SidecarNotWritable):
        merge_xmp(existing, XmpChanges(rating=1))


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]>' + FOREIGN[FOREIGN.index(b"<x:xmpmeta") :]
    with pytest.raises(SidecarNotWritable, match="entities"):
        merge_xmp(bomb, XmpChanges(rating=1))


@pytest.mark.parametrize("rating", [-2, 6])
def test_a_rating_outside_its_range_is_refused(rating: int) -> None:
    with pytest.raises(SidecarNotWritable):
        merge_xmp(None, XmpChanges(rating=rating))


_words = st.text(max_size=80)


@settings(deadline=None)
@given(
    st.none() | st.just(FOREIGN),
    st.builds(
        XmpChanges,
        rating=st.none() | st.integers(-1, 5),
        title=_words,
        description=_words,
        keywords=st.lists(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=4).map(tuple), max_size=5),
        position=st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    ),
)
def test_whatever_is_written_is_read_again(existing: bytes | None, changes: XmpChanges) -> None:
    rating, title, description = changes.rating, changes.title, changes.description
    keywords, position = changes.keywords, changes.position
    assert isinstance(title, str)
    assert isinstance(description, str)
    assert isinstance(keywords, list)
    assert isinstance(position, tuple)
    written = merge_xmp(existing, changes)
    minidom.parseString(written)  # well-formed for everyone else
    facts = read_xmp([written])
    assert facts.rating == rating
    assert facts.title == clean_line(title, 500)
    words = clean_text(description)
    assert facts.description == ("" if is_camera_words(words) else words)
    paths = [tuple(part for part in map(clean_line, path) if part) for path in keywords]
    safe = [tuple(part.replace("/", "\u2215") for part in path) for path in dict.fromkeys(paths) if path]
    assert facts.paths == tuple(dict.fromkeys(tuple(part.strip() for part in path) for path in safe))
    if facts.position is not None:
        assert facts.position.latitude == pytest.approx(position[0], abs=2e-7)
        assert facts.position.longitude == pytest.approx(position[1], abs=2e-7)
    else:
        assert abs(position[0]) < 1e-6
        assert abs(position[1]) < 1e-6


def test_a_rating_in_a_sidecar_beats_the_one_in_the_photo(tmp_path: Path) -> None:
    from tests.assets.metadata.metadata_files import jpeg

    path = tmp_path / "p"
    path.write_bytes(jpeg(None, xmp(attributes='xmp:Rating="1"')))
    assert read_metadata(path, filename="p.jpg", sidecar=merge_xmp(None, XmpChanges(rating=5))).rating == 5


@pytest.mark.skipif(which("exiftool") is None, reason="exiftool is not installed; it is the second reader here")
def test_exiftool_reads_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "p.xmp"
    changes = XmpChanges(rating=4, title="Títle", keywords=[("A", "B")], position=(-33.86, 151.21))
    path.write_bytes(merge_xmp(FOREIGN, changes))
    names = [
        "-Rating",
        "-Title",
        "-TagsList",
        "-HierarchicalSubject",
        "-GPSLatitude#",
        "-GPSLongitude#",
        "-Creator",
        "-DeepInner",
    ]
    output = subprocess.run(
        ["exiftool", "-s3", "-c", "%.5f", *names, str(path)], capture_output=True, text=True, check=True
    )
    assert output.stdout.split("\n")[:-1] == ["4", "Títle", "A/B", "A|B", "-33.86", "151.21", "Someone", "kept"]


shares = st.integers(1, 999_999).map(lambda number: number / 1_000_000)
regions = st.builds(Region, x=shares, y=shares, width=shares, height=shares, name=st.text(max_size=40).map(clean_line))


@settings(max_examples=60, deadline=None)
@given(faces=st.lists(regions, max_size=8))
def test_faces_go_round_with_names_and_boxes(faces: list[Region]) -> None:
    for existing in (None, FOREIGN):
        written = merge_xmp(existing, XmpChanges(faces=MarkedFaces(faces, 4000, 3000)))
        found = read_xmp([written])
        assert found.faces == tuple(faces)
        assert (found.applied_width_px, found.applied_height_px) == ((4000, 3000) if faces else (None, None))
    assert b"kept</acme:Inner>" in written
    again = merge_xmp(written, XmpChanges(rating=2))
    assert read_xmp([again]).faces == tuple(faces)
    assert read_xmp([merge_xmp(again, XmpChanges(faces=None))]).faces == ()


def test_regions_of_windows_are_replaced_and_never_contradict() -> None:
    theirs = xmp(
        '<MP:RegionInfo rdf:parseType="Resource" xmlns:MP="http://ns.microsoft.com/photo/1.2/">'
        '<MPRI:Regions xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"><rdf:Bag><rdf:li '
        'xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#" MPReg:Rectangle="0.1, 0.1, 0.2, 0.2" '
        'MPReg:PersonDisplayName="Old"/></rdf:Bag></MPRI:Regions></MP:RegionInfo>'
    ).encode()
    assert [face.name for face in read_xmp([theirs]).faces] == ["Old"]
    new = Region(0.5, 0.5, 0.25, 0.25, "New")
    written = merge_xmp(theirs, XmpChanges(faces=MarkedFaces([new], 100, 100)))
    assert read_xmp([written]).faces == (new,)
    assert b"Old" not in written


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright_faces_are_written_for_the_stored_picture(orientation: int) -> None:
    faces = (Region(0.25, 0.4, 0.1, 0.2, "Anna"),)
    written = stored(faces, orientation)
    (back,) = upright(written, orientation, applied=(4000, 3000), stored=(4000, 3000))
    assert (round(back.x, 5), round(back.y, 5), back.width, back.height) == (0.25, 0.4, 0.1, 0.2)


@pytest.mark.skipif(which("exiftool") is None, reason="exiftool is not installed here")
def test_exiftool_reads_the_written_faces(tmp_path: Path) -> None:
    sidecar = tmp_path / "x.xmp"
    sidecar.write_bytes(
        merge_xmp(FOREIGN, XmpChanges(faces=MarkedFaces([Region(0.5, 0.4, 0.2, 0.3, "Anna")], 400, 300)))
    )
    command = ["exiftool", "-RegionName", "-RegionAreaX", sidecar]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "Anna" in said.stdout
    assert "0.5" in said.stdout
