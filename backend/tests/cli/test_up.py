"""`photonest up` as a person meets it: ready, stopped, killed, and everything that can be in its way."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from cli_ground import Running, photonest, processes_of, until

from photonest.cli.postmaster import read_postmaster
from photonest.cli.state import read_state

pytestmark = pytest.mark.faults


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_first_start_on_nothing_becomes_ready_with_the_one_time_link_and_stops_within_five_seconds(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    running = start(tmp_path / "new" / "data")
    port = running.wait_until_ready()
    assert "/?setup=" in running.said()
    assert get(port, "/livez") == 200
    assert get(port, "/readyz") == 200
    assert photonest(running.data, "status").returncode == 0

    began = time.monotonic()
    assert running.stop() == 0
    assert time.monotonic() - began < 5
    assert processes_of(running.data) == {}
    assert photonest(running.data, "status").returncode == 3
    for line in running.said().splitlines():
        assert "Traceback" not in line


def test_a_second_start_skips_what_is_done_and_no_link_is_shown_once_somebody_has_an_account(
    start: Callable[..., Running], data: Path
) -> None:
    (data.parent / "password").write_text("a long enough secret\n")
    added = photonest(data, "user", "add", "alice", "--password-file", str(data.parent / "password"))
    assert added.returncode == 0, added.stderr
    assert "secret" not in added.stdout + added.stderr
    running = start()
    running.wait_until_ready()
    assert "setup=" not in running.said()
    assert running.stop(signal.SIGTERM) == 0


def test_each_process_sees_only_the_secrets_it_uses(start: Callable[..., Running]) -> None:
    running = start(
        PHOTONEST_SECRET_KEY="signs-sessions",
        PHOTONEST_AI_OPENAI_KEY="key-of-openai",
        PHOTONEST_AI_LLM_KEY="key-of-llm",
        PHOTONEST_HUB_TOKEN="token-of-a-hub",
        OPENAI_API_KEY="key-of-another-program",
        SOME_OTHER_PASSWORD="of-the-shell",
    )
    running.wait_until_ready()
    until(lambda: len((read_state(running.folder.run) or pytest.fail("no state")).processes) == 3)
    state = read_state(running.folder.run)
    postmaster = read_postmaster(running.folder.postgres / "data")
    assert state is not None
    assert postmaster is not None
    seen = {name: environment_of(pid) for name, (pid, _) in state.processes.items()}
    seen["postgres"] = environment_of(postmaster.pid)
    holders = {
        secret: {name for name, environment in seen.items() if secret in environment.values()}
        for secret in ("signs-sessions", "key-of-openai", "key-of-llm", "token-of-a-hub", "key-of-another-program")
    }
    assert holders == {
        "signs-sessions": {"web"},
        "key-of-openai": {"ai"},
        "key-of-llm": {"ai"},
        "token-of-a-hub": {"ai"},
        "key-of-another-program": {"ai"},
    }
    assert {name for name, environment in seen.items() if "DATABASE_URL" in environment} == {"web", "worker"}
    assert not {name for name in seen["postgres"] if name.startswith("PHOTONEST") or name == "SOME_OTHER_PASSWORD"}
    assert get(running.wait_until_ready(), "/readyz") == 200


def environment_of(pid: int) -> dict[str, str]:
    """What a live process was started with."""
    lines = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_after_kill_9_nothing_but_the_database_is_left_and_the_next_start_heals_it(
    start: Callable[..., Running],
) -> None:
    running = start()
    running.wait_until_ready()
    until(lambda: len((read_state(running.folder.run) or pytest.fail("no state")).processes) == 3)
    running.process.send_signal(signal.SIGKILL)
    running.process.wait()
    until(lambda: all("postgres" in words for words in processes_of(running.data).values()))

    again = start()
    again.wait_until_ready()
    assert again.stop() == 0
    assert processes_of(running.data) == {}


def test_parts_that_are_killed_come_back_and_the_page_stays_reachable(start: Callable[..., Running]) -> None:
    running = start()
    port = running.wait_until_ready()
    state = read_state(running.folder.run)
    assert state is not None
    os.kill(state.processes["web"][0], signal.SIGKILL)
    os.kill(state.processes["worker"][0], signal.SIGKILL)
    assert get(port, "/livez") == 200  # the socket stayed open: the request waited for the new process
    until(lambda: "The worker ended (signal 9)" in running.said())
    until(lambda: (read_state(running.folder.run) or state).processes["worker"] != state.processes["worker"])


def test_a_database_that_is_killed_is_started_again(start: Callable[..., Running]) -> None:
    running = start()
    port = running.wait_until_ready()
    pid = int((running.folder.postgres / "data" / "postmaster.pid").read_text().split("\n")[0])
    os.kill(pid, signal.SIGKILL)
    until(lambda: "The database had ended and was started again" in running.said())
    until(lambda: get(port, "/readyz") == 200)


def test_only_one_runs_on_a_folder_and_the_second_says_where_the_first_is(start: Callable[..., Running]) -> None:
    running = start()
    port = running.wait_until_ready()
    second = photonest(running.data, "up", "--port", "0")
    assert second.returncode == 1
    assert f"already running at http://127.0.0.1:{port}" in second.stderr
    assert get(port, "/readyz") == 200

    stopped = photonest(running.data, "stop")
    assert stopped.returncode == 0, stopped.stderr
    assert running.process.wait(10) == 0


def test_a_taken_port_is_a_sentence_with_the_next_port(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = photonest(tmp_path / "data", "up", PHOTONEST_PORT=str(port))
    assert said.returncode == 3
    assert f"Port {port} is used by another program" in said.stderr
    assert f"PHOTONEST_PORT={port + 1}" in said.stderr
    assert processes_of(tmp_path / "data") == {}


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"PHOTONEST_PORT": "eighty"}, "PHOTONEST_PORT is 'eighty'"),
        ({"PHOTONEST_PORT": "99999"}, "must lie between 0 and 65535"),
        ({"DATABASE_URL": "postgresql://photonest@127.0.0.1:1/photonest?connect_timeout=1"}, "does not let us in"),
        ({"DATABASE_URL": "mysql://there"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL_FILE": "/nonexistent/url"}, "DATABASE_URL_FILE names /nonexistent/url"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(setting: dict[str, str], sentence: str, tmp_path: Path) -> None:
    said = photonest(tmp_path / "data", "up", "--port", "0", **setting) if "PHOTONEST_PORT" not in setting else (
        photonest(tmp_path / "data", "up", **setting)
    )  # fmt: skip
    assert said.returncode in {2, 3}
    assert sentence in said.stderr
    assert "Traceback" not in said.stderr


def test_a_file_in_place_of_the_data_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    said = photonest(tmp_path / "data", "up", "--port", "0")
    assert said.returncode == 3
    assert "Set PHOTONEST_DATA to a folder" in said.stderr


def test_a_given_database_and_ai_service_are_used_and_not_started(
    start: Callable[..., Running], postgres_url: str
) -> None:
    given = postgres_url.replace("/photonest?", "/given_to_up?")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE given_to_up")
    try:
        running = start(DATABASE_URL=given, PHOTONEST_AI_URL="http://127.0.0.1:9")
        running.wait_until_ready()
        state = read_state(running.folder.run)
        assert state is not None
        until(lambda: set((read_state(running.folder.run) or state).processes) == {"web", "worker"})
        assert "postgres" not in " ".join(processes_of(running.data).values())
        assert running.stop() == 0
        with psycopg.connect(given) as connection:
            assert connection.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)
    finally:
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute("DROP DATABASE given_to_up WITH (FORCE)")


@pytest.mark.slow
@pytest.mark.skipif(
    subprocess.run(["unshare", "--mount", "--map-root-user", "true"], check=False, capture_output=True).returncode != 0
    if shutil.which("unshare")
    else True,
    reason="needs a small disk of its own, which this system lets nobody mount",
)
def test_a_disk_without_room_is_a_sentence(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    script = 'mount -t tmpfs -o size=20m,mode=755 none "$1" && exec "$2" -m photonest.cli up --port 0'
    # Root keeps its own name space of users: PostgreSQL must be able to step down.
    own_user = [] if os.geteuid() == 0 else ["--map-root-user"]
    done = subprocess.run(
        ["unshare", "--mount", *own_user, "sh", "-c", script, "sh", disk, sys.executable],
        env={**os.environ, "PHOTONEST_DATA": str(disk / "data"), "XDG_STATE_HOME": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 3
    assert "Free some space" in done.stderr
    assert "Traceback" not in done.stderr


def test_commands_use_what_runs_and_start_what_does_not(start: Callable[..., Running], data: Path) -> None:
    alone = photonest(data, "user", "add", "alice", "--password-file", "-", "--json", stdin="a long enough secret\n")
    assert alone.returncode == 0, alone.stderr
    assert json.loads(alone.stdout)["is_admin"] is True
    assert processes_of(data) == {}

    running = start()
    running.wait_until_ready()
    beside = photonest(data, "user", "add", "bob", "--password-file", "-", "--json", stdin="another long secret\n")
    assert beside.returncode == 0, beside.stderr
    assert json.loads(beside.stdout)["is_admin"] is False
    listed = photonest(data, "user", "list", "--json")
    assert [user["username"] for user in json.loads(listed.stdout)] == ["alice", "bob"]
    assert running.process.poll() is None


def test_two_commands_at_once_share_the_database_and_the_last_one_stops_it(data: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: photonest(data, "user", "list"), range(4)))
    assert [command.returncode for command in done] == [0, 0, 0, 0], [command.stderr for command in done]
    assert processes_of(data) == {}
