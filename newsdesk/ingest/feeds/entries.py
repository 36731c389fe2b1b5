"""What makes an entry of a feed the same next time, and which entries are news.

Feeds change ids at every request, give all entries one id, reuse ids, leave them out; the same holds for links
and dates.  So an entry has several marks, the most telling first: its page's canonical URL, its headline,
its id.  It keeps the key under which the feed's memory knows it, whichever mark that is; a new entry gets the
first mark that no other entry of the feed shares.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from ...model import NewEntry
from ..canonical import canonical_url, site_of
from .values import FeedEntry, ParsedFeed

# Of a feed that nobody has read before, so many entries are news; a brief is no archive.
FIRST_NEWS = 5
FIRST_NEWS_AGE = timedelta(days=3)
# An older date in a feed that has been followed is an article put in later, not one that was missed.
BACKFILL_AGE = timedelta(days=30)

_VOLATILE = re.compile(
    r"([?&;#/](?:phpsessid|jsessionid|sessionid|session|sid|token|ts|timestamp|time|t|rand|random|nonce|cache|cb|_)=)"
    r"[^&;#/]*",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
# Numbers that change while the article does not.  Others are news ("12 dead", then "15 dead").
_COUNTERS = re.compile(
    r"\b(?:\d[\d., ]{0,12}[km]?\s*(?:views?|reads?|comments?|likes?|shares?|replies|reactions|points|votes?|"
    r"clicks?|minutes? read|min read|(?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago)|"
    r"(?:views?|reads?|comments?|likes?|shares?|replies|votes?)\s*[:(]\s*\d[\d., ]{0,12}[km]?\s*\)?)",
    re.IGNORECASE,
)
_NOT_WORD = re.compile(r"[^\w%€$£+.,:-]+")
_TITLE_DIGITS = 12
_DIGITS = 32
# A feed that calls all its entries updated at once, or just now, tells when it was made.
_SAME_TIME = timedelta(minutes=1)


class Keyed(NamedTuple):
    """An entry with what identifies it.

    Attributes:
        marks: Keys under which it may be known, the most telling first; never empty.
        fingerprint: See ``fingerprint``; the instant of the last change follows where it can be believed.
    """

    entry: FeedEntry
    marks: tuple[str, ...]
    fingerprint: str

    @property
    def content(self) -> str:
        """The fingerprint without an instant."""
        return self.fingerprint[:_DIGITS]


def fingerprint(title: str, text: str, /) -> str:
    """A digest of title and text: the same however they are spaced, spelled in Unicode or counted by readers.

    Its first half is the title's, so that a reused id is told from an article that was edited.
    """
    head = hashlib.sha256(_normal(title).encode()).hexdigest()[:_TITLE_DIGITS]
    return head + hashlib.sha256(_normal(text).encode()).hexdigest()[:20]


def marks_of(parsed: ParsedFeed, /) -> frozenset[str]:
    """Every key under which an entry of the feed may be known: what to ask the feed's memory for."""
    return frozenset(mark for keyed in keyed_entries(parsed) for mark in keyed.marks)


def keyed_entries(parsed: ParsedFeed, /, *, now: datetime | None = None) -> list[Keyed]:
    """The feed's entries with their marks, in its order; changes told of without ``now`` do not count."""
    site = canonical_url(parsed.site_url) if parsed.site_url else ""
    changes = [entry.updated_at for entry in parsed.entries if entry.updated_at]
    made_at_once = len(changes) > 1 and max(changes) - min(changes) <= _SAME_TIME
    keyed = []
    for entry in parsed.entries:
        digest = fingerprint(entry.title, entry.text)
        told = entry.updated_at if not made_at_once and _is_past(entry.updated_at, now) else None
        stamp = f"@{told.timestamp():.0f}" if told else ""
        keyed.append(Keyed(entry, tuple(_marks(entry, digest, site)), digest + stamp))
    return keyed


def new_entries(
    parsed: ParsedFeed, known: Mapping[str, str], /, *, feed_is_new: bool, now: datetime, url: str = ""
) -> list[NewEntry]:
    """Entries that the feed has not shown before, or shows with another title or text, in the feed's order.

    Args:
        known: Fingerprints by key, of at least those of ``marks_of`` that the feed's memory has.
        feed_is_new: Of such a feed only the newest few entries are news: ``FIRST_NEWS``, if dated none older
            than ``FIRST_NEWS_AGE``.
        now: Aware; an entry dated later counts as published now.
        url: Where the feed was fetched, after all redirects; what it claims of itself does not count.
    """
    found = [
        _new(key, keyed, now, site_of(url))
        for key, keyed in _assigned(keyed_entries(parsed, now=now), known)
        if known.get(key) != keyed.fingerprint
    ]
    if feed_is_new:
        return _first(found, now)
    return [entry if _age(entry, now) <= BACKFILL_AGE else _as_backlog(entry) for entry in found]


def _assigned(entries: Sequence[Keyed], known: Mapping[str, str]) -> Iterator[tuple[str, Keyed]]:
    """Each entry once, with its key."""
    shared = Counter(mark for mark, _ in {(m, keyed.content) for keyed in entries for m in keyed.marks})
    taken: dict[str, str] = {}
    # Whoever is known as it is keeps its key before another with the same id can take it.
    sure: dict[Keyed, str] = {}
    for keyed in entries:
        key = next((m for m in keyed.marks if known.get(m) == keyed.fingerprint and m not in taken), None)
        if key and keyed not in sure:
            sure[keyed] = key
            taken[key] = keyed.content
    seen: set[Keyed] = set()
    for keyed in entries:
        if keyed in seen or (keyed not in sure and keyed.content in _twins(keyed, taken)):
            continue
        seen.add(keyed)
        key = sure.get(keyed) or _key(keyed, known, shared, taken)
        taken[key] = keyed.content
        yield key, keyed


def _twins(keyed: Keyed, taken: Mapping[str, str]) -> set[str]:
    """Fingerprints of entries that came before and share a mark: the same article, shown twice."""
    return {taken[mark] for mark in keyed.marks if mark in taken}


def _key(keyed: Keyed, known: Mapping[str, str], shared: Counter[str], taken: Mapping[str, str]) -> str:
    title = keyed.fingerprint[:_TITLE_DIGITS]
    free = [mark for mark in keyed.marks if mark not in taken]
    for mark in free:
        before = known.get(mark)
        # An id under which title and text were others belongs to another article; a page may be rewritten.
        same = before is not None and (
            mark.startswith("u:") or before[:_TITLE_DIGITS] == title or _same_text(before, keyed)
        )
        if same and (shared[mark] == 1 or (before or "")[:_TITLE_DIGITS] == title):
            return mark
    fresh = next((mark for mark in free if shared[mark] == 1 and mark not in known), None)
    return fresh or f"x:{keyed.content}"


def _same_text(before: str, keyed: Keyed) -> bool:
    return before[_TITLE_DIGITS:_DIGITS] == keyed.content[_TITLE_DIGITS:] and bool(keyed.entry.text)


def _is_past(at: datetime | None, now: datetime | None) -> bool:
    return at is not None and now is not None and at < now - _SAME_TIME


def _marks(entry: FeedEntry, digest: str, site: str) -> Iterator[str]:
    page = canonical_url(entry.url) if entry.url else ""
    if page and page != site and _names_article(page):
        yield f"u:{_short(page)}"
    # Of an entry without a page of its own, the headline is steadier than the id.
    if entry.title:
        yield f"t:{digest[:_TITLE_DIGITS]}"
    if guid := _normal_id(entry.id):
        yield f"g:{_short(guid)}"
    yield f"x:{digest}"


def _names_article(page: str) -> bool:
    """False for a front page, which some feeds give as every entry's link."""
    parts = urlsplit(page)
    return bool(parts.path.strip("/") or parts.query)


def _normal_id(written: str) -> str:
    """An id without scheme, session and timestamp, which change while the entry does not."""
    return _VOLATILE.sub(r"\1", _SCHEME.sub("", written.strip())).rstrip("/")


def _short(text: str) -> str:
    return text if len(text) <= 200 else hashlib.sha256(text.encode()).hexdigest()


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_NOT_WORD.sub(" ", _COUNTERS.sub(" ", folded)).split())


def _new(key: str, keyed: Keyed, now: datetime, origin: str) -> NewEntry:
    entry = keyed.entry
    published = min(entry.published_at, now) if entry.published_at else None
    return NewEntry(
        key=key,
        fingerprint=keyed.fingerprint,
        url=entry.url,
        title=entry.title,
        byline=entry.byline,
        published_at=published,
        text=entry.text,
        origin=origin,
    )


def _first(entries: list[NewEntry], now: datetime) -> list[NewEntry]:
    """A new feed's entries: the newest few as news, the others as backlog.

    The dated come first by date; the undated follow in the feed's order, which is the newest first in most.
    """
    order = sorted(
        range(len(entries)),
        key=lambda i: (-e.timestamp() if (e := entries[i].published_at) else float("inf"), i),
    )
    news = set(order[:FIRST_NEWS])
    return [
        entry if i in news and _age(entry, now) <= FIRST_NEWS_AGE else _as_backlog(entry)
        for i, entry in enumerate(entries)
    ]


def _age(entry: NewEntry, now: datetime) -> timedelta:
    return now - entry.published_at if entry.published_at else timedelta(0)


def _as_backlog(entry: NewEntry) -> NewEntry:
    return replace(entry, is_news=False)
