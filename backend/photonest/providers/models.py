"""Consents, the log of what left, pauses that providers asked for, and their answers about photos."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from photonest.core.models import Record


class Outcome(models.TextChoices):
    SENT = "sent"
    """Written before anything leaves; stays if the program ends before the answer comes."""
    ANSWERED = "answered"
    FAILED = "failed"


class ProviderConsent(Record):
    """One line a decision: who said yes or no to which task of which provider, when, and to which text.

    The newest line of a user, provider and task counts, and a yes only as long as the text would be the same today.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_consents")
    provider = models.CharField(max_length=24)
    task = models.CharField(max_length=16)
    is_given = models.BooleanField()
    text_sha256 = models.CharField(max_length=64)
    per_day = models.IntegerField(default=1000)
    """Photos or queries a day that may leave at most."""

    class Meta:
        indexes = [models.Index(fields=["user", "provider", "task", "-created_at"], name="provider_consent_newest")]


class ProviderCall(Record):
    """One line a photo or query that left: when, where to, how much. Never what it said."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_calls")
    provider = models.CharField(max_length=24)
    task = models.CharField(max_length=16)
    host = models.CharField(max_length=255)
    asset = models.ForeignKey("assets.Asset", null=True, on_delete=models.SET_NULL, related_name="+")
    about = models.CharField(max_length=12)
    """``photo``, ``query`` or ``fixed texts`` (the measure of a space)."""
    sent_bytes = models.IntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.SENT)
    code = models.CharField(max_length=48, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="provider_call_newest")]


class ProviderPause(models.Model):
    """A provider asked to be left alone, or does not answer: until when, and why in a sentence."""

    provider = models.CharField(max_length=24, primary_key=True)
    until = models.DateTimeField()
    code = models.CharField(max_length=48)
    message = models.TextField()
    failures = models.IntegerField(default=1)
    """In a row; each makes the next pause longer."""


class ProviderAnswer(Record):
    """What a provider found in one photo and no other table holds; replaced when it is asked again."""

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="provider_answers")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=24)
    source = models.CharField(max_length=80)
    """``name@version``."""
    caption = models.CharField(max_length=300, blank=True)
    lines = models.JSONField(default=list)
    """Text in the picture: ``{"text", "box"}``, the box as four corners in shares."""
    landmarks = models.JSONField(default=list)
    """``{"name", "score", "latitude", "longitude"}``: a hint where it was taken, never written over a place."""
    safe_search = models.JSONField(default=dict)
    face_count = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "provider"], name="one_answer_per_asset_and_provider")]
