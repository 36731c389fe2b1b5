import pytest

from newsdesk.model import FilingOutcome, Window
from summarizer.model import ArticleId

from .builders import NOW, TEXT, file_and_read, filed, minutes, reading

KEY = "https://wire.example/1"


def test_a_new_article_has_an_id_of_the_store_and_waits_to_be_read(store):
    given = filed(title="Harbour", outlet="Wire", url=KEY, byline="J. Doe", published_at=minutes(-5), feeds=())
    filing = store.articles.file(given, now=minutes(1))
    assert (filing.revision, filing.outcome) == (1, FilingOutcome.NEW)
    kept = store.articles.find(KEY)
    assert (kept.article.id, kept.article.text, kept.stored_at) == (filing.article, TEXT, minutes(1))
    assert kept.article == store.articles.revision(filing.article, 1)
    assert (kept.article.title, kept.article.outlet, kept.article.url) == ("Harbour", "Wire", KEY)
    assert (kept.article.byline, kept.article.published_at, kept.language) == ("J. Doe", minutes(-5), "en")
    assert store.articles.unread(limit=9) == [kept.article]
    assert store.articles.get([filing.article, ArticleId("999"), ArticleId("no row")]) == {filing.article: kept}


def test_the_same_text_is_filed_once_and_its_feeds_add_up(store):
    one, two = (store.feeds.add(f"https://{n}.example/", now=NOW).id for n in "ab")
    first = store.articles.file(filed(feeds=[one]), now=NOW)
    again = store.articles.file(filed(feeds=[two]), now=minutes(1))
    assert again == (first.article, 1, FilingOutcome.SAME)
    assert store.articles.find(KEY).feeds == {one, two}


def test_another_text_is_a_revision_to_be_read_and_the_old_one_stays(store):
    first = store.articles.file(filed(), now=NOW)
    store.readings.save([reading(store.articles.find(KEY).article)], now=NOW)
    assert store.articles.unread(limit=9) == []
    changed = store.articles.file(filed(text="Jane Roe said no."), now=minutes(1))
    assert changed == (first.article, 2, FilingOutcome.CHANGED)
    assert store.articles.revision(first.article, 1).text == TEXT
    assert store.articles.revision(first.article, 2).text == "Jane Roe said no."
    assert store.articles.revision(first.article, 3) is None
    assert [a.revision for a in store.articles.unread(limit=9)] == [2]


def test_a_refused_page_never_replaces_an_accepted_text(store):
    store.articles.file(filed(), now=NOW)
    wall = store.articles.file(filed(text="We value your privacy.", refused="a cookie wall"), now=NOW)
    assert wall.outcome is FilingOutcome.SAME
    assert (store.articles.find(KEY).article.text, store.articles.find(KEY).refused) == (TEXT, "")


def test_an_accepted_text_replaces_a_refusal_and_is_read(store):
    store.articles.file(filed(text="We value your privacy.", refused="a cookie wall"), now=NOW)
    assert (store.articles.unread(limit=9), store.articles.newest(limit=9)) == ([], [])
    assert [f.refused for f in store.articles.newest(limit=9, refused=True)] == ["a cookie wall"]
    better = store.articles.file(filed(), now=minutes(1))
    assert better.outcome is FilingOutcome.CHANGED
    assert [a.text for a in store.articles.unread(limit=9)] == [TEXT]
    assert store.articles.newest(limit=9, refused=True) == []


def test_the_same_text_that_is_accepted_at_last_is_read(store):
    store.articles.file(filed(refused="too short"), now=NOW)
    better = store.articles.file(filed(), now=minutes(1))
    assert (better.outcome, better.revision) == (FilingOutcome.CHANGED, 1)
    assert [a.text for a in store.articles.unread(limit=9)] == [TEXT]


def test_news_stays_news_and_backlog_stays_backlog_when_its_text_changes(store):
    store.articles.file(filed("old", is_news=False), now=NOW)
    store.articles.file(filed("old", text="Another text.", is_news=False), now=NOW)
    store.articles.file(filed("new"), now=NOW)
    store.articles.file(filed("new", text="Another text.", is_news=False), now=NOW)
    assert (store.articles.find("old").is_news, store.articles.find("new").is_news) == (False, True)


@pytest.mark.parametrize("change", [{}, {"text": "Another text."}, {"text": "Log in.", "refused": "a wall"}])
def test_backlog_that_another_feed_brings_as_news_is_news_for_its_followers(store, change):
    """It was read long ago, before their next window; so it is read again, and stands inside that window."""
    one, two = (store.feeds.add(f"https://{n}.example/", now=NOW).id for n in "ab")
    file_and_read(store, KEY, is_news=False, feeds=[one])
    file_and_read(store, "https://wire.example/2")
    before = store.readings.head()
    store.articles.file(filed(feeds=[two], **change), now=minutes(9))
    (article,) = store.articles.unread(limit=9)
    store.readings.save([reading(article)], now=minutes(9))
    (found,) = store.readings.window(Window(before, store.readings.head()), feeds=frozenset({two}))
    assert (found.article, store.articles.find(KEY).is_news) == (article, True)
    store.articles.file(filed(feeds=[two], **change), now=minutes(10))
    assert store.articles.unread(limit=9) == []


def test_a_refused_page_of_backlog_that_comes_as_news_is_news_once_it_can_be_read(store):
    store.articles.file(filed(text="Log in.", refused="a wall", is_news=False), now=NOW)
    store.articles.file(filed(text="Log in.", refused="a wall"), now=NOW)
    assert store.articles.unread(limit=9) == []
    store.articles.file(filed(is_news=False), now=NOW)
    assert store.articles.find(KEY).is_news


def test_code_points_that_no_database_takes_are_replaced_one_by_one(store):
    filing = store.articles.file(filed(text="a\0b\ud800c"), now=NOW)
    assert store.articles.revision(filing.article, 1).text == "a\ufffdb\ufffdc"
    assert store.articles.file(filed(text="a\0b\ud800c"), now=NOW).outcome is FilingOutcome.SAME


def test_the_newest_come_first(store):
    for number in (1, 2, 3):
        store.articles.file(filed(str(number)), now=minutes(number))
    assert [f.key for f in store.articles.newest(limit=2)] == ["3", "2"]


def found(store, *words, **options):
    names = {f.article.id: f.key for f in store.articles.newest(limit=99)}
    return [names[i] for i in store.articles.search(words, limit=9, **options)]


def test_search_finds_articles_that_hold_all_of_the_words_whole(store):
    store.articles.file(filed("ferry", text="The ferry waits; the harbour is shut."), now=NOW)
    store.articles.file(filed("title", title="Harbour", text="Nothing else."), now=NOW)
    store.articles.file(filed("refused", text="ferry harbour", refused="too short"), now=NOW)
    assert set(found(store, "HARBOUR")) == {"ferry", "title"}
    assert found(store, "harbour", "ferry") == ["ferry"]
    assert found(store, "harbour", "plane") == []
    assert found(store, "harb") == []
    assert found(store) == []


def test_search_takes_operators_and_quotes_as_words(store):
    store.articles.file(filed("a", text='She said "no" AND left: OR not.'), now=NOW)
    assert found(store, "and") == ["a"]
    assert found(store, '"no" OR x') == []
    assert found(store, "*", "'; DROP TABLE articles") == []


def test_search_keeps_to_the_dates(store):
    store.articles.file(filed("early", published_at=minutes(-60)), now=NOW)
    store.articles.file(filed("late", text=TEXT + " Again."), now=minutes(60))
    assert found(store, "harbour", since=NOW) == ["late"]
    assert found(store, "harbour", until=NOW) == ["early"]
    assert found(store, "harbour", since=minutes(60), until=minutes(61)) == ["late"]


def test_search_knows_the_latest_text_only(store):
    store.articles.file(filed(text="A ferry."), now=NOW)
    store.articles.file(filed(text="A plane."), now=NOW)
    assert (found(store, "ferry"), found(store, "plane")) == ([], [KEY])


def mentioned(store, *beginnings, **options):
    names = {filed.article.id: filed.key for filed in store.articles.newest(limit=99)}
    return [names[i] for i in store.articles.mentioning(beginnings, limit=9, **options)]


def test_words_are_found_by_their_beginning_and_any_of_several_will_do(store):
    store.articles.file(filed("ferry", text="The ferries wait; the harbour is shut."), now=NOW)
    store.articles.file(filed("title", title="Harbours", text="Nothing else."), now=NOW)
    store.articles.file(filed("other", text="An airport. Of unharboured hopes."), now=NOW)
    store.articles.file(filed("refused", text="ferry harbour", refused="too short"), now=NOW)
    assert set(mentioned(store, "HARB")) == {"ferry", "title"}
    assert mentioned(store, "ferr", "harbour")[0] == "ferry"
    assert set(mentioned(store, "ferr", "airp")) == {"ferry", "other"}
    assert mentioned(store, "zzz") == mentioned(store, "") == mentioned(store) == []


def test_beginnings_are_no_operators(store):
    store.articles.file(filed("a", text='She said "no" AND left: OR not.'), now=NOW)
    assert mentioned(store, '"no" OR x') == []
    assert mentioned(store, "*", "'; DROP TABLE articles", "\\", "'") == []
    assert mentioned(store, "lef", "'") == ["a"]


def test_beginnings_keep_to_the_dates(store):
    store.articles.file(filed("early", published_at=minutes(-60)), now=NOW)
    store.articles.file(filed("late", text=TEXT + " Again."), now=minutes(60))
    assert mentioned(store, "harb", since=NOW) == ["late"]
    assert mentioned(store, "harb", until=NOW) == ["early"]


def test_how_far_the_archive_reaches(store):
    assert store.articles.extent() == (0, None)
    feed = store.feeds.add("https://wire.example/feed", now=NOW)
    store.articles.file(filed("early", published_at=minutes(-60), feeds=[feed.id]), now=NOW)
    store.articles.file(filed("late", text=TEXT + " Again."), now=minutes(60))
    store.articles.file(filed("refused", text="x", refused="too short", published_at=minutes(-99)), now=NOW)
    assert store.articles.extent() == (2, minutes(-60))
    assert store.articles.extent(since=NOW) == (1, minutes(60))
    assert store.articles.extent(until=NOW) == (1, minutes(-60))
    assert store.articles.extent(feeds=frozenset({feed.id})) == (1, minutes(-60))
    assert store.articles.extent(since=NOW, feeds=frozenset({feed.id})) == (0, None)
