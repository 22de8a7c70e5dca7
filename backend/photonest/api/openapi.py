"""The OpenAPI document: what django-ninja knows, and the routes beside it (uploads, pictures, health)."""

from __future__ import annotations

from typing import Any

import orjson
from ninja import NinjaAPI

_ERROR_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "description": "Every error: what happened, what is safe, what to do.",
    "properties": {
        "code": {"type": "string", "description": "For programs; docs/reference/errors.md lists them."},
        "message": {"type": "string", "description": "For people."},
        "permanent": {"type": "boolean", "description": "Whether the same request can never succeed."},
        "details": {"type": "object"},
    },
    "required": ["code", "message", "permanent", "details"],
}
_PROBLEM = {
    "description": "A problem",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_ASSET_ID = {"name": "asset_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_BYTES = {"type": "string", "format": "binary"}
_UNSAFE = {"post", "put", "patch", "delete"}


def document(api: NinjaAPI) -> dict[str, Any]:
    """The whole OpenAPI 3.1 document, the same for every caller."""
    schema = api.get_openapi_schema(path_prefix="/api/")
    found: dict[str, Any] = orjson.loads(orjson.dumps(dict(schema), option=orjson.OPT_NON_STR_KEYS))
    found["components"].setdefault("schemas", {})["Problem"] = _ERROR_SCHEMA
    found["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "photonest_session"},
        "csrf": {
            "type": "apiKey",
            "in": "header",
            "name": "X-CSRFToken",
            "description": "The value of the cookie photonest_csrf; needed by every request that changes something.",
        },
    }
    found["paths"] |= {"/api/uploads": {"put": _upload()}} | _media_paths() | _health_paths()
    for methods in found["paths"].values():
        for method, operation in methods.items():
            _describe(method, operation)
    found["paths"] = dict(sorted(found["paths"].items()))
    return found


def _describe(method: str, operation: dict[str, Any]) -> None:
    """The error answer, and what a request must bring along."""
    operation["responses"]["default"] = _PROBLEM
    needed: dict[str, list[str]] = {"session": []} if operation.pop("security", None) else {}
    if method in _UNSAFE:
        needed["csrf"] = []
    operation["security"] = [needed] if needed else []


def _upload() -> dict[str, Any]:
    def query(name: str, kind: str, description: str, *, required: bool = False) -> dict[str, Any]:
        return {
            "name": name, "in": "query", "required": required, "schema": {"type": kind}, "description": description,
        }  # fmt: skip

    answer = {
        "type": "object",
        "properties": {
            "status": {"type": "string", "enum": ["stored", "duplicate", "trashed", "sidecar"]},
            "asset_id": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
        },
        "required": ["status", "asset_id"],
    }
    content = {"application/json": {"schema": answer}}
    return {
        "operationId": "upload",
        "summary": "Upload",
        "description": "One file as the raw body. 201 is answered only after the bytes are on the disk.",
        "tags": ["uploads"],
        "parameters": [
            query("filename", "string", "The name it had.", required=True),
            query("modified_ms", "integer", "When it was last changed, milliseconds since 1970."),
            query("sha256", "string", "64 hexadecimal digits; 422 hash_mismatch if other bytes arrive."),
            query("folder", "string", "Path inside the dropped folder."),
        ],
        "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": _BYTES}}},
        "responses": {
            "201": {"description": "Stored", "content": content},
            "200": {"description": "Here already, in the trash, or a sidecar", "content": content},
        },
        "security": [{"session": []}],
    }


def _media_paths() -> dict[str, Any]:
    kinds = {
        "tile": ("The 250 px picture", "image/jpeg"),
        "preview": ("The 1440 px picture", "image/jpeg"),
        "original": ("The bytes as they came, as a download", "*/*"),
        "video": ("A video to be played", "video/*"),
        "motion": ("The moving part of a live or motion photo", "video/*"),
    }
    paths: dict[str, Any] = {}
    for name, (summary, mime) in kinds.items():
        parameters = [_ASSET_ID]
        responses = {"200": {"description": summary, "content": {mime: {"schema": _BYTES}}}}
        if name in {"tile", "preview"}:
            parameters = [*parameters, {"name": "v", "in": "query", "required": False, "schema": {"type": "string"}}]
        else:
            parameters = [
                *parameters,
                {"name": "Range", "in": "header", "required": False, "schema": {"type": "string"}},
            ]
            responses["206"] = {"description": "A part of it", "content": {mime: {"schema": _BYTES}}}
        paths[f"/media/{{asset_id}}/{name}"] = {
            "get": {
                "operationId": f"{name}_bytes",
                "summary": summary,
                "tags": ["media"],
                "parameters": parameters,
                "responses": responses,
                "security": [{"session": []}],
            }
        }
    paths["/media/faces/{face_id}"] = {
        "get": {
            "operationId": "face_crop_bytes",
            "summary": "A square picture of one face, cut when asked",
            "tags": ["media"],
            "parameters": [_ASSET_ID | {"name": "face_id"}],
            "responses": {"200": {"description": "The face", "content": {"image/jpeg": {"schema": _BYTES}}}},
            "security": [{"session": []}],
        }
    }
    return paths


def _health_paths() -> dict[str, Any]:
    schema = {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"]}
    ok = {"200": {"description": "Fine", "content": {"application/json": {"schema": schema}}}}
    return {
        f"/{name}": {"get": {"operationId": name, "summary": summary, "tags": ["health"], "responses": dict(ok)}}
        for name, summary in (("livez", "The web server answers"), ("readyz", "PhotoNest is ready"))
    }
