"""The record base: every table of ours has a time-ordered id and says when its row was made."""

from __future__ import annotations

from django.db import models

from photonest.core.ids import new_id


class Record(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
