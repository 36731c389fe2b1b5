"""A desk in a process, a web of outlets, a Telegram and a Slack around it, and a clock that can be set."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from tests.servers.slack import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.servers.telegram import Rates, TelegramServer

from .site import Site


class ChatDesk:
    """``async with ChatDesk(folder) as desk``: everything runs until the block ends.

    Attributes:
        lines: What was said on both platforms, as a reader would see it.
    """

    def __init__(self, folder: Path, /, **environment: str) -> None:
        self.site = Site()
        self.telegram = TelegramServer(rates=Rates())
        self.slack = SlackServer()
        self.lines: list[str] = []
        self._folder = folder
        self._environment = environment
        self._clock = folder / "clock"
        self._clock.write_text("0")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What the desk has written to standard error."""
        return (self._folder / "stderr.txt").read_text()

    async def __aenter__(self) -> Self:
        await self.telegram.__aenter__()
        await self.slack.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        await self.telegram.__aexit__()
        await self.slack.__aexit__()
        self.site.close()

    async def start(self) -> None:
        """Start the process, and wait until it begins its work."""
        env = (
            os.environ
            | {
                "NEWSDESK_DATABASE_URL": f"sqlite:///{self._folder}/desk.sqlite3",
                "NEWSDESK_FETCH_ALLOW": f"127.0.0.1:{self.site.port}",
                "NEWSDESK_TELEGRAM_TOKEN": self.telegram.token,
                "NEWSDESK_TELEGRAM_BASE_URL": self.telegram.base_url,
                "NEWSDESK_TELEGRAM_BASE_FILE_URL": self.telegram.base_file_url,
                "NEWSDESK_SLACK_BOT_TOKEN": BOT_TOKEN,
                "NEWSDESK_SLACK_APP_TOKEN": APP_TOKEN,
                "NEWSDESK_SLACK_BASE_URL": self.slack.base_url,
                "NEWSDESK_LOG_LEVEL": "debug",
                "OMP_NUM_THREADS": "1",
            }
            | self._environment
        )
        ready = self.log.count("ready\n") if (self._folder / "stderr.txt").exists() else 0
        with (self._folder / "stdout.txt").open("ab") as out, (self._folder / "stderr.txt").open("ab") as err:
            self.process = subprocess.Popen(  # noqa: ASYNC220  # it starts at once
                [sys.executable, "-m", "tests.acceptance.chat_process", str(self._clock)],
                env=env,
                stdout=out,
                stderr=err,
            )
        await self.until(lambda: self.log.count("ready\n") > ready, within_s=60)

    async def stop(self) -> tuple[int, float]:
        """Stop it as an operator does: the exit code, and how long it took."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(self.process.wait, 20)
        return code, time.monotonic() - begun

    async def until(self, happened, *, within_s: float = 30.0) -> None:
        """Wait for something outside of the chats."""
        deadline = time.monotonic() + within_s
        while not happened():
            assert self.process is None or self.process.poll() is None, self.log[-3000:]
            assert time.monotonic() < deadline, self.log[-3000:]
            await asyncio.sleep(0.05)

    def rows(self, query: str) -> int:
        """What the desk's database answers to a counting question."""
        with sqlite3.connect(f"file:{self._folder}/desk.sqlite3?mode=ro", uri=True) as database:
            return int(database.execute(query).fetchone()[0])

    def set_clock(self, to: datetime) -> None:
        """From now on the desk's clock goes on from an instant."""
        after = self._clock.with_suffix(".new")
        after.write_text(str((to - datetime.now(UTC)).total_seconds()))
        after.replace(self._clock)

    def now(self) -> datetime:
        """What the desk's clock shows."""
        return datetime.fromtimestamp(time.time() + float(self._clock.read_text()), UTC)

    def note(self, who: str, words: str, buttons: list[str] | None = None) -> None:
        """Add something to the transcript."""
        shown = "\n".join(f"    {line}" for line in words.strip().splitlines())
        self.lines.append(f"{who}:\n{shown}")
        if buttons:
            self.lines[-1] += f"\n    [{'] ['.join(buttons)}]"
