"""Requests made from the OpenAPI document, valid and not: no server error, and every refusal in our shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.generation import GenerationMode
from tests.cast import BACKEND, Browser
from tests.factories import make_asset

from photonest.accounts.models import User
from photonest.api.application import make_api
from photonest.api.openapi import document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "quiet_ai")]

STREAMS = "/api/uploads$"  # plain ASGI, beside Django; tried in test_uploads.py


def _config() -> SchemathesisConfig:
    generation = GenerationConfig(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=generation)))


schema = schemathesis.openapi.from_dict(document(make_api()), config=_config()).exclude(path_regex=STREAMS)


@schema.parametrize()
@hypothesis_settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_brings_the_server_down(case: schemathesis.Case, alice: User, as_alice: Browser) -> None:
    answer = send(as_alice, case)
    if answer.status_code == 204:  # perhaps it signed out
        as_alice.client.force_login(alice, backend=BACKEND)
    assert answer.status_code < 500, answer.content
    if answer.status_code >= 400:
        assert set(answer.json()) == {"code", "message", "permanent", "details"}


def send(browser: Browser, case: schemathesis.Case) -> Any:
    """The case through Django's client: same process, same transaction, no socket."""
    request = case.as_transport_kwargs(base_url="http://localhost")
    query = {name: value for name, value in (request.get("params") or {}).items() if value is not None}
    headers = {name: str(value) for name, value in (request.get("headers") or {}).items() if str(value).isprintable()}
    headers.pop("Cookie", None)
    headers |= {"X-CSRFToken": browser.csrf_token}
    body = request.get("data") or b""
    if "json" in request:
        body = json.dumps(request["json"]).encode()
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    return browser.client.generic(
        case.method,
        request["url"].removeprefix("http://localhost") or "/",
        body if isinstance(body, bytes) else b"",
        content_type="application/json",
        query_params=query,
        headers=headers,
    )


def test_the_fuzz_really_reaches_the_endpoints(alice: User) -> None:
    """A fuzz that is refused at the door proves nothing."""
    asset = make_asset(alice)
    case = schema["/api/assets/{asset_id}"]["GET"].Case(path_parameters={"asset_id": str(asset.id)})
    assert send(Browser(alice), case).json()["id"] == str(asset.id)
