"""``newsdesk gather`` against a real server on loopback and a database as users have it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import open_store
from config.settings import load_settings
from newsdesk.ingest.transport import Reply
from tests.newsdesk.gather.web import BODY, HTML, RSS, WALL, Web, item, ok, page, rss

ROOT = Path(__file__).parents[3]


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


@pytest.fixture
def store(newsdesk, monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", f"sqlite:///{tmp_path / 'desk.db'}")
    monkeypatch.setenv("NEWSDESK_FETCH_ALLOW", "127.0.0.1")
    monkeypatch.setenv("NEWSDESK_READER", "rules")
    store = open_store(load_settings())
    yield store
    store.housekeeping.close()


def serve(web, store):
    """A feed with an article and a cookie wall, and one that fails."""
    web.answers |= {"/feed": ok(rss(item(1, web.url("/a")), item(2, web.url("/wall"))), RSS)}
    web.answers |= {"/a": ok(page()), "/wall": ok(WALL), "/down": Reply(500, HTML, b"on fire")}
    for path in ("/feed", "/down"):
        store.feeds.add(web.url(path), now=datetime.now(UTC))


def test_without_a_feed_it_says_what_to_do(newsdesk, store):
    ran = newsdesk("gather", "--once")
    assert (ran.code, ran.out) == (0, "Nothing is due and nothing waits.\n")
    assert "newsdesk feeds add URL" in ran.err


def test_once_checks_fetches_and_reads_and_says_what_came_of_it(newsdesk, store, web):
    serve(web, store)
    ran = newsdesk("gather", "--once")
    assert ran.code == 0
    assert ran.out == (
        "2 feeds checked, 2 new entries.\n"
        f"  {web.url('/down')}: The server answered with status 500.\n"
        "1 article filed.\n"
        f"1 page refused:\n  {web.url('/wall')}: This page is a cookie wall, not the article.\n"
        "1 article read.\n"
    )
    (article,) = store.articles.newest(limit=9)
    (reading,) = store.readings.of([article.article.id])
    assert "Anna Holm" in {s.actor.name for s in reading.statements if s.actor}
    assert newsdesk("gather", "--once").out == "Nothing is due and nothing waits.\n"


def test_news_is_read_before_the_backlog_is_fetched(newsdesk, store, web):
    """Of a new feed with a long archive, the day's report is not kept waiting for the archive."""
    now, read_before = datetime.now(UTC), []

    def archived(headers):
        read_before.append(store.readings.head())
        return ok(page())

    old = [item(n, web.url(f"/old{n}"), at=now - timedelta(days=90 + n)) for n in (1, 2)]
    web.answers |= {"/feed": ok(rss(*old, item(3, web.url("/a"), at=now)), RSS), "/a": ok(page())}
    web.answers |= {f"/old{n}": archived for n in (1, 2)}
    store.feeds.add(web.url("/feed"), now=now)
    ran = newsdesk("gather", "--once")
    assert ran.out == "1 feed checked, 3 new entries.\n3 articles filed.\n3 articles read.\n"
    assert read_before == [1, 1]


def test_json_is_one_object(newsdesk, store, web):
    serve(web, store)
    (found,) = newsdesk("gather", "--once", "--json").records
    assert found["counts"] == {"filed": 1, "own_text": 0, "refused": 1, "waits": 0}
    assert (found["failed"], found["read"], len(found["feeds"]), len(found["pages"])) == (1, 1, 2, 2)


def test_it_fails_when_nothing_could_be_had(newsdesk, store, web):
    store.feeds.add(web.url("/none"), now=datetime.now(UTC))
    assert newsdesk("gather", "--once").code == 1


def test_single_pages_are_filed_and_read(newsdesk, store, web):
    serve(web, store)
    ran = newsdesk("gather", web.url("/a"), web.url("/wall"))
    assert ran.code == 1
    assert "cookie wall" in ran.err
    assert len(store.articles.newest(limit=9)) == 1
    assert newsdesk("gather", web.url("/a")).code == 0
    assert len(store.articles.newest(limit=9)) == 1


def test_files_are_filed_and_read_once(newsdesk, store, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "bridge.txt").write_text(
        "The mayor, Jane Roe, said on Monday that the old bridge would be closed."
    )
    (folder / "empty.txt").write_text("")
    ran = newsdesk("gather", str(folder / "bridge.txt"))
    assert (ran.code, ran.out) == (0, "1 article filed.\n1 article read.\n")
    assert newsdesk("gather", str(folder / "bridge.txt")).out == "1 article filed.\n"
    failed = newsdesk("gather", str(folder / "empty.txt"))
    assert failed.code == 1
    assert "empty.txt" in failed.err
    assert [f.article.text[:9] for f in store.articles.newest(limit=9)] == ["The mayor"]


def test_without_once_it_goes_on_until_interrupted(store, web, tmp_path):
    web.answers |= {"/feed": ok(rss(item(1, "", text=BODY)), RSS)}
    store.feeds.add(web.url("/feed"), now=datetime.now(UTC))
    environment = {
        "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "NEWSDESK_READER": "rules",
        "NEWSDESK_DATABASE_URL": f"sqlite:///{tmp_path / 'desk.db'}", "NEWSDESK_FETCH_ALLOW": "127.0.0.1",
    }  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "gather", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment,
        # A suite that a shell has started in the background ignores the signal, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # it has no threads
    )  # fmt: skip
    line = running.stdout.readline()
    assert json.loads(line)["read"] == 1
    with pytest.raises(subprocess.TimeoutExpired):  # it would have ended by itself after one round
        running.wait(1)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=90)
    assert running.returncode == 130
    assert "Traceback" not in errors
