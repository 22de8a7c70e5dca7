"""Events, their moments, which photo belongs to which, and what a user wants no memories of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from photonest.core.models import Record


class Kind(models.TextChoices):
    """What an event can be; which it is, is never certain (`Event.kinds`)."""

    BIRTHDAY = "birthday"
    WEDDING = "wedding"
    BEACH = "beach"
    HIKE = "hike"
    GRADUATION = "graduation"
    CONCERT = "concert"
    TRIP = "trip"
    HOLIDAY = "holiday"
    EVERYDAY = "everyday"


class Event(Record):
    """Photos that belong together by time, place, people and picture. All times are wall clocks (`Asset.local_at`)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    """The user's own."""
    auto_title = models.CharField(max_length=200, blank=True)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    kinds = models.JSONField(default=dict)
    """Kind -> probability; they sum to 1."""
    reasons = models.JSONField(default=list)
    """``{"kind": …, "text": a sentence}``, the heaviest first."""
    city = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=100, blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    cover = models.ForeignKey("assets.Asset", null=True, on_delete=models.SET_NULL, related_name="+")
    is_cover_chosen = models.BooleanField(default=False)
    is_edited = models.BooleanField(default=False)
    """A user named, merged, split or filled it: finding events again never cuts it and never loses it."""
    is_dismissed = models.BooleanField(default=False)
    """A user said: this is no event. The row stays, so that it is not found again."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(end_at__gte=models.F("start_at")), name="event_ends_after")]
        indexes = [models.Index(fields=["owner", "-start_at", "-id"], name="event_list")]

    @property
    def name(self) -> str:
        """The user's title, or else the machine's."""
        return self.title or self.auto_title


class Moment(Record):
    """A part of an event, some minutes to an hour long."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="moments")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["event", "start_at"], name="moment_order")]


class EventAsset(models.Model):
    """What finding events said of one photo; a photo without a row was not looked at yet."""

    asset = models.OneToOneField("assets.Asset", on_delete=models.CASCADE, primary_key=True, related_name="in_event")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, null=True, on_delete=models.SET_NULL, related_name="members")
    """``None``: it belongs to no event."""
    moment = models.ForeignKey(Moment, null=True, on_delete=models.SET_NULL, related_name="members")
    seen_at = models.DateTimeField()
    """The photo's wall clock when it was looked at; where it differs now, the photo is due again."""
    is_pinned = models.BooleanField(default=False)
    """A user put it here, wherever its time lies."""
    is_due = models.BooleanField(default=False)
    """Something else of it changed (its place): it has to be looked at again."""

    class Meta:
        indexes = [models.Index(fields=["owner", "event"], name="event_members")]


class CameraClock(models.Model):
    """How far the clock of one of a user's cameras was off."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    camera = models.CharField(max_length=210)
    offset_s = models.FloatField()
    """Seconds to add to what the camera wrote."""
    pair_count = models.IntegerField()
    """Pairs of near-duplicates with another camera that agree."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "camera"], name="one_clock_per_camera")]


class EventRun(models.Model):
    """When all events of a user were last found anew, and by which version."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.SmallIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=64, blank=True)
    """What the library looked like then: nothing is done again while it is the same."""
    homes = models.JSONField(default=list)
    """Where the user lived when, by quarter (`home.Homes`)."""


class HiddenWhat(models.TextChoices):
    PERSON = "person"
    PLACE = "place"
    DATE = "date"


class MemoryHidden(Record):
    """What a user wants no memories of; the photos themselves stay where they are."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=8, choices=HiddenWhat.choices)
    value = models.CharField(max_length=300)
    """A person's id, ``city|country``, or a day as ``2021-07-04``."""
    label = models.CharField(max_length=300)
    """How the screen names it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "what", "value"], name="memory_hidden_once")]
