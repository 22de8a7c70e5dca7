"""The built web app from the same port, and the health addresses."""

from __future__ import annotations

import gzip
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db.utils import OperationalError
from tests.cast import Browser

from photonest.api import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def dist(tmp_path: Path, settings: object) -> Path:
    root = tmp_path / "dist"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<!doctype html><title>app</title>")
    (root / "sw.js").write_text("self.x=1")
    (root / "manifest.webmanifest").write_text("{}")
    (root / "assets" / "index-abc123.js").write_text("console.log(1)" * 200)
    (root / "assets" / "font.woff2").write_bytes(b"\0\1")
    (tmp_path / "secret.txt").write_text("secret")
    settings.PHOTONEST_WEB_DIST = root
    return root


@pytest.mark.parametrize("path", ["/", "/search", "/photo/0192", "/setup/token", "/settings/"])
def test_every_route_of_the_app_is_its_page(as_nobody: Browser, dist: Path, path: str) -> None:
    answer = as_nobody.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert b"<title>app</title>" in answer.content
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"].split("script-src")[1].split(";")[0]


def test_hashed_files_are_kept_for_ever_and_compressed(as_nobody: Browser, dist: Path) -> None:
    answer = as_nobody.get("/assets/index-abc123.js", Accept_Encoding="gzip")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert gzip.decompress(answer.content) == (dist / "assets" / "index-abc123.js").read_bytes()


def test_the_service_worker_is_asked_for_again_each_time(as_nobody: Browser, dist: Path) -> None:
    answer = as_nobody.get("/sw.js")
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-cache", "text/javascript; charset=utf-8")
    assert as_nobody.get("/sw.js", If_None_Match=answer["ETag"]).status_code == 304
    (dist / "sw.js").write_text("self.x=22")
    assert as_nobody.get("/sw.js", If_None_Match=answer["ETag"]).content == b"self.x=22"


@pytest.mark.parametrize(
    "path", ["/assets/gone.js", "/favicon.ico", "/assets/", "/assets", "/../secret.txt", "/assets/../../secret.txt",
             "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/%00.js"],
)  # fmt: skip
def test_a_missing_file_is_not_the_page_and_nothing_outside_is_reached(
    as_nobody: Browser, dist: Path, path: str
) -> None:
    answer = as_nobody.get(path)
    assert b"secret" not in answer.content
    if path != "/assets":
        assert answer.status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(as_nobody: Browser, dist: Path) -> None:
    (dist / "link.txt").symlink_to(dist.parent / "secret.txt")
    assert as_nobody.get("/link.txt").status_code == 404


def test_without_a_built_app_a_page_says_what_to_do(as_nobody: Browser, tmp_path: Path, settings: object) -> None:
    settings.PHOTONEST_WEB_DIST = tmp_path / "nothing"
    answer = as_nobody.get("/")
    assert answer.status_code == 503
    assert b"make up" in answer.content


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/media/x", "/media/0192/tile"])
def test_unknown_addresses_of_the_api_are_404_in_our_shape(as_nobody: Browser, dist: Path, path: str) -> None:
    answer = as_nobody.get(path)
    if path != "/api":  # without its slash it is a route of the app
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_health_answers_without_a_session(as_nobody: Browser) -> None:
    for path in ("/livez", "/readyz"):
        answer = as_nobody.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert "photonest_session" not in answer.cookies


def test_ready_means_that_the_database_answers(as_nobody: Browser) -> None:
    with patch.object(health.connection, "cursor", side_effect=OperationalError("down")):
        answer = as_nobody.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "database_silent")
        assert as_nobody.get("/livez").status_code == 200


def test_ready_means_that_the_tables_are_of_this_version(as_nobody: Browser) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'assets'")
    answer = as_nobody.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "migrations_missing")
