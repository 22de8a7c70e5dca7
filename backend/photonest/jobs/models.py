"""What was done to which asset, and how the queues are set."""

from __future__ import annotations

from django.db import models


class StepStatus(models.TextChoices):
    DONE = "done"
    FAILED = "failed"
    """Stopped for good: permanent, or tried too often. A person may ask for another try."""
    WAITING = "waiting"
    """Failed, but will be tried again by itself."""
    LEFT_OUT = "left_out"
    """A person said: leave it."""


class StepRun(models.Model):
    """The last run of one step on one asset. A step is due where the row is missing or its version is older."""

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=24)
    version = models.SmallIntegerField()
    status = models.CharField(max_length=8, choices=StepStatus.choices)
    attempts = models.SmallIntegerField(default=1)
    code = models.CharField(max_length=48, blank=True)
    message = models.TextField(blank=True)
    is_permanent = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "step"], name="one_run_per_asset_and_step")]
        indexes = [
            models.Index(fields=["status", "code"], name="step_problems", condition=~models.Q(status="done")),
        ]


class QueueSetting(models.Model):
    """How a queue runs: paused by whom, how many at once, and since when the present wave of work is counted."""

    name = models.CharField(max_length=24, primary_key=True)
    is_paused = models.BooleanField(default=False)
    concurrency = models.SmallIntegerField(default=0)
    wave_started_at = models.DateTimeField(null=True)
    steps = models.CharField(max_length=200, blank=True)
    """The steps with versions for which outdated assets were queued last."""
