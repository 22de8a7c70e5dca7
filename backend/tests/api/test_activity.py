"""The activity page: numbers, reasons, and the buttons."""

from __future__ import annotations

import pytest
from tests.cast import Browser
from tests.factories import make_asset

from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.ai.errors import AINotReady, AIUnreachable
from photonest.ai.fake import FakeAI
from photonest.assets.models import Asset
from photonest.core.errors import PhotoNestError
from photonest.jobs import queue
from photonest.jobs.models import QueueSetting, StepRun, StepStatus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "quiet_ai")]


def fail(asset: Asset, code: str = "corrupt_image", *, permanent: bool = True) -> None:
    StepRun.objects.create(
        asset=asset, step="renditions", version=1, status=StepStatus.FAILED, code=code, message="It is damaged.",
        is_permanent=permanent,
    )  # fmt: skip


def test_an_idle_server_says_so(as_alice: Browser) -> None:
    found = as_alice.get("/api/activity").json()
    assert found["importing"] is None
    (only,) = found["queues"]
    assert only.pop("concurrency") >= 1
    assert only == {"name": "ingest", "waiting": 0, "running": 0, "paused": False, "why_waiting": None}
    assert found["failures"] == []
    assert found["ai"]["state"] == "ready"
    assert [step["label"] for step in found["steps"]][1] == "Thumbnails"


def test_an_import_is_counted(as_alice: Browser, alice: User) -> None:
    for _ in range(3):
        make_asset(alice, state="processing")
    queue.enqueue("ingest", Asset.objects.values_list("id", flat=True), priority=queue.Priority.IMPORT)
    found = as_alice.get("/api/activity").json()
    assert found["importing"]["total"] == 3
    assert found["importing"]["phase"] == "processing"
    assert found["queues"][0]["waiting"] == 3


def test_failures_are_grouped_by_reason_with_advice_and_examples(as_alice: Browser, alice: User, bob: User) -> None:
    assets = [make_asset(alice, filename=f"{number}.jpg", state="failed") for number in range(25)]
    for asset in assets:
        fail(asset)
    fail(make_asset(alice, state="failed"), "ai_too_slow", permanent=False)
    fail(make_asset(bob, state="failed"))
    first, second = as_alice.get("/api/activity").json()["failures"]
    assert (first["code"], first["count"], first["permanent"]) == ("corrupt_image", 25, True)
    assert first["message"] == "It is damaged."
    assert "another copy" in first["what_to_do"]
    assert len(first["examples"]) == 20
    assert set(first["examples"][0]) == {"asset_id", "filename", "id", "message"}
    assert (second["code"], second["count"]) == ("ai_too_slow", 1)


def test_a_retry_queues_what_failed_and_leaves_others_alone(as_alice: Browser, alice: User, bob: User) -> None:
    mine, of_bob = make_asset(alice, state="failed"), make_asset(bob, state="failed")
    fail(mine)
    fail(of_bob)
    assert as_alice.post("/api/activity/retry", {"code": "something_else"}).json() == {"queued": 0}
    assert as_alice.post("/api/activity/retry", {"ids": [str(of_bob.id)]}).json() == {"queued": 0}
    assert as_alice.post("/api/activity/retry", {"code": "corrupt_image"}).json() == {"queued": 1}
    assert queue.unfinished_subjects("ingest") == {mine.id}
    assert Asset.objects.get(pk=mine.pk).state == "processing"


def test_what_is_left_out_is_named_no_more(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, state="failed")
    fail(asset)
    assert as_alice.post("/api/activity/leave_out", {"ids": [str(asset.id)]}).json() == {"ids": [str(asset.id)]}
    assert as_alice.get("/api/activity").json()["failures"] == []


def test_a_whole_reason_is_left_out_and_named_again(as_alice: Browser, alice: User, bob: User) -> None:
    for _ in range(25):
        fail(make_asset(alice, state="failed"))
    fail(make_asset(alice, state="failed"), "too_large")
    fail(make_asset(bob, state="failed"))
    left = as_alice.post("/api/activity/leave_out", {"code": "corrupt_image"}).json()["ids"]
    assert len(left) == 25
    assert [group["code"] for group in as_alice.get("/api/activity").json()["failures"]] == ["too_large"]
    assert as_alice.post("/api/activity/leave_out", {}).json() == {"ids": []}, "nothing is meant by nothing"
    assert as_alice.post("/api/activity/name_again", {"ids": left}).json() == {"changed": 25}
    assert [group["count"] for group in as_alice.get("/api/activity").json()["failures"]] == [25, 1]


def test_failures_that_say_different_things_say_them_each(as_alice: Browser, alice: User) -> None:
    for share in (10, 20):
        fail(make_asset(alice, state="failed"))
        StepRun.objects.filter(message="It is damaged.").update(message=f"Only {share}% is there.")
    (group,) = as_alice.get("/api/activity").json()["failures"]
    assert group["message"] == "These pictures are damaged or cut off."
    assert {example["message"] for example in group["examples"]} == {"Only 10% is there.", "Only 20% is there."}


@pytest.mark.parametrize(("is_back", "told"), [(False, "Nothing answers."), (True, "The AI service answers again")])
def test_a_reason_to_wait_is_dropped_once_it_has_passed(
    as_alice: Browser, alice: User, is_back: bool, told: str
) -> None:
    class Away(FakeAI):
        def health(self) -> None:  # type: ignore[override]
            raise AIUnreachable("Nothing answers.")

    StepRun.objects.create(
        asset=make_asset(alice, state="processing"), step="analysis", version=1, status=StepStatus.WAITING,
        code=AIUnreachable.code, message="Nothing answers.",
    )  # fmt: skip
    with client_replaced(FakeAI() if is_back else Away()):
        assert as_alice.get("/api/activity").json()["queues"][0]["why_waiting"].startswith(told)


def test_pause_resume_and_concurrency(as_alice: Browser) -> None:
    assert as_alice.post("/api/activity/pause").status_code == 204
    found = as_alice.get("/api/activity").json()["queues"][0]
    assert found["paused"]
    assert found["why_waiting"].startswith("The queue is paused")
    assert as_alice.post("/api/activity/resume").status_code == 204
    assert as_alice.patch("/api/activity", {"concurrency": 3}).status_code == 204
    assert QueueSetting.objects.get().concurrency == 3
    assert as_alice.patch("/api/activity", {"concurrency": 65}).status_code == 422


@pytest.mark.parametrize(
    ("problem", "state"), [(AIUnreachable("Nothing answers."), "unreachable"), (AINotReady("Loading."), "starting")]
)
def test_the_state_of_the_ai_service_is_told_with_its_reason(
    as_alice: Browser, problem: PhotoNestError, state: str
) -> None:
    class Away(FakeAI):
        def health(self) -> None:  # type: ignore[override]
            raise problem

        def models(self) -> None:  # type: ignore[override]
            raise problem

    with client_replaced(Away()):
        assert as_alice.get("/api/activity").json()["ai"] == {"state": state, "message": problem.message}
        assert as_alice.get("/api/about").json()["models"] == []


def test_recent_names_what_can_be_found_now(as_alice: Browser, alice: User, bob: User) -> None:
    for owner, name in ((alice, "mine.jpg"), (bob, "his.jpg")):
        asset = make_asset(owner, filename=name)
        StepRun.objects.create(asset=asset, step="words", version=1, status=StepStatus.DONE)
    assert [entry["text"] for entry in as_alice.get("/api/activity").json()["recent"]] == ["mine.jpg can be found now"]


def test_about_lists_no_host_by_default_and_each_that_a_setting_adds(as_alice: Browser, settings: object) -> None:
    settings.PHOTONEST_AI_URL = "http://127.0.0.1:8001"
    assert as_alice.get("/api/about").json()["hosts"] == []
    settings.PHOTONEST_AI_URL = "http://gpu.example:8001"
    (host,) = as_alice.get("/api/about").json()["hosts"]
    assert host["host"] == "gpu.example"
    assert "preview" in host["what_is_sent"]


def test_about_counts_ones_own_photos_and_videos(as_alice: Browser, alice: User, bob: User) -> None:
    make_asset(alice)
    make_asset(alice, kind="video")
    make_asset(bob)
    found = as_alice.get("/api/about").json()
    assert found["counts"] == {"photos": 1, "videos": 1}
    assert found["storage"]["used_bytes"] == 2000
    assert found["storage"]["free_bytes"] > 0
    assert found["limits"]
