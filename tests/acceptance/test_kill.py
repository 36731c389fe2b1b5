"""A desk that is killed again and again: every brief once or uncertain, no article lost."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall

import pytest

from newsdesk.model import Address, DeliveryState, Following
from newsdesk.schedule import Schedule
from newsdesk.store import open_store
from newsdesk.subscribe import subscribe

from .invented import claim, page
from .site import Page, Site

SPEED = 600.0  # ten minutes in a second
KILLS = 20
SEED = 7
PER_LIFE = 3
ARTICLES = KILLS * PER_LIFE
STEP = timedelta(minutes=15)
OFTEN = Schedule(tuple(wall(hour, minute) for hour in range(24) for minute in range(0, 60, 15)))


class Desk:
    """The desk in a process, to be killed and started again."""

    def __init__(self, folder, site_hosts, began):
        self._folder = folder
        self._began = began
        self._env = os.environ | {
            "NEWSDESK_DATABASE_URL": f"sqlite:///{folder}/desk.sqlite3",
            "NEWSDESK_FETCH_ALLOW": ",".join(site_hosts),
            "NEWSDESK_READER": "rules",
            "NEWSDESK_MAX_ACTORS": "100",
            "OMP_NUM_THREADS": "1",
        }
        self.process = None

    def start(self):
        """Start it, and wait until it begins its work."""
        starts = self._starts()
        with (self._folder / "stdout.txt").open("ab") as out, (self._folder / "stderr.txt").open("ab") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.acceptance.desk_process", str(self._began), str(SPEED)],
                env=self._env,
                stdout=out,
                stderr=err,
            )
        deadline = time.monotonic() + 60
        while self._starts() == starts:
            assert time.monotonic() < deadline, "the desk does not start"
            assert self.process.poll() is None, (self._folder / "stderr.txt").read_text()[-3000:]
            time.sleep(0.05)

    def _starts(self):
        path = self._folder / "stderr.txt"
        return path.read_text().count("ready\n") if path.exists() else 0

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=20)
        return code, time.monotonic() - begun


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


@pytest.fixture
def trouble():
    site = Site()
    yield site
    site.close()


@pytest.mark.slow
def test_killed_twenty_times_every_brief_arrives_once_or_is_uncertain_and_no_article_is_lost(
    tmp_path, site, trouble
):
    began = time.time()
    database = f"sqlite:///{tmp_path}/desk.sqlite3"
    fast = lambda: datetime.fromtimestamp(began + (time.time() - began) * SPEED, UTC)  # noqa: E731
    store = open_store(database)
    for key in ("harbour", "meridian"):
        site.publish(key, page(key, 900 + len(site.outlets), fast() - timedelta(hours=1)))
    site.publish("harbour", Page("/harbour/wall", "Behind a wall", "", fast(), wall=True))
    for url in (
        f"{site.base}/moved/harbour/rss.xml",
        site.feed("meridian"),
        *(f"{trouble.base}/{kind}/rss.xml" for kind in ("broken", "slow", "hostile", "bomb")),
    ):
        store.feeds.add(url, now=fast())
    file = subscribe(store, Address("console", str(tmp_path / "briefs.txt")), OFTEN, now=fast())
    output = subscribe(store, Address("console", "-"), OFTEN, following=Following(max_bullets=50), now=fast())
    store.housekeeping.close()

    desk = Desk(tmp_path, [f"127.0.0.1:{site.port}", f"127.0.0.1:{trouble.port}"], began)
    chance = random.Random(SEED)
    desk.start()
    _wait_until_quiet(database, articles=2)  # what a feed holds at first is backlog, but for the newest few
    for kill in range(KILLS):
        for number in range(kill * PER_LIFE, (kill + 1) * PER_LIFE):
            key = ("harbour", "meridian")[number % 2]
            site.publish(key, page(key, number, fast()))
        time.sleep(chance.uniform(0.0, 4.0))
        desk.kill()
        desk.start()
    _wait_until_quiet(database, articles=ARTICLES + 2)
    last = fast()
    time.sleep(STEP.total_seconds() / SPEED * 4)
    code, took = desk.stop()
    errors = (tmp_path / "stderr.txt").read_text()

    assert code == 0, errors[-3000:]
    assert took < 10
    _check(tmp_path, database, (file, output), last)


def _wait_until_quiet(database, *, articles):
    """Until every article is filed and read."""
    deadline = time.monotonic() + 90
    store = open_store(database)
    try:
        while time.monotonic() < deadline:
            tally = store.housekeeping.tally(now=datetime.now(UTC))
            if tally.articles >= articles and not (tally.entries_waiting or tally.articles_unread):
                return
            time.sleep(0.5)
        raise AssertionError(f"not everything was read: {tally}")
    finally:
        store.housekeeping.close()


def _check(folder, database, subscribed, last):
    store = open_store(database)
    file, output = subscribed
    deliveries = store.ledger.deliveries(limit=100_000)
    states = {d.state for d in deliveries}
    assert states <= {DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.DROPPED}, states
    _check_slots(folder, subscribed, last)
    for told, where in ((file, "briefs.txt"), (output, "stdout.txt")):
        text = (folder / where).read_text()
        keys = re.findall(r"^==== newsdesk (\S+) channel", text, re.MULTILINE)
        assert len(keys) == len(set(keys)), "a part was written twice"
        mine = [d for d in deliveries if d.channel == told.channel.id]
        sent = {d.key for d in mine if d.state is DeliveryState.SENT}
        uncertain = {d.key for d in mine if d.state is DeliveryState.UNCERTAIN}
        assert sent <= set(keys), "a part counts as sent and was not"
        assert set(keys) <= sent | uncertain, "a part was sent and nobody knows"
        for number in range(ARTICLES):
            times = len(re.findall(rf"\b{claim(number)}\b", _bullets(text)))
            assert times >= 1, f"article {number} is in no brief of {where}"
            if not uncertain:
                assert times == 1, f"article {number} is in {times} briefs of {where}"
    assert not [d for d in deliveries if d.channel == file.channel.id and d.state is DeliveryState.UNCERTAIN]
    refused = store.articles.newest(limit=1000, refused=True)
    assert [r.article.title for r in refused if r.key.endswith("/harbour/wall")]
    assert "812 partners" not in (folder / "briefs.txt").read_text()
    moved = [f for f in store.feeds.all() if f.url.endswith("/harbour/rss.xml")]
    assert [f.url for f in moved if "/moved/" not in f.url], "the permanent redirect was not kept"
    failing = {f.url.rsplit("/", 2)[1] for f in store.feeds.all() if f.error}
    assert failing == {"broken", "slow", "hostile", "bomb"}
    store.housekeeping.close()


def _bullets(text):
    """The lines of briefs without their lists of sources, in which headlines stand."""
    return re.sub(r"^Sources\n.*?(?=^====)", "", text, flags=re.MULTILINE | re.DOTALL)


def _check_slots(folder, subscribed, last):
    """Every quarter of an hour has its slot, once, for each subscription."""
    with sqlite3.connect(folder / "desk.sqlite3") as rows:
        slots = rows.execute("select subscription_id, day, name from slots").fetchall()
    assert len(slots) == len(set(slots))
    for told in subscribed:
        first_due = told.subscription.next_due_at
        steps = (last - first_due) // STEP
        mine = {(str(day), name) for sub, day, name in slots if sub == told.subscription.id}
        wanted = {(f"{at:%Y-%m-%d}", f"{at:%H:%M}") for at in (first_due + n * STEP for n in range(steps))}
        assert wanted <= mine
