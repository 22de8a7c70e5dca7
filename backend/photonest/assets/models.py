"""Assets: one row a picture or video a user keeps, its names, its stored files and its sidecars."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from photonest.assets.filenames import stem_key
from photonest.core.models import Record


class AssetKind(models.TextChoices):
    IMAGE = "image"
    VIDEO = "video"


class AssetState(models.TextChoices):
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    """A step failed; what was done stands, the reason is in the step run."""
    UNSUPPORTED = "unsupported"
    """Kept as it is; no picture can be made of it."""


class StackKind(models.TextChoices):
    BURST = "burst"
    RAW_JPEG = "raw_jpeg"
    """One shot in two formats: RAW and JPEG, or HEIC and JPEG."""
    COPIES = "copies"
    """Near duplicates that their owner wants to keep."""
    MANUAL = "manual"


class Stack(Record):
    """Photos that stand as one in every list: its cover. The others are reached through it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=StackKind.choices)
    cover = models.ForeignKey("Asset", null=True, on_delete=models.SET_NULL, related_name="+")
    """The member that was chosen to be seen; while it lies in the trash another one is (`stacks.settle`)."""


class Asset(Record):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assets")
    sha256 = models.BinaryField(max_length=32)
    filename = models.CharField(max_length=255)
    size_bytes = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=AssetKind.choices)
    format = models.CharField(max_length=16)
    mime = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=AssetState.choices, default=AssetState.PROCESSING)

    # what the picture is
    width_px = models.IntegerField(null=True)
    height_px = models.IntegerField(null=True)
    ratio = models.FloatField(default=1.0)
    """Width over height, upright; 1 until known."""
    duration_s = models.FloatField(null=True)
    frame_count = models.IntegerField(default=1)
    is_browser_ready = models.BooleanField(default=True)
    colour_rgb = models.IntegerField(default=0x8A857D)
    thumbhash = models.BinaryField(max_length=40, null=True)
    dhash = models.BigIntegerField(null=True)
    phash = models.BigIntegerField(null=True)
    sharpness = models.FloatField(null=True)
    exposure = models.FloatField(null=True)
    brightness = models.FloatField(null=True)
    is_monochrome = models.BooleanField(null=True)
    face_count = models.IntegerField(null=True)
    person_count = models.IntegerField(null=True)
    """People seen: as many as the detector of objects or that of faces counts, whichever is more."""
    renditions_version = models.SmallIntegerField(default=0)
    """0: no preview and tile yet."""

    # when
    taken_at = models.DateTimeField()
    local_at = models.DateTimeField()
    """The wall clock of the place, written as if it were UTC."""
    local_day = models.DateField()
    utc_offset_minutes = models.SmallIntegerField(null=True)
    taken_source = models.CharField(max_length=16)
    zone_source = models.CharField(max_length=16, blank=True)
    added_at = models.DateTimeField()
    modified_at = models.DateTimeField(null=True)

    # where
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    altitude_m = models.FloatField(null=True)
    city = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=100, blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    place_source = models.CharField(max_length=8, blank=True)
    """``user`` once the owner set or removed the place; else empty: what the file says counts."""

    # with what
    camera_make = models.CharField(max_length=100, blank=True)
    camera_model = models.CharField(max_length=100, blank=True)
    lens = models.CharField(max_length=150, blank=True)
    f_number = models.FloatField(null=True)
    exposure_s = models.FloatField(null=True)
    iso = models.IntegerField(null=True)
    focal_length_mm = models.FloatField(null=True)
    extra = models.JSONField(default=dict)
    """Metadata that has no column: keywords, regions, panorama, software, digital source type."""
    notes = models.JSONField(default=list)
    """Sentences for the info panel: "the GPS position was not usable"."""

    # what the user says
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    is_favourite = models.BooleanField(default=False)
    rating = models.SmallIntegerField(null=True)
    is_description_own = models.BooleanField(default=False)
    is_rating_own = models.BooleanField(default=False)
    """Its owner wrote, changed or removed it: no later reading of the file brings its own back."""
    trashed_at = models.DateTimeField(null=True)

    # live and motion photos
    motion_of = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="motion_part")
    """Set on the video part of a live photo: it is shown through its picture."""
    motion_offset = models.BigIntegerField(null=True)
    """Where a video embedded in this file begins, bytes; `motion_length` its size."""
    motion_length = models.BigIntegerField(null=True)

    # together with others
    stack = models.ForeignKey(Stack, null=True, on_delete=models.SET_NULL, related_name="members")
    is_behind = models.BooleanField(default=False)
    """A member of a stack that stands behind its cover; kept by `stacks.settle`, so that lists need no join."""
    stack_size = models.SmallIntegerField(default=1)
    """How many stand for this one in lists: the members out of the trash on the member that is seen, else 1."""
    is_stack_decided = models.BooleanField(default=False)
    """Its owner stacked it, or took it out of a stack: nothing stacks it by itself any more."""
    compared_version = models.SmallIntegerField(default=0)
    """0: not yet compared with the owner's other photos, for stacks and copies."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "sha256"], name="asset_once_per_owner"),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="asset_has_bytes"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=-1, rating__lte=5),
                name="rating_from_minus_one_to_five",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "-local_at", "-id"],
                name="asset_timeline",
                # What lists show, so that a stretch of time is read from the index alone.
                condition=Q(trashed_at__isnull=True, motion_of__isnull=True, is_behind=False),
            ),
            models.Index(fields=["owner", "-added_at", "-id"], name="asset_recent"),
            models.Index(fields=["owner", "trashed_at"], name="asset_trash", condition=Q(trashed_at__isnull=False)),
            models.Index(
                fields=["owner", "id"],
                name="asset_hidden",
                condition=Q(trashed_at__isnull=False) | Q(motion_of__isnull=False) | Q(is_behind=True),
            ),
            models.Index(
                fields=["owner", "id"],
                name="asset_behind",
                # A search looks behind the covers, too, and never reads the rows for it.
                include=["stack"],
                condition=Q(is_behind=True, trashed_at__isnull=True, motion_of__isnull=True),
            ),
            models.Index(fields=["state"], name="asset_unfinished", condition=~Q(state="ready")),
            models.Index(fields=["sha256"], name="asset_by_content"),
            models.Index(fields=["owner"], name="asset_not_compared", condition=Q(compared_version=0)),
        ]


class AssetName(Record):
    """A name under which these bytes arrived; the same bytes under three names are one asset with three names."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="names")
    filename = models.CharField(max_length=255)
    folder = models.CharField(max_length=1000, blank=True)
    stem_key = models.CharField(max_length=255)
    """`filenames.stem_key(filename)`: finds what may belong to it without reading every name of a folder."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "folder", "filename"], name="asset_name_once"),
        ]
        indexes = [models.Index(fields=["stem_key"], name="asset_name_by_stem")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.stem_key = stem_key(self.filename)
        super().save(*args, **kwargs)


class Sidecar(Record):
    """An XMP file that belongs to a photo of the same folder and name, whichever of the two came first."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sidecars")
    asset = models.ForeignKey(Asset, null=True, on_delete=models.CASCADE, related_name="sidecars")
    folder = models.CharField(max_length=1000, blank=True)
    filename = models.CharField(max_length=255)
    stem_key = models.CharField(max_length=255)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "folder", "filename"], name="sidecar_once")]
        indexes = [models.Index(fields=["stem_key"], name="sidecar_by_stem")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.stem_key = stem_key(self.filename)
        super().save(*args, **kwargs)


class Copy(Record):
    """Two assets of one owner that were compared and show the same picture: one was made of the other."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    one = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="copies_as_one")
    other = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="copies_as_other")
    """The larger id of the two."""
    likeness = models.FloatField()
    is_dismissed = models.BooleanField(default=False)
    """Their owner said: these are different."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="copy_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="copy_smaller_id_first"),
        ]
        indexes = [models.Index(fields=["owner"], name="copy_of_owner")]


class TextLine(Record):
    """A line of text that was read in a picture."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="text_lines")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    order = models.SmallIntegerField()
    """Place in the order of reading, from 0."""
    text = models.TextField()
    box = models.JSONField()
    """Four points [x, y] clockwise from the line's top left, as shares of the upright picture."""
    score = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "order"], name="text_line_once")]


class Change(Record):
    """One undoable act on many assets: the values from before, by asset, in a form that its `action` knows."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    action = models.CharField(max_length=24)
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True)


class DoomedContent(models.Model):
    """Bytes whose last row went and whose files are about to go; outlives a crash between the two."""

    sha256 = models.BinaryField(max_length=32, primary_key=True)
    renditions_version = models.SmallIntegerField()
    """The newest version of its previews and tiles."""
