"""Faces found in assets and, only where the owner opted in, the vectors that recognise them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from pgvector.django import HalfVectorField

from photonest.core.models import Record


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


class FaceEmbedding(models.Model):
    """A recognition vector; exists only while the owner's opt-in stands."""

    face = models.OneToOneField(Face, on_delete=models.CASCADE, primary_key=True, related_name="embedding")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.CharField(max_length=80)
    vector = HalfVectorField(dimensions=128)
