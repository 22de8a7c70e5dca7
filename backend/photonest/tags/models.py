"""Tags and what says that an asset carries one."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class TagKind(models.TextChoices):
    LABEL = "label"
    OBJECT = "object"
    USER = "user"
    SCENE = "scene"
    COLOUR = "colour"
    LIGHT = "light"
    KIND = "kind"
    """What kind of picture it is: ``screenshot``, ``selfie``, ``portrait``, …"""
    MOOD = "mood"
    """What it looks like (``joyful``), never what somebody in it feels."""
    ACTION = "action"
    """What somebody in it does: ``cycling``, ``playing football``."""


LOOK_KINDS = (TagKind.ACTION, TagKind.SCENE, TagKind.COLOUR, TagKind.LIGHT, TagKind.KIND, TagKind.MOOD)
"""Words for the picture as a whole, as against things in it."""


class Tag(models.Model):
    """A word of the vocabulary; ids are small because the table of asset tags is the largest of all."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)


class AssetTag(models.Model):
    """One source says: this asset carries this tag, this surely.

    The owner is repeated so that a search stays inside what one person may see.
    """

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="tags")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=TagKind.choices)
    source = models.CharField(max_length=80)
    """``user`` (said here), ``file`` (said in a file or sidecar by the user's other programs) or ``model@version``."""
    score = models.FloatField()
    is_shown = models.BooleanField(default=False)
    """Over the model's honest threshold; lower scores only help ranking."""
    box = models.JSONField(null=True)
    count = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "tag", "source"], name="asset_tag_once_per_source"),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="tag_score_in_unit_interval"),
        ]
        indexes = [
            # All that a search reads of a tag, so that it never reads the rows.
            models.Index(
                fields=["owner", "tag"], include=["asset", "score", "kind", "is_shown"], name="asset_tag_search"
            ),
            # "Is anything new?" is one step however large the library is.
            models.Index(fields=["owner", "id"], name="asset_tag_of_owner_by_id"),
        ]


class RejectedTag(models.Model):
    """The owner said: this asset does not carry this tag. No model and no file brings it back."""

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="rejected_tags")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "tag"], name="rejected_once_per_asset")]
