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


class EmbeddingSpace(models.Model):
    """The model and version that made a vector. Vectors of two spaces are never compared."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    """``conse-lite2-minilm@1``."""
    dim = models.SmallIntegerField()
    state = models.CharField(max_length=8, choices=SpaceState.choices, default=SpaceState.FILLING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="active"), name="one_active_embedding_space"
            )
        ]


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


class SavedSearch(Record):
    """A search that somebody wants to make again. Its text is read anew each time: "last week" stays last week."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    sort = models.CharField(max_length=16, blank=True)
    """One of `sorting.SORTS`; blank as the text says."""

    class Meta:
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="saved_search_once_per_name")]
