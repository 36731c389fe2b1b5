"""What is remembered of conversations."""

import threading
from datetime import timedelta

import pytest

from newsdesk.model import Address, DeliveryState, Event, Memo, MemoId, Message, Retention
from newsdesk.store.sql.outbox import sent_as_query

from .builders import NOW, channel, days, minutes

CHAT = Address("telegram", "-100")
TOPIC = Address("telegram", "-100", "7")
ELSEWHERE = Address("telegram", "-200")


def event(key, payload='{"text": "hello"}', platform="telegram", chat="-100"):
    return Event(platform, key, payload, chat=chat)


def memo(content="{}", chat=CHAT, person="", kind="evidence"):
    return Memo(MemoId(0), chat, kind, content, person)


def keys(events):
    return [e.key for e in events]


def test_an_event_is_taken_once_whatever_batch_it_comes_in(store):
    fresh = store.talks.take([event("b"), event("a"), event("b", "again")], now=NOW)
    assert [(e.key, e.payload, e.received_at) for e in fresh] == [
        ("b", '{"text": "hello"}', NOW),
        ("a", '{"text": "hello"}', NOW),
    ]
    later = store.talks.take([event("c"), event("a"), event("a", platform="slack")], now=minutes(1))
    assert [(e.platform, e.key) for e in later] == [("telegram", "c"), ("slack", "a")]
    assert store.talks.take([], now=NOW) == []


def test_an_event_waits_until_it_is_begun_and_is_interrupted_until_it_is_done(store):
    taken = store.talks.take([event("b"), event("a"), event("c")], now=NOW)
    assert store.talks.waiting("telegram") == taken
    assert store.talks.waiting("slack") == []
    assert store.talks.begin("telegram", "a")
    assert store.talks.begin("telegram", "b")
    assert not store.talks.begin("telegram", "a")
    assert not store.talks.begin("telegram", "unknown")
    assert (keys(store.talks.waiting("telegram")), keys(store.talks.interrupted("telegram"))) == (
        ["c"],
        ["b", "a"],
    )
    store.talks.done("telegram", "a")
    store.talks.done("telegram", "unknown")
    assert keys(store.talks.interrupted("telegram")) == ["b"]
    assert store.talks.take([event("a")], now=days(1)) == []
    assert not store.talks.begin("telegram", "a")


def test_only_one_of_many_begins_an_event(sql):
    sql.talks.take([event("a")], now=NOW)
    begun = []
    threads = [
        threading.Thread(target=lambda: begun.append(sql.talks.begin("telegram", "a"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [False] * 5 + [True]


def test_a_memo_is_for_its_chat_alone(store):
    kept = store.talks.keep(memo('{"a": 1}', chat=TOPIC, person="42"), now=NOW)
    assert store.talks.memo(kept, chat=CHAT) == Memo(kept, CHAT, "evidence", '{"a": 1}', "42", NOW)
    assert store.talks.memo(kept, chat=TOPIC) == store.talks.memo(kept, chat=CHAT)
    assert store.talks.memo(kept, chat=ELSEWHERE) is None
    assert store.talks.memo(kept, chat=Address("slack", "-100")) is None
    assert store.talks.memo(MemoId(kept + 1), chat=CHAT) is None


def test_a_memo_can_be_changed_while_it_is_there(store):
    kept, other = (store.talks.keep(memo(), now=NOW) for _ in range(2))
    assert kept != other
    assert store.talks.change(kept, '{"page": 2}')
    contents = [store.talks.memo(m, chat=CHAT).content for m in (kept, other)]
    assert contents == ['{"page": 2}', "{}"]
    store.talks.erase(CHAT)
    assert not store.talks.change(kept, "x")


def test_a_memo_is_spent_once_and_by_its_chat_alone(store):
    kept = store.talks.keep(memo("x", person="42"), now=NOW)
    assert store.talks.spend(kept, chat=ELSEWHERE) is None
    assert store.talks.spend(kept, chat=TOPIC) == Memo(kept, CHAT, "evidence", "x", "42", NOW)
    assert store.talks.spend(kept, chat=CHAT) is None
    assert store.talks.memo(kept, chat=CHAT) is None


def test_only_one_of_many_gets_a_memo(sql):
    kept = sql.talks.keep(memo(), now=NOW)
    got = []
    threads = [threading.Thread(target=lambda: got.append(sql.talks.spend(kept, chat=CHAT))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found is not None for found in got) == [False] * 5 + [True]


def test_somebodys_words_go_with_him_from_what_others_use_too(store):
    words = store.talks.keep(Memo(MemoId(0), CHAT, "answer", "{}", by="1"), now=NOW)
    others = store.talks.keep(Memo(MemoId(0), CHAT, "answer", "{}", by="2"), now=NOW)
    store.talks.note(TOPIC, "query", "q", now=NOW, person="1")
    store.talks.note(CHAT, "query", "q", now=NOW, person="2")
    assert store.talks.memo(words, chat=CHAT).by == "1"
    assert store.talks.erase(CHAT, person="1") == 2
    assert kept_memos(store, [words, others]) == [False, True]
    assert [store.talks.noted(TOPIC, "query"), store.talks.noted(CHAT, "query")] == [None, "q"]


def test_whose_a_chat_is_and_what_it_is_about_outlasts_conversations(store):
    for name in ("owner", "managing", "query:1"):
        store.talks.note(CHAT, name, "x", now=NOW)
    assert store.housekeeping.forget(Retention(talk=30), now=days(400))["notes"] == 1
    assert [store.talks.noted(CHAT, name) for name in ("owner", "managing")] == ["x", "x"]


def test_whose_a_chat_is_goes_with_its_last_channel(store):
    home = store.channels.add(CHAT, now=NOW)
    store.talks.note(CHAT, "owner", "7", now=NOW)
    store.talks.note(CHAT, "query:7", "q", now=NOW)
    assert store.talks.erase(CHAT) == 1
    assert store.talks.noted(CHAT, "owner") == "7"
    store.channels.remove(home.id)
    assert store.talks.noted(CHAT, "owner") is None


def test_a_note_replaces_the_one_of_its_name_in_its_thread(store):
    for number, address in enumerate((CHAT, TOPIC, TOPIC)):
        store.talks.note(address, "query", f"q{number}", now=minutes(number))
    store.talks.note(TOPIC, "other", "o", now=NOW)
    assert [store.talks.noted(a, "query") for a in (CHAT, TOPIC, ELSEWHERE)] == ["q0", "q2", None]


def fill(store):
    store.talks.take([event("a"), event("b"), event("c", chat="-200"), event("d")], now=NOW)
    store.talks.done("telegram", "d")
    memos = [
        store.talks.keep(memo(chat=c, person=p), now=NOW)
        for c, p in ((CHAT, "1"), (CHAT, ""), (ELSEWHERE, "1"))
    ]
    for address, name in ((CHAT, "query"), (TOPIC, "query:1"), (TOPIC, "query:21"), (ELSEWHERE, "query:1")):
        store.talks.note(address, name, "q", now=NOW)
    return memos


def kept_memos(store, memos):
    return [any(store.talks.memo(m, chat=c) for c in (CHAT, ELSEWHERE)) for m in memos]


def test_a_chat_is_erased_with_its_threads_and_no_other(store):
    memos = fill(store)
    assert store.talks.erase(TOPIC) == 3 + 2 + 2
    assert kept_memos(store, memos) == [False, False, True]
    assert [store.talks.noted(TOPIC, "query:1"), store.talks.noted(ELSEWHERE, "query:1")] == [None, "q"]
    assert keys(store.talks.waiting("telegram")) == ["c"]
    assert store.talks.take([event("a")], now=minutes(1)) == []
    assert store.talks.erase(TOPIC) == 0


def test_one_person_is_erased_and_nobody_else(store):
    memos = fill(store)
    assert store.talks.erase(CHAT, person="1") == 2
    assert kept_memos(store, memos) == [False, True, True]
    names = [(CHAT, "query"), (TOPIC, "query:1"), (TOPIC, "query:21"), (ELSEWHERE, "query:1")]
    assert [store.talks.noted(*name) for name in names] == ["q", None, "q", "q"]
    assert keys(store.talks.waiting("telegram")) == ["a", "b", "c"]


def test_a_persons_id_is_no_pattern(store):
    store.talks.note(CHAT, "query:abc", "q", now=NOW)
    assert store.talks.erase(CHAT, person="%") == 0
    assert store.talks.erase(CHAT, person="a_c") == 0


def test_conversations_move_with_their_chat(store):
    memos = fill(store)
    moved = store.channels.add(CHAT, now=NOW)
    store.talks.note(ELSEWHERE, "query", "newer", now=NOW)
    assert store.channels.moved(moved.id, ELSEWHERE)
    assert [store.talks.memo(m, chat=ELSEWHERE) is not None for m in memos] == [True] * 3
    assert store.talks.memo(memos[0], chat=CHAT) is None
    there = ELSEWHERE._replace(thread="7")
    assert [store.talks.noted(there, "query:1"), store.talks.noted(TOPIC, "query:1")] == ["q", None]
    assert store.talks.noted(ELSEWHERE, "query") == "newer"
    assert store.talks.erase(ELSEWHERE) == 4 + 3 + 3


def test_what_is_noted_of_a_message_by_its_number_does_not_move(store):
    moved = store.channels.add(CHAT, now=NOW)
    store.talks.note(CHAT, "prompt:2", "x", now=NOW)
    store.talks.note(ELSEWHERE, "prompt:3", "y", now=NOW)
    assert store.channels.moved(moved.id, ELSEWHERE)
    assert [store.talks.noted(c, "prompt:2") for c in (CHAT, ELSEWHERE)] == [None, None]
    assert store.talks.noted(ELSEWHERE, "prompt:3") == "y"


def test_the_last_channel_of_a_chat_takes_its_conversations_along(store):
    memos = fill(store)
    whole, topic = (store.channels.add(address, now=NOW) for address in (CHAT, TOPIC))
    store.channels.remove(whole.id)
    assert kept_memos(store, memos) == [True] * 3
    store.channels.remove(topic.id)
    assert kept_memos(store, memos) == [False, False, True]
    assert store.talks.noted(TOPIC, "query:1") is None


def test_conversations_are_forgotten_in_time(store):
    memos = fill(store)
    young = store.talks.keep(memo(), now=days(20))
    store.talks.note(CHAT, "young", "q", now=days(20))
    store.talks.take([event("young")], now=days(20))
    early = store.housekeeping.forget(Retention(talk=30), now=days(30))
    assert (early["events"], early["memos"], early["notes"]) == (0, 0, 0)
    counts = store.housekeeping.forget(Retention(talk=30), now=days(30) + timedelta(seconds=1))
    assert (counts["events"], counts["memos"], counts["notes"]) == (4, 3, 4)
    assert kept_memos(store, [*memos, young]) == [False, False, False, True]
    assert store.talks.noted(CHAT, "young") == "q"
    assert keys(store.talks.take([event("a"), event("young")], now=days(31))) == ["a"]


def test_ids_are_kept_for_three_days_and_payloads_no_longer_than_the_rest(store):
    fill(store)
    counts = store.housekeeping.forget(Retention(talk=1), now=days(2))
    assert (counts["events"], counts["memos"], counts["notes"]) == (0, 3, 4)
    assert store.talks.waiting("telegram") == []
    assert store.talks.take([event("a")], now=days(2)) == []
    assert store.housekeeping.forget(Retention(talk=1), now=days(3.1))["events"] == 4


def test_a_message_is_found_by_what_its_platform_calls_it(store):
    home, other = channel(store, "1"), channel(store, "2")
    store.ledger.note([home.id, other.id], "hello", [Message("one"), Message("two")], now=NOW)
    for _ in range(2):
        for delivery in store.ledger.claim("console", now=NOW, limit=9):
            store.ledger.settle(delivery.id, DeliveryState.SENT, now=NOW, remote_id=f"m{delivery.part}")
    first, second = store.ledger.deliveries(channel=other.id)
    assert store.ledger.sent_as(other.address, "m2") == second
    assert store.ledger.sent_as(other.address._replace(thread="9"), "m1") == first
    assert store.ledger.sent_as(other.address, "m3") is None
    assert store.ledger.sent_as(other.address, "") is None
    assert store.ledger.sent_as(Address("slack", "2"), "m1") is None
    store.ledger.correct({first.id: Message("one, corrected")}, now=NOW)
    (edit,) = store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.settle(edit.id, DeliveryState.SENT, now=NOW, remote_id="m1")
    assert store.ledger.sent_as(other.address, "m1") == first


@pytest.mark.parametrize("rows", [0, 1])
def test_looking_for_a_message_reads_indexes_alone(url, rows):
    from newsdesk.store import open_store

    store = open_store(url)
    for number in range(rows):
        channel(store, str(number))
    compiled = sent_as_query(CHAT, "m1").compile(store.database._engine, compile_kwargs={"literal_binds": True})
    with store.database.read() as connection:
        steps = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert any("ix_deliveries_channel_id_remote_id (channel_id=? AND remote_id=?)" in step for step in steps), (
        steps
    )
    assert not [step for step in steps if step.startswith("SCAN")], steps
    store.housekeeping.close()
