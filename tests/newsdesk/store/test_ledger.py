from dataclasses import replace

import pytest

from newsdesk.errors import StaleBrief
from newsdesk.model import BriefKind, DeliveryKind, DeliveryState, Message, SubscriptionId
from newsdesk.schedule import SlotKey
from summarizer.model import ArticleId

from .builders import (
    NOW,
    brief,
    channel,
    days,
    file_and_read,
    filed,
    minutes,
    publication,
    published,
    recipient,
    subscription,
)

SENT, PENDING = DeliveryState.SENT, DeliveryState.PENDING


@pytest.fixture
def home(store):
    return channel(store)


@pytest.fixture
def wish(store, home):
    return subscription(store, home)


def test_a_publication_writes_a_delivery_a_part_and_moves_the_subscription_on(store, home, wish):
    assert store.ledger.publish(publication(recipient(wish), record=brief(), parts=2, late=True), now=NOW) == 1
    first, second = store.ledger.deliveries()
    assert (first.channel, first.address, first.kind) == (home.id, home.address, DeliveryKind.BRIEF)
    assert (first.key, second.key) == (f"brief:{first.brief}:1", f"brief:{first.brief}:2")
    assert [(d.part, d.parts, d.late, d.state) for d in (first, second)] == [
        (n, 2, True, PENDING) for n in (1, 2)
    ]
    assert (first.message, second.message) == (Message("part 1", (0,)), Message("part 2", (1,)))
    assert (first.subscription, first.created_at, first.attempts) == (wish.id, NOW, 0)
    assert store.subscriptions.get(wish.id) == replace(wish, next_due_at=minutes(1440))


def test_a_brief_is_kept_without_the_texts_of_its_articles(store, wish):
    record = brief("1", "2")
    (sent,) = published(store, wish, record=record)
    kept = store.ledger.brief(sent.brief)
    texts = tuple(replace(a, text="") for a in record.brief.articles)
    assert kept == replace(record, id=sent.brief, brief=replace(record.brief, articles=texts))
    assert store.ledger.citing(ArticleId("2")) == [kept]
    assert store.ledger.citing(ArticleId("3")) == []


def test_a_slot_is_won_once_whatever_happens(store, wish):
    assert store.ledger.publish(publication(recipient(wish), record=brief()), now=NOW) == 1
    assert store.ledger.publish(publication(recipient(wish), record=brief()), now=NOW) == 0
    assert store.ledger.publish(publication(recipient(wish, name="18:00"), record=brief()), now=NOW) == 1
    assert len(store.ledger.deliveries()) == 2


def test_a_subscription_that_still_waits_for_a_lost_slot_is_not_due_for_ever(store, wish):
    store.ledger.publish(publication(recipient(wish), record=brief()), now=NOW)
    store.subscriptions.update(replace(wish, next_due_at=NOW))
    assert store.ledger.publish(publication(recipient(wish), record=brief()), now=NOW) == 0
    assert store.subscriptions.due(NOW, limit=9) == []


def test_a_schedule_changed_meanwhile_is_not_undone(store, wish):
    store.subscriptions.update(replace(wish, next_due_at=minutes(30)))
    store.ledger.publish(publication(recipient(wish), record=brief()), now=NOW)
    assert store.subscriptions.get(wish.id).next_due_at == minutes(30)


def test_missed_slots_are_closed_with_the_one_that_is_sent(store, wish):
    missed = SlotKey(days(-1).date(), "08:00")
    store.ledger.publish(publication(recipient(wish, missed=(missed,)), record=brief()), now=NOW)
    again = recipient(wish, day=missed.day, name=missed.name)
    assert store.ledger.publish(publication(again, record=brief()), now=NOW) == 0
    assert len(store.ledger.deliveries()) == 1


def test_a_subscription_that_is_gone_gets_nothing(store, wish):
    ghost = replace(recipient(wish), subscription=SubscriptionId(999))
    assert store.ledger.publish(publication(ghost, record=brief()), now=NOW) == 0
    assert store.ledger.deliveries() == []


def test_a_brief_of_a_text_that_was_read_again_meanwhile_is_refused_as_a_whole(store, wish):
    kept, changed = (
        file_and_read(store, "https://wire.example/1"),
        file_and_read(store, "https://wire.example/2"),
    )
    file_and_read(store, "https://wire.example/2", text="Jane Roe said the harbour is open. Nothing else.")
    record = brief(kept.id, changed.id)
    with pytest.raises(StaleBrief) as refused:
        store.ledger.publish(publication(recipient(wish), record=record), now=NOW)
    assert refused.value.articles == {changed.id}
    with pytest.raises(StaleBrief):
        store.ledger.alert(record, [Message("a")], [wish.channel], now=NOW)
    assert store.ledger.deliveries() == []
    assert store.ledger.citing(kept.id) == []
    assert store.subscriptions.due(NOW, limit=9) == [(wish, store.channels.get(wish.channel))]
    assert store.ledger.publish(publication(recipient(wish), record=brief(kept.id)), now=NOW) == 1


def test_a_revision_that_nobody_has_read_yet_refuses_no_brief(store, wish):
    """Its reading finds the brief in the ledger and corrects it."""
    article = file_and_read(store)
    store.articles.file(filed(text="Jane Roe said the harbour is open. Nothing else."), now=NOW)
    assert store.ledger.publish(publication(recipient(wish), record=brief(article.id)), now=NOW) == 1
    assert len(store.ledger.citing(article.id)) == 1


def test_two_subscriptions_of_a_channel_share_a_brief_and_are_both_confirmed(store, home, wish):
    other = subscription(store, home)
    (one,) = published(store, wish, other)
    store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.settle(one.id, SENT, now=NOW, remote_id="m1")
    confirmed = [(s.confirmed, s.last_brief) for s in store.subscriptions.of()]
    assert confirmed == [(5, one.brief), (5, one.brief)]


def test_nothing_new_confirms_the_window_at_once_with_or_without_a_line(store, home, wish):
    assert store.ledger.publish(publication(recipient(wish), parts=0), now=NOW) == 1
    assert store.ledger.deliveries() == []
    assert store.subscriptions.get(wish.id).confirmed == 5
    store.ledger.publish(publication(recipient(wish, name="18:00"), until=7), now=NOW)
    (line,) = store.ledger.deliveries()
    assert (line.kind, line.brief, line.subscription) == (DeliveryKind.NOTE, None, None)
    kept = store.subscriptions.get(wish.id)
    assert (kept.confirmed, kept.last_brief) == (7, None)


def test_alerts_are_counted_by_channel_and_day(store, home):
    other = channel(store, "2")
    record = brief(kind=BriefKind.ALERT)
    alert = store.ledger.alert(record, [Message("a"), Message("b")], [home.id, other.id], now=NOW)
    store.ledger.alert(record, [Message("c")], [home.id], now=minutes(5))
    counts = [store.ledger.alerts_since(home.id, minutes(m)) for m in (0, 1, 6)]
    assert (counts, store.ledger.alerts_since(other.id, NOW)) == ([2, 1, 0], 1)
    first = store.ledger.deliveries(brief=alert, channel=home.id)
    assert [(d.key, d.kind, d.subscription) for d in first] == [
        (f"alert:{alert}:{n}", DeliveryKind.ALERT, None) for n in (1, 2)
    ]
    assert store.ledger.brief(alert).kind is BriefKind.ALERT


def test_the_history_of_a_channel_is_what_surely_arrived_the_newest_first(store, home, wish):
    other, empty = channel(store, "2"), channel(store, "3")
    theirs = subscription(store, other)

    def sent(day, *wishes, parts=1, fate=SENT):
        before = {d.id for d in store.ledger.deliveries()}
        published(store, *wishes, day=days(day).date(), parts=parts)
        made = [d for d in store.ledger.deliveries() if d.id not in before]
        for _ in made:
            for claimed in store.ledger.claim("console", now=NOW, limit=9):
                store.ledger.settle(claimed.id, fate if claimed.part == parts else SENT, now=NOW, remote_id="m")
        return made[0].brief

    shared = sent(1, wish, theirs)
    uncertain = sent(2, wish, parts=2, fate=DeliveryState.UNCERTAIN)
    failed = sent(3, wish, fate=DeliveryState.FAILED)
    second = sent(4, wish, parts=2)
    alert = store.ledger.alert(brief(kind=BriefKind.ALERT), [Message("a")], [home.id], now=NOW)
    store.ledger.note([home.id, other.id], "feed:1:down", [Message("x")], now=NOW)
    ids = [home.id, other.id, empty.id]
    seen = store.ledger.histories(ids, limit=7)
    assert seen == {home.id: (second, shared), other.id: (shared,), empty.id: ()}
    (waiting,) = store.ledger.deliveries(brief=alert)
    send(store, waiting)
    assert store.ledger.histories([home.id], limit=7) == {home.id: (alert, second, shared)}
    assert store.ledger.histories([home.id], limit=1) == {home.id: (alert, second)}
    assert store.ledger.histories([], limit=7) == {}
    last = store.ledger.alert(brief(kind=BriefKind.ALERT), [Message("b")], [other.id], now=NOW)
    reached = store.ledger.histories(ids, limit=7, arrived=False)
    assert reached == {
        home.id: (alert, second, uncertain, shared),
        other.id: (last, shared),
        empty.id: (),
    }
    assert failed not in reached[home.id]


def test_a_note_is_written_once_a_channel(store, home):
    other = channel(store, "2")
    assert store.ledger.note([home.id], "feed:1:down", [Message("x"), Message("y")], now=NOW) == 1
    assert store.ledger.note([home.id, other.id], "feed:1:down", [Message("x")], now=NOW) == 1
    assert store.ledger.note([home.id, 999], "feed:1:down", [Message("x")], now=NOW) == 0
    assert [(d.channel, d.part) for d in store.ledger.deliveries()] == [
        (home.id, 1),
        (home.id, 2),
        (other.id, 1),
    ]


def test_cursors_move_forward_only(store):
    assert store.ledger.cursor("alerts") == 0
    for position in (3, 2):
        store.ledger.advance("alerts", position)
        assert (store.ledger.cursor("alerts"), store.ledger.cursor("other")) == (3, 0)


def test_withdrawn_bullets_add_up(store, wish):
    (sent,) = published(store, wish)
    store.ledger.withdraw(sent.brief, [2])
    store.ledger.withdraw(sent.brief, [0, 2])
    assert store.ledger.brief(sent.brief).withdrawn == {0, 2}


def send(store, delivery, state=SENT, **options):
    store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.settle(delivery.id, state, now=NOW, **options)


def test_a_correction_edits_what_was_sent(store, wish):
    (sent,) = published(store, wish)
    send(store, sent, remote_id="m1")
    assert store.ledger.correct({sent.id: Message("new")}, now=minutes(1)) == 1
    (edit,) = store.ledger.claim("console", now=minutes(1), limit=9)
    assert (edit.kind, edit.edits, edit.message) == (DeliveryKind.CORRECTION, "m1", Message("new"))
    assert (edit.key, edit.brief, edit.subscription) == (f"correction:{sent.brief}:1:1", sent.brief, None)
    store.ledger.settle(edit.id, SENT, now=minutes(1), remote_id="m1")
    assert store.ledger.correct({edit.id: Message("newer")}, now=minutes(2)) == 1
    (second,) = store.ledger.claim("console", now=minutes(2), limit=9)
    assert (second.key, second.edits) == (f"correction:{sent.brief}:1:2", "m1")


def test_a_correction_changes_what_still_waits(store, wish):
    (waiting,) = published(store, wish)
    assert store.ledger.correct({waiting.id: Message("new")}, now=NOW) == 1
    assert [d.message for d in store.ledger.deliveries()] == [Message("new")]
    send(store, waiting, remote_id="m1")
    for text in ("newer", "newest"):
        store.ledger.correct({waiting.id: Message(text)}, now=NOW)
    assert [d.message.body for d in store.ledger.deliveries()] == ["new", "newest"]


def test_a_correction_waits_for_a_message_on_its_way(store, wish):
    (sent,) = published(store, wish)
    store.ledger.claim("console", now=NOW, limit=9)
    assert store.ledger.correct({sent.id: Message("new")}, now=NOW) == 1
    assert store.ledger.claim("console", now=NOW, limit=9) == []
    store.ledger.settle(sent.id, DeliveryState.UNCERTAIN, now=NOW)
    assert store.ledger.claim("console", now=NOW, limit=9) == []
    store.ledger.settle(sent.id, SENT, now=NOW, remote_id="m1")
    (edit,) = store.ledger.claim("console", now=NOW, limit=9)
    assert edit.edits == "m1"


def test_a_correction_of_what_never_arrived_is_dropped(store, wish):
    (sent,) = published(store, wish)
    store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.correct({sent.id: Message("new")}, now=NOW)
    store.ledger.settle(sent.id, DeliveryState.FAILED, now=NOW, error="refused")
    assert store.ledger.claim("console", now=NOW, limit=9) == []
    assert [d.state for d in store.ledger.deliveries()] == [DeliveryState.FAILED, DeliveryState.DROPPED]
    assert store.ledger.correct({sent.id: Message("newer")}, now=NOW) == 0
