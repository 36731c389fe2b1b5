"""Evidence as somebody can read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.model import Filed, Retention
from newsdesk.sources import sources
from newsdesk.store import open_store
from newsdesk.store.memory import MemoryStore
from summarizer.model import Act, Article, ArticleId, Bullet, Citation, Span

from .marking import HOLM
from .readers import EIGHT

TEXT = """The storm is over.

Rain fell on the islands. Ada Holm said the
bridge is closed. “It is not safe,” she added.

Nobody was hurt."""
SENTENCE = "Ada Holm said the\nbridge is closed."


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    found = MemoryStore() if request.param == "memory" else open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    yield found
    found.housekeeping.close()


def file(store, text=TEXT, key="a"):
    url = f"https://wire.example/{key}"
    article = Article(ArticleId(""), text, title="Storm", outlet="Harbour Wire", url=url, published_at=EIGHT)
    filing = store.articles.file(Filed(url, article, EIGHT, language="en"), now=EIGHT)
    return store.articles.revision(filing.article, filing.revision)


def cite(article, words=SENTENCE):
    start = article.text.index(words)
    return Citation(article.id, Span(start, start + len(words)), article.url, article.revision)


def bullet(*citations):
    return Bullet("Said the bridge is closed", HOLM, Act.SAID, citations)


def test_a_sentence_in_its_paragraph_with_its_outlet_date_and_link(store) -> None:
    article = file(store)
    (source,) = sources(store, bullet(cite(article)))
    assert (source.before, source.sentence, source.after) == (
        "Rain fell on the islands. ",
        "Ada Holm said the bridge is closed.",
        " “It is not safe,” she added.",
    )
    assert (source.title, source.outlet, source.url, source.published_at, source.forgotten) == (
        "Storm",
        "Harbour Wire",
        "https://wire.example/a",
        EIGHT,
        False,
    )


def test_lines_are_paragraphs_where_no_line_is_blank(store) -> None:
    article = file(store, "One fell.\nAda Holm said two fell. Three did.\nFour fell.")
    (source,) = sources(store, bullet(cite(article, "Ada Holm said two fell.")))
    assert (source.before, source.after) == ("", " Three did.")


def test_long_paragraphs_are_clipped_between_words(store) -> None:
    article = file(store, f"{'before ' * 50}Ada Holm said so.{' behind' * 50}")
    (source,) = sources(store, bullet(cite(article, "Ada Holm said so.")), around_chars=20)
    assert (source.before, source.after) == ("… before before ", " behind behind …")


def test_each_citation_once_and_from_the_revision_that_it_cites(store) -> None:
    old = cite(file(store))
    new = cite(file(store, TEXT.replace("closed", "open"), "a"), "Nobody was hurt.")
    assert (old.revision, new.revision) == (1, 2)
    found = sources(store, bullet(old, new, old))
    assert [s.sentence for s in found] == ["Ada Holm said the bridge is closed.", "Nobody was hurt."]
    assert [s.citation for s in found] == [old, new]


def test_a_paragraph_with_two_places_is_shared_between_them(store) -> None:
    """Whatever the order of the citations; the words between stand once."""
    text = "It rained. Holm spoke first. Some clapped. Holm spoke again. Then all went home."
    article = file(store, text)
    later, first = cite(article, "Holm spoke again."), cite(article, "Holm spoke first.")
    found = sources(store, bullet(later, first, later))
    assert [(s.before, s.sentence, s.after) for s in found] == [
        ("It rained. ", "Holm spoke first.", " Some clapped."),
        ("", "Holm spoke again.", " Then all went home."),
    ]
    assert [s.citation for s in found] == [first, later]


def test_a_place_inside_another_is_not_shown_again(store) -> None:
    article = file(store, "One. Holm said two and three. Four.")
    found = sources(store, bullet(cite(article, "two and"), cite(article, "Holm said two and three.")))
    assert [(s.before, s.sentence, s.after) for s in found] == [("One. ", "Holm said two and three.", " Four.")]
    found = sources(store, bullet(cite(article, "and three. Four."), cite(article, "Holm said two and three.")))
    assert "".join(s.before + s.sentence + s.after for s in found) == "One. Holm said two and three.Four."


def test_what_is_forgotten_says_so_and_keeps_its_link(store) -> None:
    article = file(store)
    cited = bullet(cite(article))
    about = Article(article.id, "", "Storm", "Harbour Wire", article.url)
    store.housekeeping.forget(Retention(articles=1), now=EIGHT + timedelta(days=2))
    (source,) = sources(store, cited, articles=[about])
    assert (source.forgotten, source.sentence, source.before, source.after) == (True, "", "", "")
    assert (source.title, source.outlet, source.url) == ("Storm", "Harbour Wire", "https://wire.example/a")
    (alone,) = sources(store, cited)
    assert (alone.forgotten, alone.title, alone.url) == (True, "", "https://wire.example/a")


@given(
    before=st.text(" ab.\n", max_size=60),
    after=st.text(" ab.\n", max_size=60),
    chars=st.integers(0, 30),
)
def test_whatever_stands_around_it_the_sentence_is_whole_and_the_rest_short(before, after, chars) -> None:
    store = MemoryStore()
    article = file(store, f"{before}XX said YY.{after}")
    (source,) = sources(store, bullet(cite(article, "XX said YY.")), around_chars=chars)
    assert source.sentence == "XX said YY."
    assert max(len(source.before), len(source.after)) <= chars + 2
    left = " ".join(article.text.split())
    assert source.before.removeprefix("…").strip() in left
    assert source.after.removesuffix("…").strip() in left
