"""Which files need not be sent at all: asked by hash before the first byte."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from photonest.api.authentication import viewer
from photonest.pipelines import admission

router = Router(tags=["uploads"])


class CheckItem(Schema):
    sha256: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$")]
    size_bytes: Annotated[int, Field(ge=0, le=2**62)]
    filename: Annotated[str, Field(max_length=4096)]


class CheckIn(Schema):
    items: Annotated[list[CheckItem], Field(max_length=1000)]


class CheckResult(Schema):
    sha256: str
    status: Literal["new", "duplicate", "trashed", "too_large"]
    asset_id: UUID | None


class CheckOut(Schema):
    results: list[CheckResult]


@router.post("/uploads/check", response=CheckOut)
def check_uploads(request: HttpRequest, payload: CheckIn) -> CheckOut:
    """For each file, in order: new (send it), duplicate, trashed (restore it?), or too_large."""
    known = admission.check([bytes.fromhex(item.sha256) for item in payload.items], owner=viewer(request))
    return CheckOut(results=[_result(item, found) for item, found in zip(payload.items, known, strict=True)])


def _result(item: CheckItem, found: admission.Checked) -> CheckResult:
    status: Literal["new", "duplicate", "trashed", "too_large"] = "new"
    if found.outcome is admission.Outcome.TRASHED:
        status = "trashed"
    elif found.outcome is not None:
        status = "duplicate"
    elif item.size_bytes > settings.PHOTONEST_MAX_UPLOAD_BYTES:
        status = "too_large"
    return CheckResult(sha256=item.sha256, status=status, asset_id=found.asset_id)
