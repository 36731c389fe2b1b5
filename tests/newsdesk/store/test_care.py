"""``newsdesk db``: upgrade, check, backup, on real files."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from newsdesk.errors import StoreError, StoreUnreadable, StoreUnwritable
from newsdesk.store import open_store
from newsdesk.store.sql import care
from newsdesk.store.sql.tables import REVISION

from .builders import NOW, channel, file_and_read, filed, published, subscription

ROOT = Path(__file__).parents[3]


def newsdesk(*words, url):
    environment = os.environ | {"NEWSDESK_DATABASE_URL": url}
    command = [sys.executable, "-m", "bot.cli", "db", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_database_in_use_is_sound(url):
    store = open_store(url)
    file_and_read(store)
    store.articles.file(filed(text="Another."), now=NOW)
    published(store, subscription(store, channel(store)))
    health = care.check(url)
    store.housekeeping.close()
    assert (health.faults, health.revision) == ((), REVISION)
    assert (health.counts["articles"], health.counts["revisions"], health.counts["statements"]) == (1, 2, 1)


def test_rows_that_do_not_fit_together_are_faults(url):
    store = open_store(url)
    file_and_read(store)
    store.housekeeping.close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("DELETE FROM articles")
    faults = " ".join(care.check(url).faults)
    assert "1 rows of statements refer to rows of articles" in faults
    done = newsdesk("check", "--json", url=url)
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (1, False)


def test_check_makes_no_database_and_says_what_does(tmp_path):
    with pytest.raises(StoreUnreadable, match="newsdesk db upgrade"):
        care.check(f"sqlite:///{tmp_path}/none.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_whole_while_another_writes(url, tmp_path):
    store = open_store(url)
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            file_and_read(store, str(number := number + 1), text="Jane Roe said no. " * 200)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copy = care.backup(url, tmp_path / "copy.sqlite3")
    finally:
        stop.set()
        writer.join()
    store.housekeeping.close()
    assert care.check(f"sqlite:///{copy}").faults == ()


def test_a_backup_overwrites_nothing(url, tmp_path):
    (tmp_path / "precious").write_text("mine")
    with pytest.raises(StoreUnwritable, match="not overwritten"):
        care.backup(url, tmp_path / "precious")
    with pytest.raises(StoreUnwritable, match="Choose another folder"):
        care.backup(url, tmp_path / "no" / "folder")
    assert (tmp_path / "precious").read_text() == "mine"


def test_postgresql_has_a_tool_of_its_own():
    with pytest.raises(StoreError, match="pg_dump"):
        care.backup("postgresql://ada@127.0.0.1:1/news", Path("copy"))


def test_the_commands_say_what_they_did(tmp_path):
    url = f"sqlite:///{tmp_path}/new/newsdesk.sqlite3"
    first, second = (json.loads(newsdesk("upgrade", "--json", url=url).stdout) for _ in range(2))
    assert (first["before"], first["after"], first["backup"]) == (None, REVISION, "")
    assert second["before"] == second["after"] == REVISION
    done = newsdesk("backup", str(tmp_path / "copy"), url=url)
    assert done.returncode == 0
    assert "MB" in done.stdout
    again = newsdesk("backup", str(tmp_path / "copy"), url=url)
    assert (again.returncode, "not overwritten" in again.stderr) == (1, True)
    assert "is sound" in newsdesk("check", url=url).stdout
