"""``newsdesk ask`` without --in: questions to what the desk has gathered."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from newsdesk.model import Filed
from newsdesk.store import open_store
from newsdesk.store.sql.housekeeping import SqlHousekeeping
from summarizer.model import Actor, ActorId, ActorKind, Article, ArticleId
from tests.newsdesk.readers import article_text, reading_of

AT = datetime(2026, 1, 11, 9, tzinfo=UTC)
ROE = Actor(ActorId("jane-roe"), "Jane Roe", ActorKind.PERSON)
BARRIER = "Said the flood barrier will be finished in spring"


@pytest.fixture
def database(tmp_path, newsdesk, monkeypatch):
    path = tmp_path / "desk.sqlite3"
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", f"sqlite:///{path}")
    return path


def gathered(path, *lines):
    store = open_store(f"sqlite:///{path}")
    for number, line in enumerate(lines):
        url = f"https://wire.example/{number}"
        article = Article(
            ArticleId(""), article_text([line], ROE), "Barrier", "Harbour Wire", url, published_at=AT
        )
        filing = store.articles.file(Filed(url, article, AT, language="en"), now=AT)
        kept = store.articles.revision(filing.article, 1)
        store.readings.save([reading_of(kept, [line], ROE)], now=AT)
    store.housekeeping.close()


def test_what_was_gathered_is_searched_and_cited(newsdesk, database) -> None:
    gathered(database, BARRIER, "Promised a new ferry")
    ran = newsdesk("ask", "What did Jane Roe say about the barrier?")
    assert ran.code == 0
    assert "flood barrier will be finished in spring" in ran.out
    assert "Harbour Wire" in ran.out
    assert "https://wire.example/0" in ran.out
    assert "the 2 articles of the database" in ran.err


def test_as_json_it_is_the_same_record(newsdesk, database) -> None:
    gathered(database, BARRIER)
    (record,) = newsdesk("ask", "--json", "What did Jane Roe say about the barrier?").records
    assert record.keys() == {"question", "query", "bullets", "abstained"}
    (citation,) = record["bullets"][0]["citations"]
    assert citation == {"article": "1", "span": [0, 59], "url": "https://wire.example/0"}


def test_nothing_found_is_exit_code_3(newsdesk, database) -> None:
    gathered(database, BARRIER)
    ran = newsdesk("ask", "--json", "What did Jane Roe say about submarines?")
    assert (ran.code, ran.records[0]["bullets"]) == (3, [])
    assert ran.records[0]["abstained"] == "No statement by Jane Roe on submarines found in 1 article."


def test_a_batch_is_answered_but_articles_are_named_by_files(newsdesk, database, tmp_path) -> None:
    gathered(database, BARRIER)
    rows = [
        {"id": "q1", "question": "What did Jane Roe say?"},
        {"id": "q2", "question": "What did Jane Roe say?", "articles": ["one"]},
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("".join(json.dumps(row) + "\n" for row in rows))
    ran = newsdesk("ask", "--batch", questions)
    assert [(r["id"], bool(r["bullets"])) for r in ran.records] == [("q1", True), ("q2", False)]


def test_files_are_searched_and_not_the_database_when_they_are_named(newsdesk, database, tmp_path) -> None:
    gathered(database, BARRIER)
    (tmp_path / "one.txt").write_text("Jane Roe said that the harbour is closed.\n")
    (record,) = newsdesk("ask", "--json", "--in", tmp_path / "one.txt", "What did Jane Roe say?").records
    assert {c["article"] for b in record["bullets"] for c in b["citations"]} == {str(tmp_path / "one.txt")}


def test_without_a_database_none_is_made_and_the_samples_are_searched(newsdesk, database) -> None:
    ran = newsdesk("ask", "What did Zelenskyy say?")
    assert "searching the sample articles" in ran.err
    assert not database.exists()
    open_store(f"sqlite:///{database}").housekeeping.close()
    assert "searching the sample articles" in newsdesk("ask", "What did Zelenskyy say?").err


@pytest.mark.parametrize("question", ["What did Jane Roe say?", "What did Nobody Atall say?"])
def test_the_database_is_let_go_of_whatever_is_found(newsdesk, database, monkeypatch, question) -> None:
    gathered(database, BARRIER)
    closed = []
    close = SqlHousekeeping.close
    monkeypatch.setattr(SqlHousekeeping, "close", lambda self: closed.append(1) or close(self))
    newsdesk("ask", question)
    assert closed == [1]
