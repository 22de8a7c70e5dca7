"""What `read_metadata` makes of camera files, sidecars, names and file times."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.assets.metadata.metadata_files import (
    bag,
    box,
    gps_entries,
    iptc,
    jpeg,
    long,
    movie,
    rational,
    short,
    text,
    tiff,
    undefined,
    xmp,
)

from photonest.assets.metadata.reading import Metadata, VideoFacts, read_metadata

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
FILE_TIME = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
VIENNA = (((48, 1), (12, 1), (30, 1)), ((16, 1), (22, 1), (0, 1)))
TOKYO = (((35, 1), (40, 1), (0, 1)), ((139, 1), (45, 1), (0, 1)))


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.fixture
def read(tmp_path: Path):
    def _read(data: bytes, filename: str = "photo.jpg", *, zone: str = "Europe/Vienna", **more: object) -> Metadata:
        path = tmp_path / "stored"
        path.write_bytes(data)
        options: dict = {"modified_at": FILE_TIME, "now": NOW, "user_time_zone": zone} | more
        return read_metadata(path, filename=filename, **options)

    return _read


def taken(found: Metadata) -> tuple[datetime, int, str, str]:
    assert found.captured is not None
    captured = found.captured
    assert captured.utc == captured.local.replace(tzinfo=timezone(timedelta(minutes=captured.offset_minutes)))
    return captured.local, captured.offset_minutes, captured.source, captured.zone_source


def test_camera_exposure_and_lens_are_read(read) -> None:
    found = read(
        jpeg(
            tiff(
                {0x010F: text("Canon"), 0x0110: text("Canon EOS R5"), 0x0112: short(6), 0x0131: text("Firmware 1.8")},
                {
                    0x829A: rational((1, 250)),
                    0x829D: rational((28, 10)),
                    0x8827: short(400),
                    0x9209: short(0x19),
                    0x920A: rational((50, 1)),
                    0xA434: text("RF50mm F1.2 L USM"),
                },
            )
        )
    )
    assert (found.camera_make, found.camera_model, found.lens) == ("Canon", "Canon EOS R5", "RF50mm F1.2 L USM")
    assert (found.exposure_s, found.f_number, found.iso, found.focal_length_mm) == (0.004, 2.8, 400, 50.0)
    assert (found.flash_fired, found.orientation, found.software) == (True, 6, "Firmware 1.8")
    assert found.notes == ()


def test_a_lens_without_a_name_is_told_by_its_numbers(read) -> None:
    lens = rational((24, 1), (105, 1), (4, 1), (4, 1))
    assert read(jpeg(tiff(exif={0xA432: lens}))).lens == "24-105mm f/4"


def test_old_cameras_with_apex_values_only_still_show_their_exposure(read) -> None:
    found = read(jpeg(tiff(exif={0x9201: (10, 1, b"\x06\0\0\0\x01\0\0\0"), 0x9202: rational((4, 1))})))
    assert (found.exposure_s, found.f_number) == (0.0156, 4.0)


# when


def test_the_offset_tag_gives_the_zone(read) -> None:
    clock = {0x9003: text("2023:07:15 14:30:25"), 0x9011: text("+09:00"), 0x9291: text("12")}
    found = read(jpeg(tiff(exif=clock, gps=gps_entries(*VIENNA))))
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25, 120_000), 540, "exif", "offset_tag")


def test_without_an_offset_tag_the_position_gives_the_zone(read) -> None:
    found = read(jpeg(tiff(exif={0x9003: text("2023:07:15 14:30:25")}, gps=gps_entries(*TOKYO))))
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25), 540, "exif", "gps")
    assert found.time_zone == "Asia/Tokyo"


def test_without_a_position_the_satellite_clock_gives_the_zone(read) -> None:
    gps = {7: rational((5, 1), (30, 1), (20, 1)), 29: text("2023:07:15")}
    found = read(jpeg(tiff(exif={0x9003: text("2023:07:15 14:30:25")}, gps=gps)))
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25), 540, "exif", "gps")


@pytest.mark.parametrize(("month", "offset"), [(1, 60), (7, 120)])
def test_without_any_hint_the_users_zone_counts_with_its_summer_time(read, month: int, offset: int) -> None:
    found = read(jpeg(tiff(exif={0x9003: text(f"2023:{month:02d}:15 14:30:25")})))
    assert taken(found) == (wall(2023, month, 15, 14, 30, 25), offset, "exif", "user")


def test_an_unknown_user_zone_becomes_utc_with_a_note(read) -> None:
    found = read(jpeg(tiff(exif={0x9003: text("2023:07:15 14:30:25")})), zone="Mars/Olympus")
    assert taken(found)[1] == 0
    assert any("Mars/Olympus" in note for note in found.notes)


def test_the_sources_of_the_date_count_in_their_order(read) -> None:
    main = {0x0132: text("2023:06:06 06:06:06")}
    exif = {0x9003: text("2023:01:01 01:01:01"), 0x9004: text("2023:02:02 02:02:02")}
    packet = xmp(attributes='photoshop:DateCreated="2023-03-03T03:03:03"')
    records = iptc(date="20230404", time="040404")
    name, plain = "IMG_20230505_050505.jpg", "photo.jpg"
    sidecar = xmp(attributes='exif:DateTimeOriginal="2022-12-12T12:12:12"').encode()
    gps = {7: rational((7, 1), (7, 1), (7, 1)), 29: text("2023:07:07")}

    def month(found: Metadata) -> tuple[int, str]:
        assert found.captured is not None
        return found.captured.local.month, found.captured.source

    assert month(read(jpeg(tiff(main, exif, gps), packet, records), name, sidecar=sidecar)) == (12, "sidecar")
    assert month(read(jpeg(tiff(main, exif, gps), packet, records), name)) == (1, "exif")
    exif.pop(0x9003)
    assert month(read(jpeg(tiff(main, exif, gps), packet, records), name)) == (2, "exif")
    exif.pop(0x9004)
    assert month(read(jpeg(tiff(main, exif, gps), packet, records), name)) == (3, "xmp")
    assert month(read(jpeg(tiff(main, exif, gps), None, records), name)) == (4, "exif")
    assert month(read(jpeg(tiff(main, exif, gps)), name)) == (7, "exif")
    assert month(read(jpeg(tiff(main, exif)), name)) == (5, "file_name")
    assert month(read(jpeg(tiff(main, exif)), plain)) == (6, "exif")
    assert month(read(jpeg(), plain)) == (2, "file_time")
    assert read(jpeg(), plain, modified_at=None).captured is None


def test_a_sidecar_that_repeats_the_cameras_clock_leaves_its_zone_and_source(read) -> None:
    exif = {0x9003: text("2023:07:15 14:30:25"), 0x9011: text("+09:00")}
    sidecar = xmp(attributes='exif:DateTimeOriginal="2023-07-15T14:30:25"').encode()
    assert taken(read(jpeg(tiff(exif=exif)), sidecar=sidecar)) == (
        wall(2023, 7, 15, 14, 30, 25),
        540,
        "exif",
        "offset_tag",
    )


def test_xmp_lends_its_zone_to_the_same_clock_in_exif(read) -> None:
    found = read(
        jpeg(
            tiff(exif={0x9003: text("2009:09:09 20:27:09.60:04:00")}),
            xmp(attributes='xmp:CreateDate="2009-09-09T20:27:09.60-04:00"'),
        )
    )
    assert taken(found) == (wall(2009, 9, 9, 20, 27, 9, 600_000), -240, "exif", "offset_tag")


@pytest.mark.parametrize(
    ("time", "offset", "source"), [("143025-0400", -240, "offset_tag"), ("143025+0000", 120, "user")]
)
def test_the_zone_of_iptc_is_believed_unless_it_is_zero(read, time: str, offset: int, source: str) -> None:
    # Photoshop writes +0000 when it knows no zone.
    found = read(jpeg(None, None, iptc(date="20230715", time=time)))
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25), offset, "exif", source)


def test_a_bare_z_names_the_instant_and_the_place_the_clock(read) -> None:
    packet = xmp(attributes='xmp:CreateDate="2023-07-15T05:30:25Z"')
    found = read(jpeg(tiff(gps=gps_entries(*TOKYO)), packet))
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25), 540, "xmp", "gps")


def test_a_pixel_name_is_utc_and_shown_in_the_users_zone(read) -> None:
    found = read(jpeg(), "PXL_20230715_123025123.jpg")
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25, 123_000), 120, "file_name", "user")


def test_a_name_with_a_day_takes_its_hour_from_a_file_time_of_that_day(read) -> None:
    name = "IMG-20240203-WA0001.jpg"
    assert taken(read(jpeg(), name)) == (wall(2024, 2, 3, 5, 5, 6), 60, "file_name", "user")
    assert taken(read(jpeg(), name, modified_at=NOW)) == (wall(2024, 2, 3, 12), 60, "file_name", "user")


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("0000:01:01 00:00:00", "no date"),
        ("1904:01:01 00:00:00", "unset clock"),
        ("1970:01:01 00:00:00", "unset clock"),
        ("2023:13:45 99:99:99", "no date"),
        ("2106:02:07 06:28:15", "future"),
        ("9999:12:31 23:59:59", "future"),
        ("1066:10:14 09:00:00", "before photography"),
        ("<script>alert(1)</script>", "no date"),
    ],
)
def test_an_impossible_date_is_not_used_and_says_why(read, date: str, words: str | None) -> None:
    found = read(jpeg(tiff(exif={0x9003: text(date)})), "IMG_20230715_143025.jpg")
    assert taken(found)[0] == wall(2023, 7, 15, 14, 30, 25)
    if words is not None:
        assert any(words in note for note in found.notes)


def test_a_scan_of_an_old_picture_keeps_its_date(read) -> None:
    assert taken(read(jpeg(tiff(exif={0x9003: text("1931:05:04 12:00:00")}))))[0] == wall(1931, 5, 4, 12)


def test_an_impossible_file_time_gives_no_date(read) -> None:
    assert read(jpeg(), modified_at=datetime(1970, 1, 1, tzinfo=UTC)).captured is None


# where


def test_a_position_is_read_with_its_hemisphere_and_height(read) -> None:
    gps = gps_entries(((33, 1), (51, 1), (3579, 100)), ((151, 1), (12, 1), (40, 1)), "SE")
    found = read(jpeg(tiff(gps=gps | {5: (1, 1, b"\0"), 6: rational((585, 10))})))
    assert (found.latitude, found.longitude, found.altitude_m) == (-33.8599417, 151.2111111, 58.5)


@pytest.mark.parametrize(
    "gps",
    [
        gps_entries(((0, 1), (0, 1), (0, 1)), ((0, 1), (0, 1), (0, 1))),
        gps_entries(((48, 0), (12, 0), (30, 0)), ((16, 1), (22, 1), (0, 1))),
        gps_entries(((91, 1), (0, 1), (0, 1)), ((16, 1), (0, 1), (0, 1))),
        gps_entries(((48, 1), (0, 1), (0, 1)), ((181, 1), (0, 1), (0, 1))),
        gps_entries(((48, 1), (75, 1), (0, 1)), ((16, 1), (0, 1), (0, 1))),
        {1: text("N"), 2: (12, 3, b"\x00\x00\x00\x00\x00\x00\xf8\x7f" * 3), 3: text("E"), 4: rational((16, 1))},
        {2: undefined(b"\xff" * 24), 4: undefined(b"\xff" * 24)},
        {1: text("N"), 2: rational((48, 1))},
    ],
    ids=["0,0", "zero denominators", "latitude 91", "longitude 181", "75 minutes", "NaN", "no numbers", "half"],
)
def test_an_impossible_position_is_ignored_with_a_note(read, gps) -> None:
    found = read(jpeg(tiff(gps=gps)))
    assert (found.latitude, found.longitude, found.altitude_m) == (None, None, None)
    assert "The GPS position was not usable." in found.notes


def test_a_position_in_a_sidecar_beats_the_cameras(read) -> None:
    sidecar = xmp(attributes='exif:GPSLatitude="35,40.5N" exif:GPSLongitude="139,45,0E"').encode()
    found = read(jpeg(tiff(gps=gps_entries(*VIENNA))), sidecar=sidecar)
    assert (found.latitude, found.longitude) == (35.675, 139.75)


# words


def test_words_of_all_kinds_are_read(read) -> None:
    packet = xmp(
        "<dc:title><rdf:Alt><rdf:li xml:lang='de'>Turm</rdf:li>"
        "<rdf:li xml:lang='x-default'>Tower</rdf:li></rdf:Alt></dc:title>"
        + bag("dc:description", "Evening light", kind="Alt")
        + bag("digiKam:TagsList", "Places/Austria/Vienna", "Towers", kind="Seq")
        + bag("lr:HierarchicalSubject", "Other|Path")
        + bag("dc:subject", "Vienna", "sunset"),
        'xmp:Rating="4"',
    )
    found = read(jpeg(tiff({0x010E: text("SONY DSC")}), packet, iptc(keywords=["roof", "towers"], caption="x")))
    assert (found.title, found.description, found.rating) == ("Tower", "Evening light", 4)
    assert found.keywords == (("Places", "Austria", "Vienna"), ("Towers",), ("roof",), ("sunset",))


def test_exif_and_iptc_words_stand_in_where_xmp_is_silent(read) -> None:
    found = read(
        jpeg(tiff({0x010E: text("From EXIF"), 0x4746: short(3)}), None, iptc(title="From IPTC", keywords="one"))
    )
    assert (found.title, found.description, found.rating) == ("From IPTC", "From EXIF", 3)
    assert found.keywords == (("one",),)


def test_words_that_cameras_write_by_themselves_are_no_description(read) -> None:
    for words in ("OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "SAMSUNG", "DCIM\\100MEDIA\\DJI_0001.JPG"):
        assert read(jpeg(tiff({0x010E: text(words)}))).description == ""


def test_windows_titles_and_keywords_are_read(read) -> None:
    def wide(words: str) -> tuple[int, int, bytes]:
        raw = words.encode("utf-16-le") + b"\0\0"
        return 1, len(raw), raw

    found = read(jpeg(tiff({0x9C9B: wide("Größe"), 0x9C9E: wide("a;b; c"), 0x9C9C: wide("Ein Satz")})))
    assert (found.title, found.description, found.keywords) == ("Größe", "Ein Satz", (("a",), ("b",), ("c",)))


def test_faces_are_turned_upright(read) -> None:
    region = (
        "<mwg-rs:Regions rdf:parseType='Resource'>"
        "<mwg-rs:AppliedToDimensions stDim:w='64' stDim:h='48' stDim:unit='pixel'/>"
        "<mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Name='Anna' mwg-rs:Type='Face'>"
        "<mwg-rs:Area stArea:x='0.25' stArea:y='0.4' stArea:w='0.1' stArea:h='0.2' stArea:unit='normalized'/>"
        "</rdf:Description></rdf:li><rdf:li rdf:parseType='Resource'><mwg-rs:Name>Bello</mwg-rs:Name>"
        "<mwg-rs:Type>Pet</mwg-rs:Type></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
    )
    plain = read(jpeg(None, xmp(region))).faces
    assert [(face.x, face.y, face.width, face.height, face.name) for face in plain] == [(0.25, 0.4, 0.1, 0.2, "Anna")]
    turned = read(jpeg(tiff({0x0112: short(6)}), xmp(region))).faces
    assert [(face.x, face.y, face.width, face.height) for face in turned] == [(0.6, 0.25, 0.2, 0.1)]
    # A program that marked the upright picture gives its sides swapped: nothing is turned twice.
    upright = region.replace("w='64' stDim:h='48'", "w='48' stDim:h='64'")
    assert [(face.x, face.y) for face in read(jpeg(tiff({0x0112: short(6)}), xmp(upright))).faces] == [(0.25, 0.4)]


def test_panorama_and_maker_of_the_picture_are_told(read) -> None:
    kind = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    found = read(
        jpeg(None, xmp(attributes=f'GPano:ProjectionType="equirectangular" Iptc4xmpExt:DigitalSourceType="{kind}"'))
    )
    assert (found.projection, found.digital_source_type) == ("equirectangular", kind)


def test_what_has_no_column_is_ready_for_json(read) -> None:
    found = read(jpeg(tiff({0x0131: text("Program")}), xmp(bag("dc:subject", "one"))))
    extra = json.loads(json.dumps(found.extra()))
    assert extra["keywords"] == [["one"]]
    assert extra["software"] == "Program"
    assert extra["time_field"] == "The file time"


# motion photos and bursts


def test_the_video_of_a_google_motion_photo_is_found(read) -> None:
    video = box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"\0" * 500)
    item = (
        "<rdf:li rdf:parseType='Resource'><Container:Item Item:Mime='{}' Item:Semantic='{}' Item:Length='{}'/></rdf:li>"
    )
    directory = (
        "<Container:Directory><rdf:Seq>"
        + item.format("image/jpeg", "Primary", 0)
        + item.format("video/mp4", "MotionPhoto", len(video))
        + "</rdf:Seq></Container:Directory>"
    )
    data = jpeg(
        None, xmp(directory, 'GCamera:MotionPhoto="1" GCamera:MotionPhotoPresentationTimestampUs="1500"'), tail=video
    )
    found = read(data)
    assert found.motion is not None
    assert data[found.motion.offset : found.motion.offset + found.motion.length] == video
    assert found.motion_presentation_us == 1500
    assert read(data[: -len(video)]).motion is None  # the hint stayed, the video was cut off


def test_the_video_of_an_older_pixel_photo_is_found(read) -> None:
    video = box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"\0" * 300)
    data = jpeg(None, xmp(attributes=f'GCamera:MicroVideo="1" GCamera:MicroVideoOffset="{len(video)}"'), tail=video)
    found = read(data)
    assert found.motion is not None
    assert data[found.motion.offset :] == video


def test_the_video_of_a_samsung_photo_is_found(read) -> None:
    video = box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"\0" * 300)
    name = b"MotionPhoto_Data"
    part = b"\0\0\x30\x0a" + len(name).to_bytes(4, "little") + name + video
    directory = b"SEFH" + (107).to_bytes(4, "little") + (1).to_bytes(4, "little")
    directory += b"\0\0\x30\x0a" + len(part).to_bytes(4, "little") * 2
    data = jpeg(tail=part + directory + len(directory).to_bytes(4, "little") + b"SEFT")
    found = read(data)
    assert found.motion is not None
    assert data[found.motion.offset : found.motion.offset + found.motion.length] == video


def test_apples_identifiers_are_read_from_its_maker_note(read) -> None:
    live, burst = b"F5AC3A90-8A93-4A5D-9B5B-2B3F8A1D8D11\0", b"0D8A1A0B-1111-2222-3333-444455556666\0"
    head = b"Apple iOS\0\0\x01MM" + (2).to_bytes(2, "big")
    at = len(head) + 24 + 4
    table = b"".join(
        tag.to_bytes(2, "big") + (2).to_bytes(2, "big") + len(raw).to_bytes(4, "big") + place.to_bytes(4, "big")
        for tag, raw, place in ((0x000B, burst, at), (0x0011, live, at + len(burst)))
    )
    found = read(jpeg(tiff(exif={0x927C: undefined(head + table + b"\0\0\0\0" + burst + live)})))
    assert found.content_identifier == live[:-1].decode()
    assert found.burst_identifier == burst[:-1].decode()


# videos


def seconds_since_1904(moment: datetime) -> int:
    return int((moment - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds())


def test_an_iphone_movie_tells_time_zone_place_and_pair(read) -> None:
    data = movie(
        created=seconds_since_1904(datetime(2023, 7, 15, 5, 30, 25, tzinfo=UTC)),
        keys={
            "com.apple.quicktime.creationdate": "2023-07-15T14:30:25+0900",
            "com.apple.quicktime.location.ISO6709": "+35.6895+139.6917+040.000/",
            "com.apple.quicktime.make": "Apple",
            "com.apple.quicktime.model": "iPhone 14",
            "com.apple.quicktime.content.identifier": "F5AC-1",
        },
    )
    found = read(data, "IMG_0001.MOV")
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25), 540, "video", "offset_tag")
    assert (found.latitude, found.longitude, found.altitude_m) == (35.6895, 139.6917, 40.0)
    assert (found.camera_make, found.camera_model, found.content_identifier) == ("Apple", "iPhone 14", "F5AC-1")


def test_an_android_movie_takes_its_zone_from_its_place(read) -> None:
    created = seconds_since_1904(datetime(2023, 7, 15, 5, 30, 25, tzinfo=UTC))
    found = read(movie(created=created, user={b"\xa9xyz": "+35.6895+139.6917/"}), "video.mp4")
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25), 540, "video", "gps")


def test_a_movie_without_place_compares_its_name_with_its_header(read) -> None:
    created = seconds_since_1904(datetime(2023, 7, 15, 5, 30, 55, tzinfo=UTC))
    found = read(movie(created=created), "VID_20230715_143025.mp4")
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 55), 540, "video", "file_name")


def test_a_camera_that_writes_local_time_as_utc_is_found_out_by_the_name(read) -> None:
    created = seconds_since_1904(datetime(2023, 7, 15, 14, 30, 25, tzinfo=UTC))
    found = read(movie(created=created), "20230715_143025.mp4")
    assert taken(found) == (wall(2023, 7, 15, 14, 30, 25), 120, "video", "user")


@pytest.mark.parametrize("created", [0, 1, 2**32 - 1])
def test_a_movie_with_an_unset_clock_goes_by_its_name(read, created: int) -> None:
    assert taken(read(movie(created=created), "VID_20230715_143025.mp4"))[2] == "file_name"


def test_facts_of_another_reader_come_first(read) -> None:
    facts = VideoFacts(created_at=datetime(2021, 1, 1, 12, tzinfo=UTC), camera_model="From ffmpeg")
    found = read(movie(created=seconds_since_1904(NOW - timedelta(days=9))), "clip.mp4", video=facts)
    assert taken(found)[0] == wall(2021, 1, 1, 13)
    assert found.camera_model == "From ffmpeg"


def test_a_file_that_is_gone_gives_what_its_name_tells(tmp_path: Path) -> None:
    found = read_metadata(tmp_path / "none", filename="IMG_20230715_143025.jpg", user_time_zone="UTC", now=NOW)
    assert taken(found)[2] == "file_name"
    assert any("could not be read" in note for note in found.notes)


def test_an_ordinary_photo_costs_few_reads_however_large_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from photonest.assets.metadata import bounded_reader

    asked: list[int] = []
    plain = bounded_reader.BoundedReader.read

    def counting(self: bounded_reader.BoundedReader, offset: int, length: int) -> bytes:
        asked.append(length)
        return plain(self, offset, length)

    monkeypatch.setattr(bounded_reader.BoundedReader, "read", counting)
    path = tmp_path / "large.jpg"
    path.write_bytes(jpeg(tiff({0x010F: text("Canon")}, {0x9003: text("2023:07:15 14:30:25")})) + bytes(30_000_000))
    assert read_metadata(path, filename="large.jpg", now=NOW).camera_make == "Canon"
    assert len(asked) < 60
    assert sum(asked) < 300_000


def test_long_is_a_value_type_of_its_own(read) -> None:
    assert read(jpeg(tiff(exif={0x8827: long(102_400)}))).iso == 102_400
