"""A database of an earlier version is brought to this one's with everything that it holds."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from newsdesk.model import DeliveryState, Layout, Memo, MemoId
from newsdesk.store import open_store
from newsdesk.store.sql import care, schema
from newsdesk.store.sql.database import Database

from .builders import NOW, channel, file_and_read, published, subscription

ROOT = Path(__file__).parents[3]


@pytest.fixture
def first(url, tmp_path):
    """A database of revision 0001 with rows in its tables, as that version would have written them."""
    store = open_store(url)
    article = file_and_read(store)
    wish = subscription(store, channel(store))
    (part,) = published(store, wish)
    store.ledger.claim("console", now=NOW, limit=1)
    store.ledger.settle(part.id, DeliveryState.SENT, now=NOW, remote_id="m1")
    store.housekeeping.close()
    old = tmp_path / "first.sqlite3"
    database = Database(f"sqlite:///{old}")
    with database.write() as connection:
        config = schema._config()
        config.attributes.update(connection=connection, dialect=database.dialect)
        command.upgrade(config, "0001")
    database.close()
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("ATTACH ? AS new", (url.removeprefix("sqlite:///"),))
        tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        skipped = ("alembic_version", "sequence", "sqlite_sequence")
        names = [
            n for (n,) in connection.execute(tables) if n not in skipped and not n.startswith("revision_words")
        ]
        for name in names:
            columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({name})"))
            connection.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM new.{name}")
        connection.execute("UPDATE main.sequence SET position = (SELECT position FROM new.sequence)")
        connection.execute("INSERT INTO revision_words (revision_words) VALUES ('rebuild')")
    return old, article, wish


def revision(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def test_the_first_schema_becomes_this_one_with_everything_in_it(first):
    path, article, wish = first
    url = f"sqlite:///{path}"
    assert revision(path) == "0001"
    assert care.check(url).faults == (
        "Its schema is of revision 0001, this Newsdesk needs 0002. Run `newsdesk db upgrade`.",
    )
    environment = os.environ | {"NEWSDESK_DATABASE_URL": url}
    words = [sys.executable, "-m", "bot.cli", "db", "upgrade", "--json"]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert (told["before"], told["after"], revision(told["backup"])) == ("0001", "0002", "0001")
    health = care.check(url)
    assert (health.faults, health.revision) == ((), "0002")
    with closing(sqlite3.connect(told["backup"])) as backup:
        for table in ("articles", "statements", "channels", "briefs", "deliveries", "subscriptions"):
            assert health.counts[table] == backup.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    store = open_store(url)
    (home,) = store.channels.all()
    assert home.layout is Layout.THREADS
    assert store.articles.get([article.id])[article.id].article == article
    assert store.subscriptions.get(wish.id).confirmed == 5
    assert store.ledger.sent_as(home.address, "m1").key.endswith(":1")
    assert store.articles.search(["harbour"], limit=9) == [article.id]
    kept = store.talks.keep(Memo(MemoId(0), home.address, "evidence", "{}"), now=NOW)
    assert store.talks.memo(kept, chat=home.address)
    store.housekeeping.close()
