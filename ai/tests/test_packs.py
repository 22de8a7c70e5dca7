"""Packs come in from a folder or a hub, checked, and go again; the service serves them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from ai.tests.local_hub import COMMIT, LocalHub
from ai.tests.toy_packs import DIM, MEAN, STD, colour_pack, merges, random_pack
from photonest_ai.errors import InstallFailed, PackInvalid
from photonest_ai.main import create_app
from photonest_ai.packs.adding import add_pack, remove_pack
from photonest_ai.packs.checks import card
from photonest_ai.packs.description import to_toml
from photonest_ai.packs.hub import read_hub_id
from photonest_ai.runtime.bpe import from_merges
from photonest_ai.runtime.packs import installed_packs, read_pack
from photonest_ai.settings import Settings
from photonest_ai.weights.__main__ import main as command
from photonest_contracts.inference import REQUEST_HEADER, RawPixels
from photonest_contracts.spaces import EmbedImageRequest, EmbedImageResult, PackList


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTONEST_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    folder = colour_pack(tmp_path / "served")
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    with LocalHub(files=files, large={"visual.onnx", "textual.onnx"}).running() as running:
        monkeypatch.setenv("PHOTONEST_HUB_URL", running.url)
        yield running


def spaces(models: Path) -> list[str]:
    return [f"{folder.parent.name}@{folder.name}" for folder, _ in installed_packs(models)]


# -- folders ---------------------------------------------------------------------------------------------


def test_a_folder_is_copied_checked_and_there_once(models: Path, tmp_path: Path) -> None:
    source = colour_pack(tmp_path / "mine")
    (source / "private.txt").write_text("not part of the pack")
    added = add_pack(models, str(source))
    assert (added.pack.space, added.was_there, len(added.lines)) == ("toy-colours@1", False, 8)
    assert add_pack(models, str(source)).was_there
    assert spaces(models) == ["toy-colours@1"]
    place = models / "packs" / "toy-colours" / "1"
    assert sorted(file.name for file in place.iterdir()) == ["bpe.txt", "pack.toml", "textual.onnx", "visual.onnx"]
    assert [path.name for path in (models / "packs").iterdir()] == ["toy-colours"], "nothing half made is left"


def test_the_description_reads_back_as_it_was_written(models: Path, tmp_path: Path) -> None:
    odd = '"says \\"free\\", costs 3 €"'
    added = add_pack(models, str(colour_pack(tmp_path / "mine", notice=odd, text__lower_case="true")))
    again = read_pack(models / "packs" / "toy-colours" / "1")
    assert again == added.pack
    assert again.notice == 'says "free", costs 3 €'
    assert to_toml(again) == to_toml(added.pack)


@pytest.mark.parametrize("file", ["visual.onnx", "textual.onnx", "bpe.txt"])
def test_a_file_with_another_checksum_is_refused(models: Path, tmp_path: Path, file: str) -> None:
    source = colour_pack(tmp_path / "mine")
    (source / file).write_bytes((source / file).read_bytes() + b"\n")
    with pytest.raises(PackInvalid, match=f"{file} is not the file"):
        add_pack(models, str(source))
    assert spaces(models) == []


def test_an_operators_own_folder_need_not_list_checksums(models: Path, tmp_path: Path) -> None:
    with_them = colour_pack(tmp_path / "with")
    without = colour_pack(tmp_path / "without", has_hashes=False)
    first = add_pack(models, str(without)).pack
    assert first.fingerprint == read_pack(with_them).fingerprint


def test_another_pack_under_the_same_name_is_refused(models: Path, tmp_path: Path) -> None:
    add_pack(models, str(colour_pack(tmp_path / "one")))
    other = random_pack(tmp_path / "two", id='"toy-colours"')
    with pytest.raises(PackInvalid, match="Another pack is here under the name toy-colours@1"):
        add_pack(models, str(other), needs_agreement=False)


def test_a_pack_that_fails_a_check_leaves_nothing(models: Path, tmp_path: Path) -> None:
    with pytest.raises(PackInvalid, match="agree about plain colours"):
        add_pack(models, str(random_pack(tmp_path / "random")))
    assert spaces(models) == []
    assert list((models / "packs").iterdir()) == []


def test_a_net_that_is_no_net_is_refused_in_a_sentence(models: Path, tmp_path: Path) -> None:
    source = colour_pack(tmp_path / "mine", has_hashes=False)
    (source / "visual.onnx").write_bytes(b"no net at all")
    with pytest.raises(PackInvalid, match="cannot be loaded"):
        add_pack(models, str(source))


@pytest.mark.parametrize("source", ["nowhere", "/nowhere/at/all", "a/b/c", ""])
def test_what_is_neither_folder_nor_hub_id_is_refused(models: Path, source: str) -> None:
    with pytest.raises(PackInvalid, match="neither a folder nor a hub id"):
        add_pack(models, source)


def test_a_removed_pack_is_gone(models: Path, tmp_path: Path) -> None:
    add_pack(models, str(colour_pack(tmp_path / "mine")))
    remove_pack(models, "toy-colours@1")
    assert list((models / "packs").iterdir()) == []
    for name in ("toy-colours@1", "../..@x", "a@..", ""):
        with pytest.raises(PackInvalid):
            remove_pack(models, name)


# -- hubs ------------------------------------------------------------------------------------------------


def test_a_pack_comes_from_a_hub_over_redirects_all_of_one_commit(models: Path, hub: LocalHub) -> None:
    added = add_pack(models, "nest/toy")
    assert added.pack.source == f"nest/toy@{COMMIT}"
    revisions = [path.split("/")[4] for where, path, _ in hub.seen if where == "hub"]
    assert revisions[0] == "main"
    assert set(revisions[1:]) == {COMMIT}, "after the first answer every file is asked of its commit"
    assert {path for where, path, _ in hub.seen if where == "storage"} == {"/blobs/visual.onnx", "/blobs/textual.onnx"}
    assert not (models.parent / "cache" / "hub" / "nest" / "toy" / "main").exists(), "nothing is kept twice"


def test_the_key_goes_to_the_hub_and_never_to_the_storage_host(
    models: Path, hub: LocalHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub.token = "hub-key"
    with pytest.raises(InstallFailed, match="PHOTONEST_HUB_TOKEN"):
        add_pack(models, "nest/toy")
    (tmp_path / "key").write_text("hub-key\n")
    monkeypatch.setenv("PHOTONEST_HUB_TOKEN_FILE", str(tmp_path / "key"))
    add_pack(models, "nest/toy")
    assert any(headers.get("authorization") == "Bearer hub-key" for where, _, headers in hub.seen if where == "hub")
    assert all("authorization" not in headers for where, _, headers in hub.seen if where == "storage")


def test_a_cut_download_goes_on_where_it_stopped(models: Path, hub: LocalHub) -> None:
    hub.cut_after = {"visual.onnx": 700}
    add_pack(models, "nest/toy")
    ranges = [headers.get("range") for where, path, headers in hub.seen if path == "/blobs/visual.onnx"]
    assert ranges == [None, "bytes=700-"]


def test_what_was_kept_of_an_older_version_is_fetched_anew(models: Path, hub: LocalHub) -> None:
    cache = models.parent / "cache" / "hub" / "nest" / "toy" / "main"
    cache.mkdir(parents=True)
    (cache / "visual.onnx.part").write_bytes(b"x" * 300)
    (cache / "textual.onnx").write_bytes(b"y" * len(hub.files["textual.onnx"]))
    assert add_pack(models, "nest/toy").pack.space == "toy-colours@1"


def test_a_busy_hub_is_asked_again(models: Path, hub: LocalHub) -> None:
    hub.busy = 2
    assert add_pack(models, "nest/toy").pack.space == "toy-colours@1"


def test_a_silent_hub_is_a_sentence(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTONEST_HUB_URL", "http://127.0.0.1:9")
    with pytest.raises(InstallFailed, match=r"could not be fetched from 127\.0\.0\.1 \(ConnectError"):
        add_pack(models, "nest/toy")


def test_other_bytes_than_announced_are_refused(models: Path, hub: LocalHub) -> None:
    hub.changed = {"visual.onnx": b"something else"}
    with pytest.raises(PackInvalid, match="other bytes than the hub announces"):
        add_pack(models, "nest/toy")
    assert spaces(models) == []


def test_a_pin_must_fit(models: Path, hub: LocalHub, tmp_path: Path) -> None:
    pin = read_pack(tmp_path / "served").fingerprint
    with pytest.raises(PackInvalid, match="not the pinned"):
        add_pack(models, "nest/toy", pin="0" * 64)
    assert spaces(models) == []
    assert add_pack(models, "nest/toy", pin=pin).pack.fingerprint == pin


def test_a_repository_that_is_no_pack_is_refused(models: Path, hub: LocalHub) -> None:
    hub.files = {"README.md": b"hello"}
    with pytest.raises(PackInvalid, match=r"has no config\.json"):
        add_pack(models, "nest/toy")
    with pytest.raises(PackInvalid, match="it is no pack"):
        add_pack(models, "nest/nothing@main")


def test_the_two_folder_layout_describes_itself(models: Path, hub: LocalHub, tmp_path: Path) -> None:
    served = tmp_path / "served"
    from_merges(merges()).save(str(tmp_path / "tokenizer.json"))
    config = {"embed_dim": DIM, "text_cfg": {"context_length": 16}}
    preprocess = {"size": [32, 32], "mean": MEAN, "std": STD, "interpolation": "bicubic", "resize_mode": "shortest"}
    hub.files = {
        "config.json": json.dumps(config).encode(),
        "visual/preprocess_cfg.json": json.dumps(preprocess).encode(),
        "visual/model.onnx": (served / "visual.onnx").read_bytes(),
        "textual/model.onnx": (served / "textual.onnx").read_bytes(),
        "textual/tokenizer.json": (tmp_path / "tokenizer.json").read_bytes(),
        "textual/tokenizer_config.json": b'{"pad_token": "<|endoftext|>"}',
    }
    hub.large = {"visual/model.onnx", "textual/model.onnx"}
    pack = add_pack(models, f"nest/toy@{COMMIT}").pack
    assert (pack.space, pack.dim, pack.text.pad_id, pack.image.file) == ("toy@1", DIM, 573, "visual/model.onnx")
    assert "look it up" in pack.licence


@pytest.mark.parametrize("text", ["a", "a/b/c", "../b", "a/b@", "a b/c", "/a/b", "a/b@x/y", "a/b@..", "a/b@."])
def test_odd_hub_ids_are_none(text: str) -> None:
    assert read_hub_id(text) is None


def test_a_hub_that_redirects_for_ever_is_left(models: Path, hub: LocalHub) -> None:
    hub.circles = True
    with pytest.raises(InstallFailed, match="redirects in a circle"):
        add_pack(models, "nest/toy")


# -- commands --------------------------------------------------------------------------------------------


def test_the_command_shows_licence_size_and_fingerprint_and_lists_packs(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = colour_pack(tmp_path / "mine")
    assert command(["add", str(models), str(source), "--yes"]) == 0
    said = capsys.readouterr().out
    for words in ("licence: MIT", "fingerprint: ", "checked: vectors have length 1", "toy-colours@1 is added."):
        assert words in said
    command(["list", str(models), "--json"])
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["toy-colours"]["role"] == "pack"
    assert rows["toy-colours"]["licence_weights"] == "MIT"
    assert len(rows["toy-colours"]["sha256"]) == 64
    assert command(["remove", str(models), "toy-colours@1"]) == 0
    assert command(["remove", str(models), "toy-colours@1"]) == 1


def test_nothing_from_a_hub_is_added_unasked_and_unpinned(
    models: Path, hub: LocalHub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command(["add", str(models), "nest/toy", "--yes"]) == 2
    assert hub.seen == [], "not even asked for"
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert command(["add", str(models), "nest/toy"]) == 1
    assert spaces(models) == []


# -- the service -----------------------------------------------------------------------------------------


@pytest.fixture
def service(models: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(models=models)), raise_server_exceptions=False) as client:
        yield client


def embedded(client: TestClient, colour: str, space: str) -> Any:
    rgb = card(colour)
    request = EmbedImageRequest(pixels=RawPixels(width_px=rgb.shape[1], height_px=rgb.shape[0]), space=space)
    header = base64.urlsafe_b64encode(request.model_dump_json().encode()).decode()
    return client.post("/v1/embed_image", content=rgb.tobytes(), headers={REQUEST_HEADER: header})


def test_the_service_embeds_pictures_in_the_space_of_a_pack(service: TestClient, models: Path, tmp_path: Path) -> None:
    add_pack(models, str(colour_pack(tmp_path / "mine")))
    answer = embedded(service, "red", "toy-colours@1")
    vector = EmbedImageResult.model_validate_json(answer.content).vector
    assert (vector.space, vector.dim) == ("toy-colours@1", DIM)
    numbers = np.frombuffer(base64.b64decode(vector.halfs), "<f2").astype(np.float32)
    assert abs(float(np.linalg.norm(numbers)) - 1) < 5e-3
    listed = PackList.model_validate_json(service.get("/v1/packs").content)
    assert [(p.space, p.state, p.licence) for p in listed.packs] == [("toy-colours@1", "loaded", "MIT")]


@pytest.mark.parametrize("space", ["nothing@1", "conse-lite2-minilm@1", "../x", ""])
def test_a_space_that_is_no_pack_is_refused_for_good(service: TestClient, space: str) -> None:
    answer = embedded(service, "red", space)
    assert (answer.status_code, answer.json()["code"]) == (404, "space_unknown")
    assert answer.json()["permanent"]


def test_a_pack_is_added_and_removed_while_the_service_runs(service: TestClient, tmp_path: Path) -> None:
    source = colour_pack(tmp_path / "mine")
    assert service.post("/v1/packs", json={"source": "nest/toy"}).json()["code"] == "pack_invalid", "no pin"
    assert service.post("/v1/packs", json={"source": str(source)}).json()["state"] == "running"
    service.app.state.service.adder.wait(60)  # type: ignore[attr-defined]
    now = PackList.model_validate_json(service.get("/v1/packs").content)
    assert now.adding is not None
    assert (now.adding.state, now.adding.space) == ("done", "toy-colours@1")
    assert embedded(service, "red", "toy-colours@1").status_code == 200
    assert service.delete("/v1/packs/toy-colours@1").json()["packs"] == []
    assert embedded(service, "red", "toy-colours@1").status_code == 404


def test_a_broken_pack_is_listed_with_its_reason(service: TestClient, models: Path, tmp_path: Path) -> None:
    add_pack(models, str(colour_pack(tmp_path / "mine")))
    (models / "packs" / "toy-colours" / "1" / "visual.onnx").unlink()
    (found,) = PackList.model_validate_json(service.get("/v1/packs").content).packs
    assert (found.state, found.notice) == ("broken", "The pack lacks visual.onnx.")
    assert embedded(service, "red", "toy-colours@1").json()["code"] == "model_broken"
