"""What comes out of reading a file or a page: an article with its way back to the original, or why not."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from summarizer.model import Article, Span


class Run(NamedTuple):
    """A stretch of an article's text, from ``text`` to the start of the next run, and where it comes from.

    Attributes:
        raw: Start of the original's range.
        raw_end: End of it, exclusive.
        verbatim: True when both sides are the same characters one by one; else every character of the
            stretch stands for the whole range (an entity, collapsed white space, the tags between paragraphs).
    """

    text: int
    raw: int
    raw_end: int
    verbatim: bool


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps spans of ``Article.text`` to spans of the original, both half-open code points.

    Without runs it is the identity: plain text and JSON Lines hold the text itself.  Otherwise the runs
    begin at 0 and ascend.
    """

    runs: tuple[Run, ...] = ()

    def original(self, span: Span, /) -> Span:
        """From the start of the first character to the end of the last one, in the original.

        An empty span becomes the empty span before its character.
        """
        if not self.runs:
            return span
        start = self._range(span.start)
        if span.end <= span.start:
            return Span(start.start, start.start)
        return Span(start.start, self._range(span.end - 1).end)

    def _range(self, position: int) -> Span:
        run = self.runs[max(bisect_right(self.runs, position, key=lambda r: r.text) - 1, 0)]
        if not run.verbatim:
            return Span(run.raw, run.raw_end)
        raw = min(run.raw + position - run.text, run.raw_end)
        return Span(raw, min(raw + 1, run.raw_end))


IDENTITY = OffsetMap()


@dataclass(frozen=True, slots=True)
class Loaded:
    """An article that was read.

    Attributes:
        offsets: From the article's text to the decoded file (without its byte order mark) or JSON string.
        place: Where it was read, ``path:line`` in a JSON Lines file; "" when its id says so.
    """

    article: Article
    offsets: OffsetMap = IDENTITY
    place: str = ""


class Fault(StrEnum):
    """Why something was not read, for those who say it in another language."""

    OTHER = "other"
    ADDRESS = "address"  # no URL that can be fetched
    SCHEME = "scheme"  # of no web address: ftp://, file://
    HOST = "host"  # its name is not known
    GONE = "gone"  # the site knows no such page
    REDIRECT = "redirect"  # to where nobody goes
    PRIVATE = "private"  # not on the public internet
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    STATUS = "status"  # the server says no
    ROBOTS = "robots"
    LONG = "long"
    KIND = "kind"  # no text, nor anything that holds one
    PDF = "pdf"  # locked, broken, or pictures of text
    EMPTY = "empty"
    PAYWALL = "paywall"
    COOKIES = "cookies"
    LOGIN = "login"
    ERROR = "error"  # an error page, or a check for robots
    NO_ARTICLE = "no_article"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that was not read.

    Attributes:
        source: The path as given, ``path:line`` in a JSON Lines file, or the URL without its secrets.
        reason: What is wrong, as a sentence.
        advice: What to do next, as a sentence.
        found: What there was all the same, when the gate kept a page out; None when nothing could be read.
        seen: True when everything could be read, and there is no article in it.
        fault: The reason as a value.
    """

    source: str
    reason: str
    advice: str
    found: Article | None = None
    seen: bool = False
    fault: Fault = Fault.OTHER

    def __str__(self) -> str:
        return f"{self.source}: {self.reason} {self.advice}"


Outcome = Loaded | Refused
