"""Embedding spaces, vectors and the words of an asset."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from pgvector.django import HalfVectorField

from photonest.core.models import Record


class SpaceState(models.TextChoices):
    FILLING = "filling"
    READY = "ready"
    ACTIVE = "active"
    RETIRED = "retired"


class SpaceKind(models.TextChoices):
    BUILT_IN = "built_in"
    """Made while a photo is analysed; the one that names tags."""
    LIKENESS = "likeness"
    """Compares pictures with pictures; no text has a place in it, so nothing is searched in it."""
    PACK = "pack"
    """Pictures and words by a CLIP pack."""
    WORDS = "words"
    """Captions, tags and text of pictures, by a provider outside."""


class EmbeddingSpace(models.Model):
    """The model and version that made a vector. Vectors of two spaces are never compared."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    """``conse-lite2-minilm@1``."""
    dim = models.SmallIntegerField()
    state = models.CharField(max_length=8, choices=SpaceState.choices, default=SpaceState.FILLING)
    kind = models.CharField(max_length=8, choices=SpaceKind.choices, default=SpaceKind.BUILT_IN)
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of the pack's files: the same name must always mean the same net."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="active"), name="one_active_embedding_space"
            )
        ]


class SpaceCalibration(models.Model):
    """What cosines mean in one space for the photos of one owner (search/calibration.py)."""

    space = models.ForeignKey(EmbeddingSpace, on_delete=models.CASCADE, related_name="calibrations")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    photos = models.IntegerField()
    """How many vectors it was measured on."""
    base = models.FloatField()
    weak_from = models.FloatField()
    sure_from = models.FloatField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "owner"], name="one_calibration_per_space_and_owner")]


class Embedding(models.Model):
    """One asset's vector in one space. No approximate index: search is exact inside the owner (docs/decisions)."""

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="embeddings")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(EmbeddingSpace, on_delete=models.CASCADE, related_name="+")
    vector = HalfVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "space"], name="one_vector_per_asset_and_space")]
        # With the id, so that "is anything new?" is one step however large the library is.
        indexes = [models.Index(fields=["owner", "space", "id"], name="embedding_of_owner_by_id")]


class AssetWords(models.Model):
    """The words an asset can be found by: names, captions, place, camera."""

    asset = models.OneToOneField("assets.Asset", on_delete=models.CASCADE, primary_key=True, related_name="words")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="asset_words_search")]


class AssetChange(models.Model):
    """The newest transaction that wrote an asset, kept by triggers (migration 0005), whoever writes and however.

    So what lies in memory (`columns.py`) learns from one step in an index what to read again. A deleted asset keeps
    its row, or nobody would learn that it is gone; `services.forget_changes` removes it a day later.
    """

    asset_id = models.UUIDField(primary_key=True)
    owner_id = models.UUIDField()
    xid = models.BigIntegerField()
    """Of PostgreSQL, 64 bits wide, never used twice."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner_id", "xid"], name="asset_change_of_owner")]


class SavedSearch(Record):
    """A search that somebody wants to make again. Its text is read anew each time: "last week" stays last week."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    sort = models.CharField(max_length=16, blank=True)
    """One of `sorting.SORTS`; blank as the text says."""

    class Meta:
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="saved_search_once_per_name")]
