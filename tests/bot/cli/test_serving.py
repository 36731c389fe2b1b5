"""Serving in a process of its own: what is left behind when it is told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli.serving import _until_told
from bot.service import DEFAULT_PERIODS

ROOT = Path(__file__).parents[3]
# The clock is asked in the thread that reads, too: there it stands still, as a long batch does.
SERVED = """
import os, signal, sys, threading, time
from datetime import UTC, datetime

from bot.cli.serving import serve
from bot.lock import AlreadyRunning, RunLock
from bot.service import Periods
from config.settings import load_settings
from newsdesk.threads import running

reading, may_end = threading.Event(), threading.Event()

def clock():
    if threading.current_thread() is not threading.main_thread():
        reading.set()
        assert may_end.wait(60) if sys.argv[1] == "busy" else True
    return datetime.now(UTC)

def stop():
    reading.wait(60)
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=stop, daemon=True).start()
settings = load_settings()
begun = time.monotonic()
serve(settings, said=lambda tally: None, clock=clock, periods=Periods(grace_s=0.3, cut_s=0.3))
try:
    with RunLock(settings.database_path):
        lock = "free"
except AlreadyRunning:
    lock = "held"
print("busy" if running() else "idle", lock, flush=True)
may_end.set()
while running():
    time.sleep(0.01)
os._exit(0)
"""


@pytest.mark.parametrize(("work", "left"), [("busy", "busy held"), ("idle", "idle free")])
def test_the_lock_is_let_go_only_when_no_thread_is_at_work(tmp_path, work, left):
    """Another desk must not begin on a database that this one still writes to."""
    done = subprocess.run(
        [sys.executable, "-c", SERVED, work],
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "NEWSDESK_DATABASE_URL": f"sqlite:///{tmp_path}/desk.sqlite3",
            "NEWSDESK_READER": "rules",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, left), done.stderr[-3000:]
    assert "Traceback" not in done.stderr


def test_a_signal_while_the_start_waits_for_the_database_ends_it_at_once():
    """And what was to run is let go of: nothing is received or sent."""
    seen = []

    class Waiting:
        platforms = ("console",)

        async def recover(self):
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(600)

        async def deliver(self, platform):
            seen.append("deliver")

        def stop(self):
            seen.append("stop")

    class Chat:
        platform = "slack"

        async def run(self, stop):
            seen.append("run")

        async def close(self):
            seen.append("close")

    running = SimpleNamespace(work=Waiting(), platforms=(Chat(),))

    async def main():
        async with asyncio.timeout(5):
            await _until_told(lambda *, nudge: running, DEFAULT_PERIODS)

    asyncio.run(main())
    assert seen == ["stop", "close"]
