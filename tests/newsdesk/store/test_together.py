"""Several steps in one transaction: nobody writes in between, and all of it happens or nothing."""

import threading
from dataclasses import replace

import pytest

from newsdesk.model import Address, Memo, MemoId

from .builders import NOW, channel

CHAT = Address("telegram", "-100")


def test_nobody_writes_in_between(store):
    home = channel(store, "1")
    ready = threading.Barrier(4)

    def add():
        ready.wait()
        for _ in range(5):
            with store.together():
                current = store.channels.get(home.id)
                store.channels.update(replace(current, alerts_per_day=current.alerts_per_day + 1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.channels.get(home.id).alerts_per_day == 20


def test_it_happens_as_a_whole_or_not_at_all(store):
    home = channel(store, "1")
    store.talks.note(CHAT, "query", "old", now=NOW)

    def change():
        with store.together():
            store.channels.update(replace(home, language="de"))
            store.talks.note(CHAT, "query", "new", now=NOW)
            store.talks.keep(Memo(MemoId(0), CHAT, "x", "{}"), now=NOW)
            channel(store, "2")
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        change()
    assert store.channels.all() == [home]
    assert store.talks.noted(CHAT, "query") == "old"
    store.channels.update(replace(home, language="uk"))
    assert store.channels.get(home.id).language == "uk"


def test_what_was_written_is_read_inside_and_by_nobody_else_before_the_end(sql):
    home = channel(sql, "1")
    seen = []

    def look():
        seen.append(sql.channels.get(home.id).language)

    with sql.together():
        sql.channels.update(replace(home, language="de"))
        assert sql.channels.get(home.id).language == "de"
        other = threading.Thread(target=look)
        other.start()
        other.join()
    look()
    assert seen == ["en", "de"]


def test_a_step_that_fails_inside_leaves_nothing_and_the_rest_goes_on(store):
    home = channel(store, "1")

    def fail():
        with store.together():
            store.channels.update(replace(home, language="de"))
            _ = 1 / 0

    with store.together():
        with pytest.raises(ZeroDivisionError):
            fail()
        store.channels.update(replace(store.channels.get(home.id), zone="Europe/Kyiv"))
    assert (store.channels.get(home.id).language, store.channels.get(home.id).zone) == ("en", "Europe/Kyiv")
