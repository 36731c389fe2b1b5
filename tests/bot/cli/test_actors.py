"""``newsdesk actors``: looking at actors and repairing the registry, with a database as users have it."""

from __future__ import annotations

import getpass
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.app import open_store
from config.settings import load_settings
from newsdesk.model import Filed
from summarizer.model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Reading, Span, Statement

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROE = Actor(ActorId("~jane-roe"), "Jane Roe", ActorKind.PERSON)
JIM = Actor(ActorId("~jim-roe"), "Jim Roe", ActorKind.PERSON)
BURTON = Actor(ActorId("~ann-burton"), "Ann Burton", ActorKind.PERSON)


@pytest.fixture
def desk(newsdesk, monkeypatch, tmp_path):
    """``newsdesk(...)`` on a database with three articles."""
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", f"sqlite:///{tmp_path / 'desk.db'}")
    store = open_store(load_settings())
    for number, said in enumerate(
        [[("Jane Roe", ROE), ("she", ROE)], [("Jim Roe", ROE)], [("Jim Roe", JIM), ("Burton", BURTON)]], 1
    ):
        url = f"https://news.example/{number}"
        text = " ".join(f"{source} likes quays." for source, _ in said)
        article = Article(
            ArticleId(""), text, title=f"Day {number}", url=url, published_at=AT.replace(day=number)
        )
        filing = store.articles.file(Filed(url, article, AT), now=AT)
        article = replace(article, id=filing.article, revision=filing.revision)
        statements, start = [], 0
        for source, actor in said:
            named, whole = Span(start, start + len(source)), Span(start, start + len(f"{source} likes quays."))
            statements.append(Statement(article.id, actor, Act.SAID, (named,), (), (whole,), (whole,), 0.9))
            start = whole.end + 1
        store.readings.save([Reading(article, tuple(statements))], now=AT)
    store.housekeeping.close()
    return newsdesk


def ids(ran):
    return [(r["id"], r["statements"]) for r in ran.records]


def test_the_list_has_those_with_most_statements_first(desk):
    ran = desk("actors", "list", "--json")
    assert ids(ran) == [("~jane-roe", 3), ("~ann-burton", 1), ("~jim-roe", 1)]
    assert ran.records[0] == {
        "id": "~jane-roe",
        "name": "Jane Roe",
        "kind": "person",
        "statements": 3,
        "last_at": "2026-03-02T12:00:00+00:00",
    }
    assert "     3  2026-03-02  person   Jane Roe  [~jane-roe]" in desk("actors", "list").out


def test_the_list_of_a_name_and_of_nobody(desk):
    assert ids(desk("actors", "list", "burt", "--json")) == [("~ann-burton", 1)]
    nobody = desk("actors", "list", "xyz")
    assert (nobody.code, nobody.out) == (3, "")
    assert "newsdesk actors list" in nobody.err


def test_show_has_forms_statements_with_their_place_and_repairs(desk):
    desk("actors", "alias", "Jane Roe", "The Quay Lady", "--yes")
    shown = json.loads(desk("actors", "show", "jane roe", "--json").out)
    assert shown["aliases"] == ["The Quay Lady"]
    assert set(shown["forms"]) == {"Jane Roe", "Jim Roe"}
    assert [s["url"] for s in shown["latest"]] == [f"https://news.example/{n}" for n in (2, 1, 1)]
    assert shown["latest"][0]["text"] == "Jim Roe likes quays."
    assert [r["kind"] for r in shown["repairs"]] == ["alias"]
    text = desk("actors", "show", "The Quay Lady").out
    assert "also called: The Quay Lady" in text
    assert "https://news.example/2" in text


def test_a_merge_says_what_it_changed_and_how_to_take_it_back(desk):
    ran = desk("actors", "merge", "Jim Roe", "Jane Roe", "--by", "ann")
    assert ran.code == 0
    assert "Jim Roe [~jim-roe] is Jane Roe [~jane-roe]" in ran.out
    assert "1 statement in 1 article" in ran.out
    number = desk("actors", "history", "--json").records[0]["id"]
    assert f"newsdesk actors undo {number}" in ran.out
    assert ids(desk("actors", "list", "--json")) == [("~jane-roe", 4), ("~ann-burton", 1)]
    assert desk("actors", "undo", str(number)).code == 0
    assert ids(desk("actors", "list", "--json")) == [("~jane-roe", 3), ("~ann-burton", 1), ("~jim-roe", 1)]


def test_a_dry_run_changes_nothing(desk):
    ran = desk("actors", "merge", "Jim Roe", "Jane Roe", "--dry-run", "--json")
    assert json.loads(ran.out) | {"at": ""} == {
        "id": None, "kind": "merge", "actor": "~jim-roe", "other": "~jane-roe", "name": "Jim Roe",
        "by": getpass.getuser(), "at": "", "undone_by": None, "undone_at": None, "made": False, "statements": 1,
        "articles": 1,
    }  # fmt: skip
    assert desk("actors", "history").code == 3


def test_a_split_gives_the_name_to_its_bearer_or_to_a_new_actor(desk):
    assert desk("actors", "split", "Jane Roe", "Jim Roe").code == 0
    assert ids(desk("actors", "list", "--json")) == [("~jane-roe", 2), ("~jim-roe", 2), ("~ann-burton", 1)]
    desk("actors", "undo")
    assert desk("actors", "split", "Jane Roe", "Jim Roe", "--as", "James Roe").code == 0
    assert ("~james-roe", 1) in ids(desk("actors", "list", "--json"))


def test_the_history_keeps_what_was_taken_back(desk):
    desk("actors", "merge", "Jim Roe", "Jane Roe", "--by", "ann")
    desk("actors", "undo", "--by", "bob")
    (kept,) = desk("actors", "history", "--json").records
    assert (kept["by"], kept["undone_by"]) == ("ann", "bob")
    assert "(taken back by bob on" in desk("actors", "history").out


def test_a_bare_first_name_linked_to_the_wrong_person(desk):
    """The complaint: refused, with what to do if it is meant; found by nobody either."""
    ran = desk("actors", "alias", "Jane Roe", "Jane")
    assert ran.code == 1
    assert "bare first name" in ran.err
    assert "--yes" in ran.err
    assert desk("actors", "show", "Jane").code == 3
    assert desk("actors", "alias", "Jane Roe", "Jane", "--yes").code == 0


def test_a_name_of_several_asks_for_the_id(desk):
    ran = desk("actors", "merge", "Roe", "Ann Burton")
    assert ran.code == 2
    assert "~jane-roe" in ran.err
    assert "~jim-roe" in ran.err


def test_what_cannot_be_undone_says_why(desk):
    assert "no repair to undo" in desk("actors", "undo").err
    first = json.loads(desk("actors", "merge", "Jim Roe", "Jane Roe", "--json").out)["id"]
    desk("actors", "merge", "Jane Roe", "Ann Burton")
    ran = desk("actors", "undo", str(first))
    assert (ran.code, "Later repairs build on" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("undo", "99"), 3),
        (("undo",), 3),
        (("alias", "Jane Roe", ""), 2),
        (("alias", "", "Janet"), 2),
        (("merge", "Jane Roe", " "), 2),
        (("show", ""), 2),
        (("split", "Jane Roe", "Jim Roe", "--as", ""), 2),
    ],
)
def test_exit_codes_tell_what_is_not_there_from_what_is_empty(desk, words, code):
    ran = desk("actors", *words)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err
