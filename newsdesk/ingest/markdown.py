"""Markdown to the text that a reader sees; every character keeps its place in the file.

Front matter, markers of headings, lists and quotes, emphasis, link targets, images, code, comments and tags
go; words stay.  It is a reader of news, not of the whole standard: what it does not know stays as it is.
"""

from __future__ import annotations

import re

from summarizer.model import Article, ArticleId

from . import refusals
from .labels import label
from .loaded import Loaded, OffsetMap, Refused, Run
from .metadata import instant

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<said>(?:(?!---)[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_SAID = re.compile(r"^(?P<key>[A-Za-z_]{1,40})[ \t]*:[ \t]*(?P<value>.*?)[ \t]*\r?$", re.MULTILINE)
_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<title>.*?)[ \t#]*\r?$", re.MULTILINE)
# What is not read, in the order in which it is looked for at each place.
_MARKUP = re.compile(
    r"(?P<fence>^ {0,3}(?:```|~~~)[^\n]*\n(?:(?!^ {0,3}(?:```|~~~))[^\n]*\n?){0,2000}(?:^ {0,3}(?:```"
    r"|~~~)[ \t]*$)?)"
    r"|(?P<comment><!--(?:[^<-]|-(?!->)|<(?!!--)){0,5000}-->)"
    r"|(?P<image>!\[[^\[\]\n]{0,500}\](?:\([^()\n]{0,1000}(?:\([^()\n]{0,200}\))?[^()\n]{0,500}\)"
    r"|\[[^\]\n]{0,200}\])?)"
    r"|(?P<reference>^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S[^\n]*$)"
    r"|(?P<rule>^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$)"
    r"|(?P<head>^ {0,3}#{1,6}[ \t]+)|(?P<closing>[ \t]+#+[ \t]*$)"
    r"|(?P<lead>^[ \t]{0,12}(?:>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+(?=\S))+)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<target>\](?:\([^()\n]{0,1000}(?:\([^()\n]{0,200}\))?[^()\n]{0,500}\)|\[[^\]\n]{0,200}\]))"
    r"|(?P<note>\[\^[^\]\n]{1,60}\]:?)|(?P<open>\[(?=[^\[\]\n]{1,500}\](?:\(|\[)))"
    r"|(?P<auto><(?=https?://[^ >\n]{1,1000}>))|(?P<tag></?[A-Za-z][^<>\n]{0,500}>)"
    r"|(?P<strong>(?<![\w*\\])\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}(?![\w*])|(?<![\w\\])_{1,3}(?=[^\s_])"
    r"|(?<=[^\s_\\])_{1,3}(?!\w)"
    r"|(?<=[\w.,;:!?\"'”’)])\*{2,3}(?=[\w\"'“‘(]))"
    r"|(?P<strike>~~)|(?P<code>`{1,3})|(?P<after>(?<=[\w/])>(?=[\s.,;:!?)]|$))",
    re.MULTILINE,
)  # fmt: skip


def load_markdown(text: str, /, *, source: str) -> Loaded | Refused:
    """Read an article out of Markdown; title, author and date come from its front matter.

    Without a title there, the first heading is the title; headings stay in the text, for they are read.
    """
    front = _FRONT.match(text)
    said = {m["key"].lower(): _value(m["value"]) for m in _SAID.finditer(front["said"])} if front else {}
    body, offsets = _plain(text, front.end() if front else 0)
    if not any(c.isalnum() for c in body):
        return refusals.wordless(source)
    heading = _ATX.search(text, front.end() if front else 0)
    article = Article(
        id=ArticleId(source),
        text=body,
        title=label(said.get("title", "") or (heading["title"] if heading else "")),
        outlet=label(said.get("outlet", "")),
        url=said.get("url") or None,
        byline=label(said.get("byline", "") or said.get("author", "")),
        published_at=instant(said.get("date", "") or said.get("published", "")),
    )
    return Loaded(article, offsets)


def _value(said: str) -> str:
    quoted = len(said) > 1 and said[0] == said[-1] and said[0] in "\"'"
    return said[1:-1] if quoted else said


def _plain(text: str, start: int) -> tuple[str, OffsetMap]:
    """The text from a position on without its markup, and where each stretch of it stands."""
    kept: list[tuple[int, int]] = []
    position = start
    for found in _MARKUP.finditer(text, start):
        if found.end() == found.start():
            continue
        if found.start() > position:
            kept.append((position, found.start()))
        position = found.end()
    if position < len(text):
        kept.append((position, len(text)))
    return _trimmed(text, kept)


def _trimmed(text: str, kept: list[tuple[int, int]]) -> tuple[str, OffsetMap]:
    """Without white space at both ends; the map has one run a stretch."""
    while kept and not text[slice(*kept[0])].strip():
        kept.pop(0)
    while kept and not text[slice(*kept[-1])].strip():
        kept.pop()
    if not kept:
        return "", OffsetMap()
    first = text[slice(*kept[0])]
    kept[0] = kept[0][1] - len(first.lstrip()), kept[0][1]
    last = text[slice(*kept[-1])]
    kept[-1] = kept[-1][0], kept[-1][0] + len(last.rstrip())
    runs, at = [], 0
    for a, b in kept:
        runs.append(Run(at, a, b, verbatim=True))
        at += b - a
    return "".join(text[a:b] for a, b in kept), OffsetMap(tuple(runs))
