"""What only a store in a database can do or get wrong."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsdesk.errors import StoreLocked, StoreNewer, StoreUnreadable, StoreUnwritable
from newsdesk.model import Address, Message, Position, Window
from newsdesk.store import open_store
from newsdesk.store.sql import care, database, schema
from newsdesk.store.sql.dialects import SEARCH
from newsdesk.store.sql.histories import history_query
from newsdesk.store.sql.outbox import claim_query
from newsdesk.store.sql.subscriptions import due_query, waiting_query
from newsdesk.store.sql.tables import REVISION, metadata

from .builders import NOW, brief, channel, filed, publication, reading, recipient

ROOT = Path(__file__).parents[3]


def path_of(url):
    return Path(url.removeprefix("sqlite:///"))


def test_the_tables_are_what_the_migrations_make(sql):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(_object, name, *_):
        return not (name or "").startswith(SEARCH)

    with sql.database.read() as connection:
        options = {"compare_type": True, "include_object": ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_newest_revision_is_the_one_the_code_names():
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(schema._config()).get_current_head() == REVISION


def test_a_current_database_is_opened_without_alembic_and_fast(url):
    code = (
        "import sys, time; from newsdesk.store.sql import SqlStore; start = time.perf_counter();"
        f"SqlStore.open({url!r}); print(time.perf_counter() - start); assert 'alembic' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.5


def test_a_new_database_is_for_its_owner_alone_and_survives_power_cuts(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/new/folder/newsdesk.sqlite3")
    folder = tmp_path / "new" / "folder"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    channel(store)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert len(modes) == 3  # with the journal and its index
    assert set(modes.values()) == {0o600}
    with store.database.read() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous")]
        assert (pragmas, connection.exec_driver_sql("PRAGMA foreign_keys").scalar()) == (["wal", 2], 1)
    store.housekeeping.close()


def test_a_database_in_memory_may_be_used_from_any_thread():
    store = open_store("sqlite:///:memory:")
    threads = [threading.Thread(target=channel, args=(store, str(n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.channels.all()) == 8


def test_a_newer_database_is_refused(url):
    with closing(sqlite3.connect(path_of(url))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer, match=r"revision 9999.*Install the newer"):
        open_store(url)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("Dear diary, " * 200)
    with pytest.raises(StoreUnreadable, match="no SQLite database"):
        open_store(f"sqlite:///{tmp_path}/notes.txt")
    with pytest.raises(StoreUnreadable, match="this is a folder"):
        open_store(f"sqlite:///{tmp_path}")


def test_the_database_of_another_program_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE photos (id INTEGER)")
    with pytest.raises(StoreUnreadable, match="another program"):
        open_store(f"sqlite:///{tmp_path}/other.db")


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnwritable, match="folder cannot be made"):
        open_store(f"sqlite:///{tmp_path}/file/newsdesk.sqlite3")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnwritable, match="cannot be written"):
        open_store(f"sqlite:///{tmp_path}/newsdesk.sqlite3")


def test_a_locked_database_says_who_may_hold_it(url, monkeypatch):
    monkeypatch.setattr(database, "BUSY_S", 0.1)
    store = open_store(url)
    with closing(sqlite3.connect(path_of(url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked, match="another process"):
            channel(store)
        assert store.channels.all() == []  # readers go on
    store.housekeeping.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "newsdesk.sqlite3"])
def test_urls_of_other_databases_are_refused_without_their_password(url):
    with pytest.raises(StoreUnreadable, match="sqlite:/// or postgresql://"):
        open_store(url)


def test_a_password_is_in_no_message():
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra postgres)")
    with pytest.raises(StoreUnreadable) as caught:
        open_store("postgresql://ada:s3cret@127.0.0.1:1/news?connect_timeout=2")
    assert "s3cret" not in str(caught.value)
    assert "Is PostgreSQL running" in str(caught.value)


def plan(store, query):
    compiled = query.compile(
        store.database._engine, compile_kwargs={"literal_binds": True, "render_postcompile": True}
    )
    with store.database.read() as connection:
        return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]


@pytest.mark.parametrize("query", [due_query(NOW, 100), claim_query("console", NOW, 20)], ids=["due", "claim"])
def test_the_queries_of_a_tick_scan_no_table(url, query):
    store = open_store(url)
    steps = plan(store, query)
    assert steps
    assert not [step for step in steps if step.startswith("SCAN")], steps
    assert not [step for step in steps if "TEMP B-TREE" in step and "LAST TERM" not in step], steps
    store.housekeeping.close()


def test_whether_a_channel_has_something_on_its_way_is_read_off_one_index(url):
    """By kind, it would go through all that the channel was ever sent."""
    store = open_store(url)
    index = "INDEX ix_deliveries_channel_id_state_id_kind (channel_id=? AND state=?)"
    for query in (due_query(NOW, 100), waiting_query(NOW)):
        steps = plan(store, query)
        looks = [step for step in steps if "deliveries" in step]
        assert len(looks) == 1, steps
        assert f"COVERING {index}" in looks[0], steps
        assert not [step for step in steps if step.startswith("SCAN")], steps
    store.housekeeping.close()


@pytest.mark.parametrize("arrived", [True, False])
def test_what_a_channel_was_sent_last_is_read_off_an_index(url, arrived):
    store = open_store(url)
    steps = plan(store, history_query([1, 2], 7, arrived=arrived))
    index = "INDEX ix_deliveries_channel_id_kind_brief_id_part_state (channel_id=? AND kind=?"
    looks = [step for step in steps if "deliveries" in step]
    assert len(looks) == 2 + 2 * arrived
    assert all(index in step for step in looks), steps
    assert not [step for step in steps if "TEMP B-TREE" in step], steps
    store.housekeeping.close()


def test_ten_thousand_recipients_take_a_few_seconds(url):
    store = open_store(url)
    with store.database.write() as connection:
        rows = [{"platform": "console", "chat": str(n)} for n in range(10_000)]
        common = "'', '', 'en', 'UTC', '{}', 0, 'silence', ''"
        connection.execute(
            sa.text(
                "INSERT INTO channels (platform, chat, thread, title, language, zone, following, "
                f"alerts_per_day, when_empty, gone_reason) VALUES (:platform, :chat, {common})"
            ),
            rows,
        )
        connection.execute(
            sa.text(
                "INSERT INTO subscriptions (channel_id, name, schedule, following, next_due_at, confirmed) "
                """SELECT id, '', '{"slots": ["08:00:00"]}', '{}', :due, 0 FROM channels"""
            ),
            {"due": "2026-05-12 08:00:00.000000"},
        )
    wishes = [wish for wish, _ in store.subscriptions.due(NOW, limit=20_000)]
    start = time.perf_counter()
    won = store.ledger.publish(publication(*map(recipient, wishes), record=brief(), parts=2), now=NOW)
    took = time.perf_counter() - start
    assert won == 10_000
    assert took < 8, f"{took:.1f} s"
    assert store.subscriptions.due(NOW, limit=9) == []
    assert len(store.ledger.claim("console", now=NOW, limit=20)) == 20
    store.housekeeping.close()


_CLAIMER = """
import sys
from datetime import datetime, UTC
from newsdesk.store import open_store
store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
while got := store.ledger.claim("console", now=datetime(2026, 5, 12, 8, tzinfo=UTC), limit=3):
    print(*(d.id for d in got), flush=True)
"""


def test_two_processes_never_claim_the_same_delivery(url):
    store = open_store(url)
    homes = [channel(store, str(n)).id for n in range(60)]
    store.ledger.note(homes, "hello", [Message("x")], now=NOW)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _CLAIMER, url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    claimed = [int(n) for out, _ in [w.communicate("\n", timeout=60) for w in workers] for n in out.split()]
    assert sorted(claimed) == [d.id for d in store.ledger.deliveries()]
    store.housekeeping.close()


def test_two_threads_never_claim_the_same_delivery(sql):
    homes = [channel(sql, str(n)).id for n in range(60)]
    sql.ledger.note(homes, "hello", [Message("x")], now=NOW)
    claimed = []

    def work():
        while got := sql.ledger.claim("console", now=NOW, limit=2):
            claimed.extend(d.id for d in got)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == [d.id for d in sql.ledger.deliveries()]


def test_positions_are_gapless_however_many_write(sql):
    def work(name):
        for number in range(5):
            filing = sql.articles.file(filed(f"{name} {number}"), now=NOW)
            sql.readings.save([reading(sql.articles.revision(filing.article, 1))], now=NOW)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sql.readings.head() == 20
    windows = [sql.readings.window(Window(Position(n), Position(n + 1))) for n in range(20)]
    assert [len(window) for window in windows] == [1] * 20


def test_two_processes_may_make_the_database_at_once(tmp_path):
    url = f"sqlite:///{tmp_path}/newsdesk.sqlite3"
    code = "import sys; from newsdesk.store import open_store; open_store(sys.argv[1])"
    makers = [
        subprocess.Popen([sys.executable, "-c", code, url], cwd=ROOT, stderr=subprocess.PIPE) for _ in range(3)
    ]
    errors = [maker.communicate(timeout=60)[1] for maker in makers]
    assert [maker.returncode for maker in makers] == [0, 0, 0], errors
    assert care.check(url).faults == ()


_WRITER = """
import sys
from dataclasses import replace
from datetime import datetime, UTC
from newsdesk.store import open_store
from newsdesk.model import NewEntry
store, now = open_store(sys.argv[1]), datetime(2026, 5, 12, 8, tzinfo=UTC)
feed = store.feeds.add("https://wire.example/feed", now=now)
for number in range(100_000):
    entries = [NewEntry(f"{number} {n}", "f", text="word " * 500) for n in range(20)]
    store.feeds.checked(replace(feed, etag=str(number)), entries, now=now)
    print(number, flush=True)
"""


@pytest.mark.parametrize("after_s", [0.05, 0.11, 0.2])
def test_killed_in_the_middle_nothing_acknowledged_is_lost(url, after_s):
    """The ETag is there exactly when the entries are, and the file is whole."""
    command = [sys.executable, "-c", _WRITER, url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "0\n"
        time.sleep(after_s)
        writer.send_signal(signal.SIGKILL)
        acknowledged = [0, *(int(line) for line in writer.stdout if line.endswith("\n"))]
    store = open_store(url)
    last = int(store.feeds.all()[0].etag)
    assert last - acknowledged[-1] in {0, 1}
    with store.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    known = store.feeds.known(store.feeds.all()[0].id, [f"{a} {n}" for a in range(last + 2) for n in range(20)])
    assert len(known) == 20 * (last + 1)
    assert care.check(url).faults == ()
    store.housekeeping.close()


def test_a_failure_half_way_writes_nothing(sql):
    home = channel(sql)

    def half_way():
        with sql.database.write() as connection:
            connection.execute(sa.text("DELETE FROM channels"))
            connection.execute(sa.text("INSERT INTO channels (id) VALUES (1)"))

    with pytest.raises(sa.exc.IntegrityError):
        half_way()
    assert sql.channels.find(Address("console", "1")) == home


def test_what_was_to_be_written_stands_in_no_message_of_an_error(sql):
    """Parameters are words of articles, and errors are logged."""

    def refused():
        with sql.database.write() as connection:
            connection.execute(
                sa.text("INSERT INTO channels (title) VALUES (:title)"), {"title": "secret words"}
            )

    with pytest.raises(sa.exc.IntegrityError) as caught:
        refused()
    assert "secret" not in str(caught.value)
