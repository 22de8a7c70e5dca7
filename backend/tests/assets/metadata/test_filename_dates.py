"""The dates that phones, messengers and programs write into file names (FEATURES.md IN9)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.assets.metadata.filename_dates import date_in_name

SECOND = datetime(2023, 7, 15, 14, 30, 25)  # noqa: DTZ001  wall clocks have no zone
MILLI = SECOND.replace(microsecond=123_000)
MINUTE = SECOND.replace(second=0)
NOON = datetime(2023, 7, 15, 12)  # noqa: DTZ001
EPOCH_MS = datetime(2023, 7, 15, 12, 30, 25, 123_000, tzinfo=UTC)

EXACT = {
    # cameras of phones
    "IMG_20230715_143025.jpg": SECOND,
    "IMG_20230715_143025123.jpg": MILLI,
    "IMG_20230715_143025_1.jpg": SECOND,
    "IMG_20230715_143025_HDR.jpg": SECOND,
    "IMG_20230715_143025~2.jpg": SECOND,
    "IMG20230715143025.jpg": SECOND,
    "VID20230715143025.mp4": SECOND,
    "VID_20230715_143025.mp4": SECOND,
    "MVIMG_20230715_143025.jpg": SECOND,
    "PANO_20230715_143025.jpg": SECOND,
    "P_20230715_143025.jpg": SECOND,
    "20230715_143025.jpg": SECOND,
    "20230715_143025(0).jpg": SECOND,
    "20230715_143025_HDR.jpg": SECOND,
    "20230715_143025-EFFECTS.jpg": SECOND,
    "Resized_20230715_143025.jpeg": SECOND,
    "Burst_Cover_GIF_Action_20230715143025.gif": SECOND,
    "00000IMG_00000_BURST20230715143025123_COVER.jpg": MILLI,
    "00100lPORTRAIT_00100_BURST20230715143025123_COVER.jpg": MILLI,
    "WP_20230715_14_30_25_Pro.jpg": SECOND,
    "WP_20230715_001.jpg": NOON,
    "C360_2023-07-15-14-30-25-123.jpg": MILLI,
    "LRM_EXPORT_4711_20230715_143025123.jpeg": MILLI,
    "InShot_20230715_143025123.jpg": MILLI,
    "lv_0_20230715143025.mp4": SECOND,
    # Pixel names are UTC
    "PXL_20230715_143025123.jpg": MILLI.replace(tzinfo=UTC),
    "PXL_20230715_143025123.MP.jpg": MILLI.replace(tzinfo=UTC),
    "PXL_20230715_143025123.PORTRAIT-02.ORIGINAL.jpg": MILLI.replace(tzinfo=UTC),
    "PXL_20230715_143025123.NIGHT.jpg": MILLI.replace(tzinfo=UTC),
    # drones and action cameras
    "DJI_20230715143025_0001_D.JPG": SECOND,
    "dji_fly_20230715_143025_123_1689431425123_photo.jpg": MILLI,
    # messengers
    "IMG-20230715-WA0001.jpg": NOON,
    "VID-20230715-WA0012.mp4": NOON,
    "STK-20230715-WA0003.webp": NOON,
    "WhatsApp Image 2023-07-15 at 14.30.25.jpeg": SECOND,
    "WhatsApp Image 2023-07-15 at 2.30.25 PM.jpeg": SECOND,
    "WhatsApp Video 2023-07-15 at 14.30.25 (1).mp4": SECOND,
    "PHOTO-2023-07-15-14-30-25.jpg": SECOND,
    "VIDEO-2023-07-15-14-30-25.mp4": SECOND,
    "signal-2023-07-15-143025.jpeg": SECOND,
    "signal-2023-07-15-14-30-25-123.jpg": MILLI,
    "signal-2023-07-15-143025_002.jpeg": SECOND.replace(microsecond=2_000),
    "photo_2023-07-15_14-30-25.jpg": SECOND,
    "photo_2023-07-15_14-30-25 (2).jpg": SECOND,
    "photo_1@15-07-2023_14-30-25.jpg": SECOND,
    "video_2023-07-15_14-30-25.mp4": SECOND,
    "mmexport1689424225123.jpg": EPOCH_MS,
    "FB_IMG_1689424225123.jpg": EPOCH_MS,
    "1689424225123.jpg": EPOCH_MS,
    "1689424225123 (2).jpg": EPOCH_MS,
    # pictures of the screen
    "Screenshot_20230715-143025.png": SECOND,
    "Screenshot_20230715_143025.jpg": SECOND,
    "Screenshot_20230715_143025_Chrome.jpg": SECOND,
    "Screenshot_20230715-143025~2.png": SECOND,
    "Screenshot_2023-07-15-14-30-25.png": SECOND,
    "Screenshot_2023-07-15-14-30-25-123_com.android.chrome.jpg": MILLI,
    "Screenshot 2023-07-15 143025.png": SECOND,
    "Screenshot 2023-07-15 at 14.30.25.png": SECOND,
    "Screen Shot 2023-07-15 at 2.30.25\u202fPM.png": SECOND,
    "Screen Shot 2023-07-15 at 2.30.25 PM (2).png": SECOND,
    "Screenshot from 2023-07-15 14-30-25.png": SECOND,
    "Bildschirmfoto 2023-07-15 um 14.30.25.png": SECOND,
    "Bildschirmfoto vom 2023-07-15 14-30-25.png": SECOND,
    "Capture d’écran 2023-07-15 à 14.30.25.png": SECOND,
    "Screen_Recording_20230715-143025_Maps.mp4": SECOND,
    "RPReplay_Final1689424225.MP4": EPOCH_MS.replace(microsecond=0),
    # programs and people
    "2023-07-15 14.30.25.jpg": SECOND,
    "2023-07-15 14.30.25-1.jpg": SECOND,
    "2023-07-15_14-30-25.jpg": SECOND,
    "2023-07-15T14:30:25.jpg": SECOND,
    "2023-07-15T14-30-25.jpg": SECOND,
    "2023-07-15T14:30:25Z.jpg": SECOND.replace(tzinfo=UTC),
    "20230715T143025Z.jpg": SECOND.replace(tzinfo=UTC),
    "20230715T143025.jpg": SECOND,
    "2023_07_15_14_30_25.jpg": SECOND,
    "2023.07.15 14.30.25.heic": SECOND,
    "2023-07-15 14.30.jpg": MINUTE,
    "2023-07-15.jpg": NOON,
    "Holiday 2023-07-15 beach 3.jpg": NOON,
    "scan_20230715.tif": NOON,
    "20230715.jpg": NOON,
}

WITHOUT_DATE = [
    "IMG_1234.JPG",
    "IMG_E1234.HEIC",
    "DSC_0042.NEF",
    "DSCF2023.RAF",
    "P1010001.JPG",
    "GOPR0123.MP4",
    "100_0815.jpg",
    "photo.jpg",
    "",
    ".jpg",
    "received_1234567890123456.jpeg",
    "10153456789012345_n.jpg",
    "1234567_1012345678901_1234567_n.jpg",
    "20231315_143025.jpg",  # month 13
    "20230230.jpg",  # 30 February
    "IMG_00001215_000000.jpg",
    "2023.jpg",
    "99999999999999999999.jpg",
    "4876236473_8d5f0c_o.jpg",
    "12345678.jpg",
    "٢٠٢٣٠٧١٥.jpg",  # digits of another script are no format of any writer
]


def test_the_fixture_has_at_least_sixty_names() -> None:
    assert len(EXACT) + len(WITHOUT_DATE) >= 60


@pytest.mark.parametrize("name", EXACT)
def test_a_known_name_gives_its_exact_time(name: str) -> None:
    found = date_in_name(name)
    assert found is not None
    assert found.moment == EXACT[name]
    assert (found.moment.tzinfo is None) == (EXACT[name].tzinfo is None)


@pytest.mark.parametrize("name", WITHOUT_DATE)
def test_a_name_without_a_date_gives_none(name: str) -> None:
    assert date_in_name(name) is None


def test_a_name_with_a_day_only_says_so() -> None:
    found = date_in_name("IMG-20230715-WA0001.jpg")
    assert found is not None
    assert found.precision == "day"


_moments = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2099, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


@given(
    _moments,
    st.sampled_from(
        [
            "IMG_%Y%m%d_%H%M%S.jpg",
            "%Y%m%d_%H%M%S.jpg",
            "Screenshot_%Y%m%d-%H%M%S_App.png",
            "signal-%Y-%m-%d-%H%M%S.jpg",
            "photo_%Y-%m-%d_%H-%M-%S.jpg",
            "photo_7@%d-%m-%Y_%H-%M-%S.jpg",
            "Screenshot %Y-%m-%d at %H.%M.%S.png",
            "Screen Shot %Y-%m-%d at %I.%M.%S %p.png",
            "DJI_%Y%m%d%H%M%S_0042_D.JPG",
            "WP_%Y%m%d_%H_%M_%S_Pro.jpg",
        ]
    ),
)
def test_every_moment_survives_every_known_form(moment: datetime, form: str) -> None:
    found = date_in_name(moment.strftime(form))
    assert found is not None
    assert found.moment == moment


@given(st.integers(min_value=1_000_000_000_000, max_value=1_999_999_999_999))
def test_milliseconds_since_1970_are_exact(milliseconds: int) -> None:
    found = date_in_name(f"mmexport{milliseconds}.jpg")
    assert found is not None
    assert found.moment == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


@given(st.text(max_size=300))
def test_any_text_is_read_without_error(name: str) -> None:
    date_in_name(name)


@given(st.text(alphabet="0123456789-_. :TZapm@", max_size=60))
def test_any_run_of_digits_is_read_without_error(name: str) -> None:
    found = date_in_name(name)
    assert found is None or 1970 <= found.moment.year <= 2099
