"""From what a page and a feed say to the article that is filed: pure functions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from summarizer.model import Article, ArticleId

from ..ingest.canonical import canonical_url, outlet_of, same_site, text_key
from ..ingest.gate import Shown, gate
from ..ingest.language import language_of
from ..ingest.tracking import without_tracking
from ..model import FeedId, Filed, NewEntry

# A teaser of one or two sentences is no article; four sentences are.
_MIN_OWN_WORDS = 60
# Without a page to go to, the feed's text is all that there will ever be.
_MIN_WORDS = 20
# As long as a report: it need not wait for a page that does not come.
_WHOLE_WORDS = 150
_SMALL_WORD = 3
_FIRST_DATE = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be filed: an entry of a feed, or a URL that somebody named.

    Attributes:
        content: What the feed says; empty but for the URL without a feed.
        feed_title: Names the outlet when the page does not.
    """

    content: NewEntry
    feed: FeedId | None = None
    feed_title: str = ""

    @property
    def page_key(self) -> str:
        """The canonical form of the page's address as it was found."""
        return canonical_url(self.content.url)

    @property
    def key(self) -> str:
        """What it is filed under as long as no page says otherwise; never another site's page."""
        content = self.content
        if not content.url:
            return text_key(content.text)
        if self.feed is None or self.speaks_for(self.page_key):
            return self.page_key
        digest = hashlib.sha256(content.key.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        return f"entry:{content.origin}:{digest}"

    def speaks_for(self, key: str, /) -> bool:
        """Whether the feed and the page under a canonical URL belong to one site.

        Only then may the feed's words stand in for the page's: anybody may publish a feed that links to others.
        """
        return bool(self.content.origin) and same_site(f"https://{self.content.origin}/", key)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read.

    Attributes:
        key: Its canonical URL, by its own word or by where it was found.
        article: Its ``url`` leads there; a canonical URL says https and leaves ``www.`` out even where a site
            answers to neither.
        whole_day: True when its date is only a day, or there is none.
    """

    key: str
    article: Article
    whole_day: bool = False


def from_page(page: Page, wanted: Wanted, now: datetime, /, *, languages: frozenset[str]) -> Filed:
    """File the page: its own words, else those of a feed of the same site.

    That feed's date goes before a page's that names only a day; none lies in the future.
    """
    said = page.article
    content = wanted.content if wanted.speaks_for(page.key) else NewEntry("", "")
    day_only = page.whole_day or said.published_at is None
    published = content.published_at if day_only and _sane(content.published_at, now) else said.published_at
    article = replace(
        said,
        url=without_tracking(said.url) if said.url else None,
        title=said.title or content.title,
        byline=said.byline or content.byline,
        outlet=outlet_of(page.key, said.outlet, wanted.feed_title if content is wanted.content else ""),
        published_at=_sane(published, now),
    )
    return _filed(page.key, article, wanted, now, languages)


def from_feed(wanted: Wanted, now: datetime, /, *, languages: frozenset[str], reason: str = "") -> Filed:
    """File what the feed itself says; refused when that is no article.

    Of an entry that leads to another site, the feed's own site says it, and the link leads to its front page.

    Args:
        reason: Why there is no page, as a sentence; kept when the feed's text cannot stand in for it.
    """
    content = wanted.content
    url, title = content.url, wanted.feed_title
    if wanted.feed is not None and url and not wanted.speaks_for(wanted.page_key):
        url, title = f"https://{content.origin}/" if content.origin else "", ""
    article = Article(
        ArticleId(""),
        content.text,
        title=content.title,
        outlet=outlet_of(url, "", title),
        url=without_tracking(url) or None,
        byline=content.byline,
        published_at=_sane(content.published_at, now),
    )
    filed = _filed(wanted.key, article, wanted, now, languages)
    if not stands_alone(content):
        return replace(filed, refused=reason or "The feed gives only a teaser and no page.")
    shut = gate(Shown(content.text, content.text, content.title), source="")
    return replace(filed, refused=f"{reason} {shut.reason}".strip()) if shut else filed


def from_file(article: Article, now: datetime, /, *, languages: frozenset[str]) -> Filed:
    """File a text that somebody has on disk, under a key of its own; its date is not in the future."""
    said = replace(article, published_at=_sane(article.published_at, now))
    return _filed(text_key(article.text), said, Wanted(NewEntry("", "")), now, languages)


def stands_alone(content: NewEntry, /) -> bool:
    """Whether the feed's own text is long enough to be read as an article."""
    return len(content.text.split()) >= (_MIN_OWN_WORDS if content.url else _MIN_WORDS)


def is_whole(content: NewEntry, /) -> bool:
    """Whether the feed's own text is as long as a report, so that little is missed without the page."""
    return len(content.text.split()) >= _WHOLE_WORDS


def is_cut(page: Page, content: NewEntry, /) -> bool:
    """Whether a page shows much less of the article than the feed itself does: a stub unawares."""
    return is_whole(content) and len(page.article.text.split()) * 2 < len(content.text.split())


def is_other(page: Page, content: NewEntry, /) -> bool:
    """Whether a page lacks most of the words of the feed's own text: a front page or an offer in its place."""
    own, shown = _words(content.text), _words(page.article.text)
    return is_whole(content) and len(own & shown) * 2 < len(own)


def only_a_day(at: datetime | None, /) -> bool:
    """Whether an instant is none, or midnight, as of a date without a time."""
    return at is None or at.time() == time()


def _words(text: str) -> frozenset[str]:
    """Those that are long enough to be of this text rather than of any."""
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) > _SMALL_WORD)


def _filed(key: str, article: Article, wanted: Wanted, now: datetime, languages: frozenset[str]) -> Filed:
    language = language_of(article.text)
    foreign = language and language not in languages
    return Filed(
        key=key,
        article=article,
        stored_at=now,
        language=language,
        refused=f"It is in another language ({language}) than those that are read." if foreign else "",
        is_news=wanted.content.is_news,
        feeds=frozenset() if wanted.feed is None else frozenset({wanted.feed}),
    )


def _sane(at: datetime | None, now: datetime) -> datetime | None:
    """The instant; the present for one in the future, None for one from before there was a web."""
    if at is None or at < _FIRST_DATE:
        return None
    return min(at, now)
