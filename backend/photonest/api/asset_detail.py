"""One asset as the info panel shows it: its row, and what other slices know about it."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from photonest.accounts.models import User
from photonest.api.asset_caption import automatic_caption
from photonest.api.asset_text import TextLineOut, text_of
from photonest.assets import trash
from photonest.assets.alt_text import alt_text
from photonest.assets.facts import OWN
from photonest.assets.models import Asset, AssetKind, AssetState, StackKind
from photonest.assets.queries import members_of_stack
from photonest.assets.timeline import colour
from photonest.events.queries import event_of
from photonest.jobs.models import StepRun, StepStatus
from photonest.people.looks import looks
from photonest.people.models import AssignedBy, Face, FaceEmbedding
from photonest.providers.queries import caption_of
from photonest.tags.models import LOOK_KINDS, AssetTag, TagKind

ORDER = ("user", "object", "label", *(kind.value for kind in LOOK_KINDS))
"""Order of the tags by kind: the user's own, then things, then what the picture as a whole is like."""


class StateReason(Schema):
    code: str
    message: str
    permanent: bool


class Camera(Schema):
    make: str
    model: str
    lens: str
    f_number: float | None
    exposure_s: float | None
    iso: int | None
    focal_length_mm: float | None


class Place(Schema):
    latitude: float | None
    longitude: float | None
    city: str
    region: str
    country: str
    country_code: str
    source: Literal["gps", "user"] = "gps"


class TagOut(Schema):
    name: str
    score: float
    source: str
    by: Literal["machine", "user"]
    kind: str


class PersonRef(Schema):
    id: UUID
    name: str
    """Empty: a group that nobody named yet."""


class FaceOut(Schema):
    id: UUID
    box: tuple[float, float, float, float]
    """Left, top, width, height, as shares of the upright picture."""
    score: float
    person: PersonRef | None
    """Who it is; always null while recognition is off."""
    is_sure: bool
    """The owner said so; false: a guess."""
    is_ignored: bool
    name_in_file: str
    """What the file calls this face, where nobody assigned it yet."""


class EventOfPhoto(Schema):
    id: UUID
    name: str


class Quality(Schema):
    sharpness: float | None
    exposure: float | None


class Urls(Schema):
    tile: str | None
    preview: str | None
    original: str
    video: str | None


class StackMember(Schema):
    id: UUID
    filename: str
    format: str
    colour: str
    thumbhash: str | None
    is_cover: bool


class StackOut(Schema):
    id: UUID
    kind: StackKind
    members: list[StackMember]
    """In the order they were taken."""


class AssetOut(Schema):
    id: UUID
    filename: str
    other_filenames: list[str]
    kind: AssetKind
    mime: str
    format: str
    size_bytes: int
    sha256: str
    width_px: int | None
    height_px: int | None
    duration_s: float | None
    taken_at: datetime
    local_at: str
    utc_offset_minutes: int | None
    taken_source: str
    zone_source: str
    added_at: datetime
    state: AssetState
    state_reason: StateReason | None
    notes: list[str]
    is_favourite: bool
    rating: Annotated[int, Field(ge=-1, le=5)] | None
    description: str
    is_trashed: bool
    trashed_at: datetime | None
    delete_at: datetime | None
    camera: Camera | None
    place: Place | None
    tags: list[TagOut]
    faces: list[FaceOut]
    faces_recognised: bool
    looks: list[str]
    quality: Quality | None
    thumbhash: str | None
    colour: str
    caption: str
    """Made of tags, place and date by a template, "" if too little is known; a `description` goes before it. Where its
    owner allowed a language model and it wrote one, that one."""
    caption_source: str
    """``model@version`` that wrote it; "" for the template."""
    alt: str
    event: EventOfPhoto | None
    has_motion: bool
    motion_url: str | None
    stack: StackOut | None
    text: list[TextLineOut]
    """Lines that were read in the picture, in the order of reading."""
    urls: Urls


def asset_out(asset: Asset, viewer: User) -> AssetOut:
    """Everything the info panel shows of an asset that `viewer` may see; ten short queries."""
    faces = list(Face.objects.filter(asset=asset).select_related("person").order_by("left", "id"))
    rows = _shown_tags(asset)
    written = caption_of(asset.pk)  # by a language model, where its owner allowed one
    seen = [face for face in faces if not face.is_ignored]
    automatic = written.caption if written else automatic_caption(asset, rows, seen, viewer)
    address = f"/media/{asset.id}"
    version = asset.renditions_version
    has_motion = bool(asset.motion_length) or Asset.objects.filter(motion_of=asset).exists()
    return AssetOut(
        id=asset.id,
        filename=asset.filename,
        other_filenames=sorted(set(asset.names.values_list("filename", flat=True)) - {asset.filename}),
        kind=AssetKind(asset.kind),
        mime=asset.mime,
        format=asset.format,
        size_bytes=asset.size_bytes,
        sha256=bytes(asset.sha256).hex(),
        width_px=asset.width_px,
        height_px=asset.height_px,
        duration_s=asset.duration_s,
        taken_at=asset.taken_at,
        local_at=asset.local_at.replace(tzinfo=None).isoformat(timespec="seconds"),
        utc_offset_minutes=asset.utc_offset_minutes,
        taken_source=asset.taken_source,
        zone_source=asset.zone_source or "none",
        added_at=asset.added_at,
        state=AssetState(asset.state),
        state_reason=_state_reason(asset),
        notes=[str(note) for note in asset.notes],
        is_favourite=asset.is_favourite,
        rating=asset.rating,
        description=asset.description,
        is_trashed=asset.trashed_at is not None,
        trashed_at=asset.trashed_at,
        delete_at=trash.delete_at(asset.trashed_at) if asset.trashed_at else None,
        camera=_camera(asset),
        place=_place(asset),
        tags=_tags(rows),
        faces=[_face(face, viewer) for face in faces],
        faces_recognised=viewer.faces_enabled and FaceEmbedding.objects.filter(face__asset=asset).exists(),
        looks=looks(face.expression for face in faces) if viewer.expressions_enabled else [],
        quality=None
        if asset.sharpness is None and asset.exposure is None
        else Quality(sharpness=asset.sharpness, exposure=asset.exposure),
        thumbhash=b64encode(asset.thumbhash).decode() if asset.thumbhash else None,
        colour=colour(asset.colour_rgb),
        caption=automatic,
        caption_source=written.source if written else "",
        alt=alt_text(
            is_video=asset.kind == AssetKind.VIDEO,
            description=asset.description,
            caption=automatic,
            local_at=asset.local_at,
            filename=asset.filename,
        ),
        event=_event(asset),
        has_motion=has_motion,
        motion_url=f"{address}/motion" if has_motion else None,
        stack=_stack(asset),
        text=text_of(asset),
        urls=Urls(
            tile=f"{address}/tile?v={version}" if version else None,
            preview=f"{address}/preview?v={version}" if version else None,
            original=f"{address}/original",
            video=f"{address}/video" if asset.kind == AssetKind.VIDEO else None,
        ),
    )


def _stack(asset: Asset) -> StackOut | None:
    if asset.stack_id is None or asset.stack is None:
        return None
    members = [
        StackMember(
            id=member.pk,
            filename=member.filename,
            format=member.format,
            colour=colour(member.colour_rgb),
            thumbhash=b64encode(member.thumbhash).decode() if member.thumbhash else None,
            is_cover=not member.is_behind,
        )
        for member in members_of_stack(asset).only("id", "filename", "format", "colour_rgb", "thumbhash", "is_behind")
    ]
    return StackOut(id=asset.stack_id, kind=StackKind(asset.stack.kind), members=members)


def _face(face: Face, viewer: User) -> FaceOut:
    person = face.person if viewer.faces_enabled else None
    return FaceOut(
        id=face.pk,
        box=(face.left, face.top, face.width, face.height),
        score=face.score,
        person=PersonRef(id=person.pk, name=person.name) if person else None,
        is_sure=face.assigned_by == AssignedBy.USER,
        is_ignored=face.is_ignored,
        name_in_file=face.name_in_file if viewer.faces_enabled and face.assigned_by != AssignedBy.USER else "",
    )


def _shown_tags(asset: Asset) -> list[AssetTag]:
    """The user's own first, then the surest."""
    rows = AssetTag.objects.filter(asset=asset, is_shown=True).select_related("tag").order_by("-score", "tag__name")
    return sorted(rows, key=lambda row: ORDER.index(row.kind))


def _tags(rows: list[AssetTag]) -> list[TagOut]:
    """Each name once."""
    best: dict[str, TagOut] = {}
    for row in rows:
        by: Literal["machine", "user"] = "user" if row.kind == TagKind.USER else "machine"
        found = TagOut(name=row.tag.name, score=round(row.score, 4), source=row.source, by=by, kind=row.kind)
        best.setdefault(row.tag.name, found)
    return list(best.values())


def _event(asset: Asset) -> EventOfPhoto | None:
    found = event_of(asset)
    return EventOfPhoto(id=found.pk, name=found.name) if found is not None else None


def _state_reason(asset: Asset) -> StateReason | None:
    if asset.state == AssetState.READY:
        return None
    run = (
        StepRun.objects.filter(asset=asset)
        .exclude(status=StepStatus.DONE)
        .exclude(code="")
        .order_by("status", "-at")  # failed before waiting
        .first()
    )
    return StateReason(code=run.code, message=run.message, permanent=run.is_permanent) if run else None


def _camera(asset: Asset) -> Camera | None:
    if not (asset.camera_make or asset.camera_model or asset.lens or asset.f_number or asset.iso):
        return None
    return Camera(
        make=asset.camera_make,
        model=asset.camera_model,
        lens=asset.lens,
        f_number=asset.f_number,
        exposure_s=asset.exposure_s,
        iso=asset.iso,
        focal_length_mm=asset.focal_length_mm,
    )


def _place(asset: Asset) -> Place | None:
    if asset.latitude is None and not asset.city and not asset.country:
        return None
    return Place(
        latitude=asset.latitude,
        longitude=asset.longitude,
        city=asset.city,
        region=asset.region,
        country=asset.country,
        country_code=asset.country_code,
        source="user" if asset.place_source == OWN else "gps",
    )
