"""``articles.toml``: what is known of the text files beside it.

[[article]]
file = "harbour-wire-1.txt"          # inside the index's own folder
title = "…"                          # the rest is optional
outlet = "…"
url = "…"
byline = "…"
published_at = 2025-05-12T09:30:00Z
"""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from summarizer.model import Article

from . import refusals
from .jsonl import BadField, published, string
from .loaded import Refused

INDEX_NAME = "articles.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index says of one file; its fields go before what the file says itself."""

    file: str
    title: str = ""
    outlet: str = ""
    url: str | None = None
    byline: str = ""
    published_at: datetime | None = None
    revision: int = 1

    def applied(self, article: Article, /) -> Article:
        """The article with everything that the index knows."""
        return replace(
            article,
            title=self.title or article.title,
            outlet=self.outlet or article.outlet,
            url=self.url or article.url,
            byline=self.byline or article.byline,
            published_at=self.published_at or article.published_at,
            revision=self.revision,
        )


def parse_index(text: str, /, *, source: str) -> tuple[Entry, ...] | Refused:
    """Entries in the index's order; keys that are not known are passed over."""
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return refusals.bad_index(source, str(error).rstrip("."))
    listed = found.get("article", found.get("articles"))
    if not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
        return refusals.bad_index(source, "it has no [[article]] entries")
    entries: list[Entry] = []
    for number, fields in enumerate(listed, start=1):
        try:
            entries.append(_entry(fields))
        except BadField as problem:
            return refusals.bad_index(source, f"entry {number}: {problem}")
    return tuple(entries)


def _entry(fields: Mapping[str, object]) -> Entry:
    file = posixpath.normpath(string(fields, "file"))
    if file == "." or file.startswith(("/", "../")) or file == ".." or "\\" in file:
        raise BadField('Its "file" is missing or lies outside the folder')
    revision = fields.get("revision", 1)
    if isinstance(revision, bool) or not isinstance(revision, int) or revision < 1:
        raise BadField('Its "revision" is not a number from 1')
    return Entry(
        file=file,
        title=string(fields, "title"),
        outlet=string(fields, "outlet"),
        url=string(fields, "url") or None,
        byline=string(fields, "byline"),
        published_at=published(fields),
        revision=revision,
    )
