"""Drives feedparser over a decoded feed, keeping what it found whatever stops it.

Differs from ``feedparser.parse``, which it does not call, where hostile bytes would end in a traceback or
never: it neither fetches nor opens anything, sanitises nothing (we make plain text of all markup), passes over
an element it stumbles at, gives the tolerant parser one entry at a time (so that one broken entry costs no
other), and stops after a budget of processor time.  Of the two parsers' results that with more entries counts.
"""

from __future__ import annotations

import re
import time
import xml.sax
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from .prolog import Prolog

BUDGET_S = 2.0  # of processor time, for each of the two parsers,
_ENTRY_S = 0.0005  # and for each entry found, so that long honest feeds are read to their end,
_MAX_BUDGET_S = 8.0  # up to this
MAX_ENTRIES = 50_000
_CHUNK_BYTES = 65_536
_PIECE_CHARS = 131_072
_LOOK_AT_CLOCK_EVERY = 64
_MAX_AUTHOR_CHARS = 500
_JUNK_BEHIND_ROOT = 9  # expat's code
_EMPTY_TAG = re.compile(r"<([^<>\s/]++)\s*+/>")
_ODD_DECLARATION = re.compile(r"<!(?!DOCTYPE|--|\[)", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry)\s*>|<!\[CDATA\[|<!--", re.IGNORECASE)


class _OutOfTime(Exception):
    """The budget is spent."""


@dataclass(slots=True)
class RawFeed:
    """What feedparser found, in its own dictionaries.

    Attributes:
        is_feed: It has a feed's elements, whether or not it has entries.
        faults: Elements that were passed over.
        complete: False when it is not well-formed XML.
        cut_short: True when the budget ended it.
    """

    entries: list[dict[str, Any]] = field(default_factory=list)
    feed: dict[str, Any] = field(default_factory=dict)
    version: str = ""
    is_feed: bool = False
    faults: int = 0
    complete: bool = True
    cut_short: bool = False


def run_feedparser(prolog: Prolog, /, *, url: str = "", budget_s: float = BUDGET_S) -> RawFeed:
    """Read a feed whose prolog has been taken off.

    Args:
        url: Where it came from, for its relative links.
    """
    strict, error = _strict(prolog, url, budget_s)
    if error is None or strict.cut_short:
        return strict
    loose = _loose(prolog, url, budget_s)
    loose.complete = False
    more = len(strict.entries) - len(loose.entries)
    if more > 0 or (more == 0 and error == _JUNK_BEHIND_ROOT and strict.is_feed):
        strict.complete = False
        return strict
    return loose


def _strict(prolog: Prolog, url: str, budget_s: float) -> tuple[RawFeed, int | None]:
    """What the XML parser found, and the number of the error that stopped it."""
    handler = _parsers()[0](url, None, "utf-8")
    handler.begin(budget_s)
    reader = cast("xml.sax.xmlreader.IncrementalParser", xml.sax.make_parser())  # noqa: S317  # the prolog is ours
    reader.setFeature(xml.sax.handler.feature_namespaces, True)  # noqa: FBT003  # its signature
    reader.setFeature(xml.sax.handler.feature_external_ges, False)  # noqa: FBT003  # the same
    reader.setContentHandler(handler)
    data = prolog.document().encode("utf-8", "replace")
    error: int | None = None
    cut_short = False
    try:
        for start in range(0, len(data), _CHUNK_BYTES):
            reader.feed(data[start : start + _CHUNK_BYTES])
        reader.close()
    except _OutOfTime:
        cut_short = True
    except xml.sax.SAXException as fault:
        cause = fault.getException()
        error = getattr(cause, "code", None) or 0
    return _result(handler, cut_short=cut_short), error


def _loose(prolog: Prolog, url: str, budget_s: float) -> RawFeed:
    handler = _parsers()[1](url, None, "utf-8", prolog.entities)
    handler.begin(budget_s)
    cut_short = False
    try:
        for piece in _by_entries(prolog.body):
            handler.read(piece)
    except _OutOfTime:
        cut_short = True
    return _result(handler, cut_short=cut_short)


def _result(handler: Any, *, cut_short: bool) -> RawFeed:  # noqa: ANN401  # feedparser has no types
    return RawFeed(
        entries=list(handler.entries),
        feed=handler.feeddata,
        version=handler.version or "",
        is_feed=bool(handler.entries or handler.version or handler.seen),
        faults=handler.faults,
        cut_short=cut_short,
    )


def _by_entries(text: str) -> Iterator[str]:
    """A feed in pieces that end where an entry does; CDATA and comments stay whole, a huge entry does not."""
    start = at = 0
    while at < len(text):
        mark = _ENTRY_END.search(text, at)
        if mark is None:
            break
        if mark[0].startswith("<!"):
            close = "-->" if mark[0] == "<!--" else "]]>"
            end = text.find(close, mark.end())
            at = end + len(close) if end >= 0 else mark.end()
            if end < 0:
                break
            continue
        at = mark.end()
        yield from _cut(text[start:at])
        start = at
    for rest in re.split(r"(?<=</item>)|(?<=</entry>)", text[start:]):
        yield from _cut(rest)


def _cut(piece: str) -> Iterator[str]:
    while len(piece) > _PIECE_CHARS:
        end = piece.rfind("<", _PIECE_CHARS // 2, _PIECE_CHARS)
        end = end if end > 0 else _PIECE_CHARS
        yield piece[:end]
        piece = piece[end:]
    yield piece


class _Careful:
    """Mixed into feedparser's parsers: a budget, and no element that ends the whole."""

    faults: int
    seen: bool
    _began: float
    _budget_s: float
    _events: int
    _pieces: list[str]

    def begin(self, budget_s: float) -> None:
        self.faults = self._events = 0
        self.seen = False
        self._pieces = []
        self._began, self._budget_s = time.thread_time(), budget_s
        # We make plain text of all markup ourselves, in linear time.
        cast("Any", self).sanitize_html = cast("Any", self).resolve_relative_uris = False
        # An id is a name: resolved against the feed's address, it would look like a page.
        cast("Any", self).can_be_relative_uri = cast("Any", self).can_be_relative_uri - {"id"}

    def characters(self, text: str) -> None:
        """Expat brings every line of a text by itself; feedparser gets it whole."""
        self._pieces.append(text)

    def _flush(self) -> None:
        if self._pieces:
            cast("Any", self).handle_data("".join(self._pieces))
            self._pieces = []

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        self._count()
        self._flush()
        self.seen = self.seen or tag.rpartition(":")[2] in {"channel", "feed"}
        try:
            cast("Any", super()).unknown_starttag(tag, attrs)
        except _OutOfTime:
            raise
        except Exception:  # noqa: BLE001  # feedparser's handlers fail in many ways on odd elements: pass over it
            self.faults += 1

    def unknown_endtag(self, tag: str) -> None:
        self._count()
        self._flush()
        try:
            cast("Any", super()).unknown_endtag(tag)
        except _OutOfTime:
            raise
        except Exception:  # noqa: BLE001  # the same
            self.faults += 1

    def _count(self) -> None:
        self._events += 1
        if self._events % _LOOK_AT_CLOCK_EVERY:
            return
        found = len(cast("Any", self).entries)
        allowed = min(self._budget_s + found * _ENTRY_S, _MAX_BUDGET_S)
        if time.thread_time() - self._began > allowed or found > MAX_ENTRIES:
            raise _OutOfTime

    def _add_tag(self, term: str, scheme: str, label: str) -> None:  # noqa: ARG002  # feedparser's signature
        """Nobody here reads tags, and feedparser compares each with all others."""
        cast("Any", self)._get_context().setdefault("tags", [])  # noqa: SLF001  # its own method

    def _sync_author_detail(self, key: str = "author") -> None:
        """Passed over for long names: its search for an address takes quadratic time."""
        name = cast("Any", self)._get_context().get(key)  # noqa: SLF001  # its own method
        if not isinstance(name, str) or len(name) <= _MAX_AUTHOR_CHARS:
            cast("Any", super())._sync_author_detail(key)  # noqa: SLF001  # the same


class _Piecewise(_Careful):
    """The tolerant parser, fed with one piece after another."""

    def read(self, piece: str) -> None:
        """Parse a piece to its end; what is unclosed in it ends there."""
        text = _ODD_DECLARATION.sub("&lt;!", piece)
        parser = cast("Any", self)
        text = _EMPTY_TAG.sub(parser._shorttag_replace, text)  # noqa: SLF001  # its own method
        text = text.replace("&#39;", "'").replace("&#34;", '"')
        try:
            self._sgml.feed(self, text)
            self._sgml.close(self)
        except _OutOfTime:
            raise
        except Exception:  # noqa: BLE001  # SGML that sgmllib gives up on: the next entry is another piece
            self.faults += 1
            parser.rawdata = ""

    def handle_data(self, text: str, escape: int = 1) -> None:
        self._count()
        cast("Any", super()).handle_data(text, escape)

    def handle_charref(self, ref: str) -> None:
        self._count()
        cast("Any", super()).handle_charref(ref)

    def handle_entityref(self, ref: str) -> None:
        self._count()
        cast("Any", super()).handle_entityref(ref)

    _sgml: Any


@cache
def _parsers() -> tuple[Any, Any]:
    """The strict and the tolerant parser; feedparser takes 0.1 s to load."""
    import feedparser_sgmllib as sgmllib
    from feedparser import api

    strict = type("StrictParser", (_Careful, api.StrictFeedParser), {})
    loose = type("LooseParser", (_Piecewise, api.LooseFeedParser), {"_sgml": sgmllib.SGMLParser})
    return strict, loose
