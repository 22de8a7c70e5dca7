"""Reading the text in pictures: seconds a page, so it runs behind everything else and no photo waits for it.

A picture is searchable by all it shows before its text is read; when it was, its words are written anew. The preview is
read; where its print is too small, the original, band by band.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from mmap import ACCESS_READ, mmap

from django.conf import settings
from django.db import connection, transaction

from photonest.ai.client import ai_client
from photonest.ai.errors import AINotReady
from photonest.assets import formats, text_bands
from photonest.assets.models import Asset, AssetKind
from photonest.assets.text_lines import lines_of, store_text
from photonest.core.errors import PhotoNestError, Unavailable
from photonest.jobs import queue
from photonest.jobs.errors import WorkerDied
from photonest.jobs.models import StepRun, StepStatus
from photonest.jobs.queue import Priority
from photonest.jobs.services import record_done, record_problem
from photonest.pipelines.decoders import decoder_pool
from photonest.pipelines.outside import asking as outside
from photonest.search.services import index_words
from photonest.storage import keys, media
from photonest_contracts.inference import AnalyseRequest, Analysis, EncodedPreview, RawPixels, ReadLine, Task

STEP, TEXT_VERSION = "text", 2
"""Raising the version makes older pictures due again."""
PREVIEW_LONG_SIDE_PX, CLOSE_PX = 1440, 2880
WORTH_IT = 1.25
"""The original is worth a closer look where it has so many times the preview's length."""
MOST_AT_ONCE = 20_000
"""Queued by one housekeeping: some hours of reading; a million rows at once kept a worker busy for minutes."""


def is_wanted() -> bool:
    return "text" in settings.PHOTONEST_UNDERSTAND


def ask(asset: Asset) -> None:
    """Have this picture read when nothing else is to be done, in the caller's transaction."""
    if is_wanted() and asset.kind == AssetKind.IMAGE and not _is_done(asset.pk):
        queue.enqueue(STEP, [asset.pk], priority=Priority.IDLE)


def run(asset_id: uuid.UUID) -> None:
    """Read one picture. Raises only errors that may pass, so that the queue tries again."""
    asset = Asset.objects.filter(id=asset_id, kind=AssetKind.IMAGE, trashed_at__isnull=True).first()
    if asset is None or not asset.renditions_version or not is_wanted() or _is_done(asset_id):
        return
    try:
        lines = _read(asset)
    except PhotoNestError as problem:
        is_counted = not isinstance(problem, Unavailable)
        if not record_problem(asset_id, STEP, TEXT_VERSION, problem, is_counted=is_counted):
            raise
        return
    with transaction.atomic():
        locked = Asset.objects.select_for_update(of=("self",), no_key=True).filter(id=asset_id).first()
        if locked is None:
            return  # deleted for good meanwhile
        is_changed = [line.text for line in lines_of(locked)] != [line.text for line in lines]
        store_text(locked, lines)
        index_words(locked)
        if is_changed:
            outside.text_came(locked)
        record_done(asset_id, {STEP: TEXT_VERSION})


def _read(asset: Asset) -> Sequence[ReadLine]:
    preview = media.path(keys.preview(bytes(asset.sha256), asset.renditions_version)).read_bytes()
    analysis = ai_client().analyse(AnalyseRequest(pixels=EncodedPreview(), tasks=(Task.TEXT,)), preview)
    lines = _text_of(analysis)
    original_px = max(asset.width_px or 0, asset.height_px or 0)
    if analysis.is_text_small and original_px >= WORTH_IT * PREVIEW_LONG_SIDE_PX:
        return _read_closely(asset, lines)
    return lines


def _read_closely(asset: Asset, lines: Sequence[ReadLine]) -> Sequence[ReadLine]:
    """Small print: the original at twice the preview's size, a band at a time. What is damaged keeps `lines`."""
    original = media.path(keys.original(bytes(asset.sha256)))
    try:
        decoded = decoder_pool().decode(original, formats.FORMATS[asset.format], least_px=CLOSE_PX)
    except PhotoNestError as problem:
        if not problem.permanent:
            raise
        return lines
    width, height = decoded.width_px, decoded.height_px
    close: list[ReadLine] = []
    with decoded:
        assert decoded.shared_path is not None
        with decoded.shared_path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as pixels:
            for band in text_bands.bands(width, height, are_columns=text_bands.run_down(lines, width, height)):
                close += text_bands.lines_of_band(band, _read_band(band, pixels, width), width, height)
    return text_bands.put_together(lines, close, width, height)


def _read_band(band: text_bands.Band, pixels: mmap, width: int) -> Sequence[ReadLine]:
    rows = range(band.top, band.top + band.height)
    body = b"".join(pixels[3 * (y * width + band.left) : 3 * (y * width + band.left + band.width)] for y in rows)
    request = AnalyseRequest(
        pixels=RawPixels(width_px=band.width, height_px=band.height), tasks=(Task.TEXT,), is_known_to_have_text=True
    )
    return _text_of(ai_client().analyse(request, body))


def _text_of(analysis: Analysis) -> Sequence[ReadLine]:
    if analysis.text is None:
        raise AINotReady(
            f"{analysis.unavailable.get(Task.TEXT) or ''} The text in the photos is read when this is mended.".lstrip()
        )
    return analysis.text


def _is_done(asset_id: uuid.UUID) -> bool:
    runs = StepRun.objects.filter(asset_id=asset_id, step=STEP, version__gte=TEXT_VERSION)
    return runs.filter(status__in=[StepStatus.DONE, StepStatus.LEFT_OUT]).exists()


def enqueue_unread() -> int:
    """Queue every picture that was never tried (reading was switched on, an update reads better); return how many."""
    if not is_wanted():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id FROM assets_asset a WHERE a.kind = 'image' AND a.trashed_at IS NULL AND a.state = 'ready'"
            " AND a.renditions_version > 0 AND NOT EXISTS (SELECT 1 FROM jobs_steprun s"
            " WHERE s.asset_id = a.id AND s.step = %s AND s.version >= %s) ORDER BY a.local_at DESC, a.id LIMIT %s",
            [STEP, TEXT_VERSION, MOST_AT_ONCE],
        )
        due = [row[0] for row in cursor.fetchall()]
    waiting = queue.unfinished_subjects(STEP)
    return queue.enqueue(STEP, [one for one in due if one not in waiting], priority=Priority.IDLE)


def set_aside(asset_id: uuid.UUID) -> None:
    """A worker died several times over this picture: say so and leave it to a person."""
    if Asset.objects.filter(id=asset_id).exists():
        record_problem(asset_id, STEP, TEXT_VERSION, WorkerDied())
