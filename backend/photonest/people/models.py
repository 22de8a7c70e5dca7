"""Faces found in assets, the people they were grouped into and, only where the owner opted in, recognition vectors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from pgvector.django import HalfVectorField

from photonest.core.models import Record

BY_USER_SOURCE = "user"
"""Source of a face that its owner drew."""
FILE_SOURCE = "file"
"""Source of a face that only the file marks (MWG region); no model found it."""


class AssignedBy(models.TextChoices):
    NOBODY = ""
    MACHINE = "machine"
    """Grouped by likeness; may move when faces are grouped anew."""
    USER = "user"
    """Said by the owner; grouping anew never changes it."""


class Person(Record):
    """Somebody whose faces were grouped or named. Exists only while the owner's yes to recognition stands."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=200, blank=True)
    """Blank: a group nobody named yet."""
    nicknames = models.JSONField(default=list)
    birth_date = models.DateField(null=True)
    is_self = models.BooleanField(default=False)
    """ "This is me": what the word "me" means in a search of the owner."""
    is_hidden = models.BooleanField(default=False)
    cover = models.ForeignKey("people.Face", null=True, on_delete=models.SET_NULL, related_name="+")
    """The face its owner chose; null: the clearest one is shown."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], name="one_self_per_owner", condition=Q(is_self=True)),
        ]


class Face(Record):
    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="faces")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    left = models.FloatField()
    top = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
    """The box, as shares of the upright picture."""
    points = models.JSONField()
    score = models.FloatField()
    quality = models.FloatField()
    expression = models.JSONField(null=True)
    source = models.CharField(max_length=80)

    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="faces")
    assigned_by = models.CharField(max_length=8, choices=AssignedBy.choices, blank=True, default=AssignedBy.NOBODY)
    is_ignored = models.BooleanField(default=False)
    """Not a face, or nobody its owner wants to see here: never grouped, never counted."""
    name_in_file = models.CharField(max_length=200, blank=True)
    """What the file calls this face (MWG region): a suggestion, never an assignment by itself."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(assigned_by=""), name="face_of_a_person_says_by_whom"
            ),
        ]
        # All that a search asks of somebody, so that it never reads the rows.
        indexes = [
            models.Index(
                fields=["person"], include=["owner", "asset"], name="face_search", condition=Q(is_ignored=False)
            ),
        ]


class NotThisPerson(Record):
    """The owner said: this face is not that person."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="refused")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="refused")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "person"], name="not_this_person_once")]


class PeopleApart(Record):
    """The owner said: these two are different people. Never merged, never asked again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    """`first` has the smaller id."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="people_apart_in_order"),
        ]


class Grouping(models.Model):
    """Whether a grouping of an owner's faces is queued, when all were last grouped anew and how many there were."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    is_asked = models.BooleanField(default=False)
    full_at = models.DateTimeField(null=True)
    face_count = models.IntegerField(default=0)


class FaceEmbedding(models.Model):
    """A recognition vector; exists only while the owner's opt-in stands."""

    face = models.OneToOneField(Face, on_delete=models.CASCADE, primary_key=True, related_name="embedding")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.CharField(max_length=80)
    vector = HalfVectorField(dimensions=128)
