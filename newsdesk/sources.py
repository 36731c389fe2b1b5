"""The evidence of a bullet as one reads it: each sentence in its paragraph, and where it was published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from summarizer.model import Article, ArticleId, Bullet, Citation

from .corrections import numbered
from .model import BriefRecord
from .ports import Store

# On each side of the sentence.
AROUND_CHARS = 300
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Source:
    """One place that proves a bullet.

    ``before``, ``sentence`` and ``after``, put together, are the paragraph, its white space made single spaces;
    an ellipsis stands where it was clipped.

    Attributes:
        forgotten: True when the text that was cited is not kept any more; then there are no words.
        title, outlet, url, published_at: As far as they are known; a brief keeps those of its articles.
    """

    citation: Citation
    sentence: str = ""
    before: str = ""
    after: str = ""
    title: str = ""
    outlet: str = ""
    url: str = ""
    published_at: datetime | None = None
    forgotten: bool = False


def sources(
    store: Store, bullet: Bullet, /, *, articles: Iterable[Article] = (), around_chars: int = AROUND_CHARS
) -> tuple[Source, ...]:
    """The places that prove a bullet, in its order, each from the very revision that it cites.

    Args:
        articles: What is known of articles that may be forgotten: those of the brief or answer.
        around_chars: At most so many characters of the paragraph on each side of the sentence.
    """
    known = {article.id: article for article in articles}
    return tuple(_source(store, c, known, around_chars) for c in dict.fromkeys(bullet.citations))


def sources_of(
    store: Store, record: BriefRecord, number: int, /, *, around_chars: int = AROUND_CHARS
) -> tuple[Source, ...]:
    """The places that prove a bullet of a published brief, by its number; none when it has no such bullet."""
    bullet = dict(numbered(record)).get(number)
    if bullet is None:
        return ()
    return sources(store, bullet, articles=record.brief.articles, around_chars=around_chars)


def source_in(article: Article, citation: Citation, /, *, around_chars: int = AROUND_CHARS) -> Source:
    """The place that a citation of this very text names."""
    before, sentence, after = _paragraph(article.text, citation, around_chars)
    return Source(
        citation,
        sentence=sentence,
        before=before,
        after=after,
        title=article.title,
        outlet=article.outlet,
        url=article.url or citation.url or "",
        published_at=article.published_at,
        forgotten=not sentence,
    )


def _source(store: Store, citation: Citation, known: dict[ArticleId, Article], around_chars: int) -> Source:
    cited = store.articles.revision(citation.article, citation.revision)
    if cited is not None:
        return source_in(cited, citation, around_chars=around_chars)
    about = known.get(citation.article, Article(citation.article, ""))
    url = about.url or citation.url or ""
    return Source(
        citation,
        title=about.title,
        outlet=about.outlet,
        url=url,
        published_at=about.published_at,
        forgotten=True,
    )


def _paragraph(text: str, citation: Citation, around_chars: int) -> tuple[str, str, str]:
    """What stands before a sentence, the sentence, and what stands after it."""
    start, end = citation.span
    breaks = list(_BLANK_LINE.finditer(text)) or list(re.finditer(r"\n", text))
    begin = max((m.end() for m in breaks if m.end() <= start), default=0)
    close = min((m.start() for m in breaks if m.start() >= end), default=len(text))
    before, after = _single(text[begin:start]).lstrip(), _single(text[end:close]).rstrip()
    return _last(before, around_chars), _single(text[start:end]).strip(), _first(after, around_chars)


def _single(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _first(text: str, chars: int) -> str:
    if len(text) <= chars:
        return text
    kept = text[: chars + 1]
    return f"{(kept[: kept.rfind(' ')] if ' ' in kept.strip() else '').rstrip()} …"


def _last(text: str, chars: int) -> str:
    if len(text) <= chars:
        return text
    kept = text[-chars - 1 :]
    return f"… {(kept[kept.find(' ') :] if ' ' in kept.strip() else '').lstrip()}"
