"""One running desk a database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from bot.lock import AlreadyRunning, RunLock


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
