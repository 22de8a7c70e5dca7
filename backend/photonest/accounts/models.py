"""Users and the record of their choice about faces."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.db.models.functions import Lower

from photonest.core.models import Record


class Theme(models.TextChoices):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class WeekStart(models.TextChoices):
    MONDAY = "monday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Hemisphere(models.TextChoices):
    NORTH = "north"
    SOUTH = "south"


class User(AbstractBaseUser, Record):
    """Somebody who keeps photos here. The first one made is the administrator."""

    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=150, blank=True)
    is_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    are_shortcuts_enabled = models.BooleanField(default=True)
    week_start = models.CharField(max_length=8, choices=WeekStart.choices, default=WeekStart.MONDAY)
    """What "last week" means to this user."""
    hemisphere = models.CharField(max_length=8, choices=Hemisphere.choices, default=Hemisphere.NORTH)
    """What "last summer" means."""
    home_latitude = models.FloatField(null=True)
    home_longitude = models.FloatField(null=True)
    """Where "near home" is, if the user said so."""

    faces_enabled = models.BooleanField(default=False)
    """Whether faces of this user's photos may be recognised. Off until a yes."""
    faces_decided_at = models.DateTimeField(null=True)
    expressions_enabled = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(home_latitude__isnull=True, home_longitude__isnull=True)
                | models.Q(home_latitude__range=(-90, 90), home_longitude__range=(-180, 180)),
                name="home_is_a_point_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.username


class FaceChoice(Record):
    """One line a decision: who said yes or no to face recognition, when, and to which text."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="face_choices")
    is_enabled = models.BooleanField()
    text_version = models.CharField(max_length=16)


class SetupToken(models.Model):
    """The one-time token of the first run; only its SHA-256 is kept. At most one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    token_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(auto_now=True)
