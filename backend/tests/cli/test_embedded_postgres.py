"""The database runner against the real server: first start, restarts, crashes, damage and foreign folders."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from photonest.cli import embedded_postgres, postgres_program
from photonest.cli.embedded_postgres import EmbeddedPostgres
from photonest.cli.errors import CannotStart, DatabaseBroken, DiskFull, FolderNotUsable
from photonest.cli.postgres_program import SERVER_VERSION, program, sentence_for_log
from photonest.cli.postmaster import read_postmaster


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path / "with space" / "postgres", durable=False)
    yield server
    server.stop()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def kill_server(server: EmbeddedPostgres) -> None:
    postmaster = read_postmaster(server.data)
    assert postmaster is not None
    os.kill(postmaster.pid, signal.SIGKILL)


def test_a_first_start_makes_a_private_database_that_answers_without_a_port(server: EmbeddedPostgres) -> None:
    url = server.start()
    assert ask(url, "SELECT current_database()") == "photonest"
    assert ask(url, "SHOW listen_addresses") == ""
    assert server.data.stat().st_mode & 0o777 == 0o700
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700


def test_a_running_server_is_adopted_and_keeps_its_process(server: EmbeddedPostgres) -> None:
    url = server.start()
    before = ask(url, "SELECT pg_postmaster_start_time()")
    other = EmbeddedPostgres(server.folder, durable=False)
    assert ask(other.start(), "SELECT pg_postmaster_start_time()") == before


def test_committed_rows_survive_kill_9_of_the_server(server: EmbeddedPostgres) -> None:
    url = server.start()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    kill_server(server)
    assert ask(server.start(), "SELECT count(*) FROM kept") == 1000


def test_a_pid_file_that_names_another_program_does_not_stop_the_start(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    # As after a power cut: the number in the old file now belongs to somebody else.
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n{embedded_postgres.PORT}\n")
    assert ask(server.start(), "SELECT 1") == 1


def test_a_socket_that_was_cleaned_away_is_made_again(server: EmbeddedPostgres) -> None:
    server.start()
    for file in server.socket_folder.iterdir():
        file.unlink()
    assert not server.answers()
    impatient = pytest.MonkeyPatch()
    impatient.setattr(embedded_postgres, "RETRY_S", 0.5)
    try:
        assert ask(server.start(), "SELECT 1") == 1
    finally:
        impatient.undo()


def test_a_half_made_database_is_set_aside_and_made_anew(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    shutil.rmtree(server.data)
    (server.data / "base").mkdir(parents=True)
    (server.data / "postgresql.conf").write_text("# interrupted here\n")
    assert ask(server.start(), "SELECT 1") == 1
    assert [path.name for path in server.folder.glob("data.incomplete-*")]


def test_an_interrupted_initdb_leaves_nothing_in_the_way(server: EmbeddedPostgres) -> None:
    (server.folder / "data.unfinished" / "base").mkdir(parents=True)
    assert ask(server.start(), "SELECT 1") == 1
    assert not (server.folder / "data.unfinished").exists()


def test_a_database_with_data_and_a_missing_part_is_never_replaced(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    (server.data / "global" / "pg_control").rename(server.folder / "pg_control")
    with pytest.raises(DatabaseBroken, match="Nothing was changed"):
        server.start()
    (server.folder / "pg_control").rename(server.data / "global" / "pg_control")
    assert ask(server.start(), "SELECT 1") == 1


def test_a_damaged_control_file_is_a_sentence(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    control = server.data / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)
    with pytest.raises((DatabaseBroken, CannotStart)) as caught:
        server.start()
    assert "Traceback" not in caught.value.message
    assert caught.value.message.endswith((".", ")"))


def test_a_database_of_another_version_is_refused_with_the_way_out(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseBroken, match=r"PostgreSQL 16.*pg_dumpall"):
        server.start()


def test_the_version_we_refuse_others_against_is_that_of_the_program() -> None:
    said = subprocess.run([program("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    assert said.split()[-1].split(".")[0] == SERVER_VERSION


def test_a_path_too_long_for_a_socket_gets_a_short_private_place(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / ("long-" * 20) / "postgres", durable=False)
    assert len(os.fsencode(server.socket_folder)) < 60
    try:
        assert ask(server.start(), "SELECT 1") == 1
    finally:
        server.stop()
        shutil.rmtree(server.socket_folder, ignore_errors=True)


def test_a_foreign_folder_in_place_of_the_socket_is_refused(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres", durable=False)
    server.folder.mkdir(parents=True)
    server.socket_folder.mkdir()
    server.socket_folder.chmod(0o777)
    with pytest.raises(FolderNotUsable, match="private"):
        server.start()


def test_a_file_in_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "postgres").write_text("")
    with pytest.raises(FolderNotUsable):
        EmbeddedPostgres(tmp_path / "postgres").start()


def test_a_missing_package_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres_program, "find_spec", lambda _name: None)
    program.cache_clear()
    try:
        with pytest.raises(CannotStart, match="make up"):
            EmbeddedPostgres(tmp_path / "postgres").start()
    finally:
        program.cache_clear()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', DiskFull),
        ("PANIC:  could not locate a valid checkpoint record at 0/1", DatabaseBroken),
        ('FATAL:  could not open file "PG_VERSION": Permission denied', FolderNotUsable),
        ("LOG: something\nFATAL:  the reason", CannotStart),
    ],
)
def test_what_the_server_says_becomes_a_sentence(written: str, expected: type, tmp_path: Path) -> None:
    problem = sentence_for_log(written, tmp_path)
    assert type(problem) is expected
    assert str(tmp_path) in problem.message


@pytest.mark.faults
@pytest.mark.skipif(os.geteuid() != 0, reason="only root is stepped down")
def test_root_starts_it_as_nobody_also_below_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(closed / "postgres", durable=False)
    try:
        url = server.start()
        pid = ask(url, "SELECT pg_backend_pid()")
        assert pid is not None
        postmaster = read_postmaster(server.data)
        assert postmaster is not None
        assert Path(f"/proc/{postmaster.pid}").stat().st_uid != 0
        capabilities = Path(f"/proc/{postmaster.pid}/status").read_text().split("CapEff:")[1].split()[0]
        assert int(capabilities, 16) in {0, 1 << 2}  # nothing, or only CAP_DAC_READ_SEARCH
    finally:
        server.stop()


@pytest.mark.faults
def test_a_test_server_dies_with_whoever_started_it(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from photonest.cli.embedded_postgres import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(Path(sys.argv[1]), durable=False); server.start(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, tmp_path / "postgres"], check=False, timeout=60)
    postmaster = read_postmaster(tmp_path / "postgres" / "data")
    deadline = time.monotonic() + 10
    while postmaster is not None and postmaster.is_alive():
        assert time.monotonic() < deadline
        time.sleep(0.02)
