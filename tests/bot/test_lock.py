"""One running desk a database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from bot.lock import AlreadyRunning, RunLock, is_running


def test_a_second_desk_on_the_same_database_is_told_who_runs(tmp_path):
    database = tmp_path / "newsdesk.sqlite3"
    with (
        RunLock(database),
        pytest.raises(AlreadyRunning, match=f"process {os.getpid()}.*newsdesk.sqlite3. Stop"),
    ):
        RunLock(database).__enter__()


def test_the_lock_is_free_again_after_an_end(tmp_path):
    database = tmp_path / "newsdesk.sqlite3"
    for _ in range(2):
        with RunLock(database):
            pass


def test_a_killed_process_holds_no_lock(tmp_path):
    database = tmp_path / "newsdesk.sqlite3"
    script = (
        "import sys, time, pathlib; from bot.lock import RunLock\n"
        "with RunLock(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(database)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    with pytest.raises(AlreadyRunning):
        RunLock(database).__enter__()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with RunLock(database):
        pass


def test_whether_a_desk_runs_is_seen_without_a_trace(tmp_path):
    database = tmp_path / "newsdesk.sqlite3"
    assert not is_running(database)
    assert list(tmp_path.iterdir()) == []
    with RunLock(database):
        assert is_running(database)
    assert not is_running(database)


def test_whoever_looks_keeps_no_desk_from_starting(tmp_path):
    database = tmp_path / "newsdesk.sqlite3"
    done = threading.Event()

    def look():
        while not done.is_set():
            is_running(database)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(200):
            with RunLock(database):
                pass
    finally:
        done.set()
        looking.join()
