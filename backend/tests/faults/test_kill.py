"""kill -9 at every named point of the way in and of the walk: nothing acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test.utils import override_settings
from tests.faults.workers import environment, run_worker, the_worker_is_known_to_be_dead
from tests.pictures import encoded

from photonest.accounts.models import User
from photonest.ai.fake import FakeAI
from photonest.ai.fake_server import serve_fake
from photonest.assets.models import Asset, AssetState
from photonest.jobs.models import StepRun, StepStatus
from photonest.jobs.queue import Priority
from photonest.people.models import Face
from photonest.pipelines import ingest, reading
from photonest.pipelines.admission import admit_path, enqueue
from photonest.search.models import Embedding
from photonest.storage import keys, media
from photonest.tags.models import AssetTag

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

PHOTOS = 3
ADMIT_ONE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "photonest.config.settings"
import django; django.setup()
from pathlib import Path
from photonest.accounts.models import User
from photonest.pipelines.admission import admit_path
admitted = admit_path(Path(sys.argv[1]), owner=User.objects.get(username="owner"))
print("acknowledged", admitted.outcome.value)
"""


@pytest.fixture
def owner() -> User:
    return User.objects.create(username="owner")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the processes that are killed: the test database, a data folder, a fake AI on loopback."""
    data = tmp_path / "data"
    data.mkdir()
    with serve_fake(FakeAI()) as fake, override_settings(PHOTONEST_DATA=data, PHOTONEST_MIN_FREE_BYTES=0):
        yield environment(data, fake.url, PHOTONEST_SHARED_MEMORY=str(tmp_path / "shared"))


def rows() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in (Asset, AssetTag, Face, Embedding)}


@pytest.mark.parametrize("point", ["decode", "rendition_write", "ai_call", "result_commit", "job_finish"])
def test_a_killed_worker_loses_nothing_and_does_nothing_twice(owner, world, tmp_path, point):
    for number in range(PHOTOS):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(encoded(number))
        admitted = admit_path(path, owner=owner)
        assert admitted.asset_id is not None
        enqueue([admitted.asset_id], priority=Priority.IMPORT)
    assert run_worker(world, f"{point}=kill") == -signal.SIGKILL
    the_worker_is_known_to_be_dead()
    assert run_worker(world) == 0

    assert list(Asset.objects.values_list("state", flat=True)) == [AssetState.READY] * PHOTOS
    steps = [*ingest.STEPS, reading.STEP]  # the text in a picture is read when nothing else is left to do
    assert StepRun.objects.filter(status=StepStatus.DONE).count() == PHOTOS * len(steps)
    after = rows()
    assert after["Embedding"] == 2 * PHOTOS, "one vector for texts, one for likeness"
    ingest_again = [ingest.due_steps(asset) for asset in Asset.objects.all()]
    assert ingest_again == [set()] * PHOTOS
    for asset in Asset.objects.all():
        assert media.exists(keys.tile(bytes(asset.sha256), ingest.RENDITIONS_VERSION))
    assert not list((tmp_path / "shared").glob("photonest-rgb-*")), "a killed worker's pixels stay in memory"


@pytest.mark.parametrize(
    ("point", "is_acknowledged_row"),
    [
        ("upload_open", False),
        ("chunk_write", False),
        ("fsync", False),
        ("rename", False),
        ("row_commit", False),
        ("enqueue", False),
        ("ack", True),
    ],
)
def test_a_killed_upload_is_either_whole_or_can_be_sent_again(owner, world, tmp_path, point, is_acknowledged_row):
    content = encoded(99)
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    killed = subprocess.run(
        [sys.executable, "-c", ADMIT_ONE, str(path)],
        env={**world, "PHOTONEST_FAILPOINT": f"{point}=kill"},
        timeout=60,
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "acknowledged" not in killed.stdout
    assert Asset.objects.exists() is is_acknowledged_row

    admit_path(path, owner=owner)
    assert Asset.objects.count() == 1
    assert media.path(keys.original(hashlib.sha256(content).digest())).read_bytes() == content
    media.remove_abandoned_incoming(older_than_s=-1, now_s=2**40)
    files = [file for file in Path(django_settings.PHOTONEST_DATA).rglob("*") if file.is_file()]
    assert len(files) == 1, "neither an orphan nor a half file stays"
    assert run_worker(world) == 0
    assert Asset.objects.get().state == AssetState.READY
