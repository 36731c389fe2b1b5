"""``newsdesk preview``: a look at the next brief that changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdesk.store import open_store

from ...newsdesk.readers import read

BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"


@pytest.fixture
def desk(newsdesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A database of its own with one subscription, and a way to look into it."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", url)
    assert newsdesk("subscribe", "console", "daily 08:00 Europe/Kyiv").code == 0

    def inside(work):
        store = open_store(url)
        try:
            return work(store)
        finally:
            store.housekeeping.close()

    return inside


def test_the_next_brief_is_shown_and_nothing_changes(newsdesk, desk) -> None:
    """On standard output as its channel will get it; when it goes out stands on standard error."""
    desk(lambda store: read(store, "a", BRIDGE, at=datetime.now(UTC)))
    before = desk(lambda store: (store.subscriptions.of(), store.ledger.deliveries()))
    ran = newsdesk("preview", "console")
    assert ran.code == 0
    assert "harbour bridge" in " ".join(ran.out.split())
    assert ran.err.startswith("The next brief comes ")
    assert desk(lambda store: (store.subscriptions.of(), store.ledger.deliveries())) == before
    assert newsdesk("preview", "console").out == ran.out


def test_nothing_new_is_exit_code_3(newsdesk, desk) -> None:
    """And no brief without a bullet."""
    ran = newsdesk("preview", "console")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("Nothing new since the last brief. The next brief comes ")


def test_json_has_the_brief_and_when_it_is_due(newsdesk, desk) -> None:
    """One object, for a subscription by its number."""
    desk(lambda store: read(store, "a", BRIDGE, at=datetime.now(UTC)))
    (wish,) = desk(lambda store: store.subscriptions.of())
    ran = newsdesk("preview", f"s{wish.id}", "--json")
    (record,) = ran.records
    assert record["subscription"] == wish.id
    assert datetime.fromisoformat(record["due_at"]) - datetime.now(UTC) < timedelta(days=1)
    (bullet,) = record["sections"][0]["bullets"]
    assert (bullet["text"], bullet["status"]) == (BRIDGE, "new")


def test_other_formats_on_request(newsdesk, desk) -> None:
    """As Telegram would get it."""
    desk(lambda store: read(store, "a", BRIDGE, at=datetime.now(UTC)))
    assert "<b>Ada Holm</b>" in newsdesk("preview", "console", "--format", "telegram").out


@pytest.mark.parametrize("target", ["s999", "99", "console:nowhere.txt"])
def test_an_unknown_target_says_where_to_look(newsdesk, desk, target: str) -> None:
    """Exit code 3, and the command that lists them."""
    ran = newsdesk("preview", target)
    assert ran.code == 3
    assert "newsdesk channels" in ran.err
