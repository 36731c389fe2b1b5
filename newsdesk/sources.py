"""The evidence of a bullet as one reads it: each sentence in its paragraph, and where it was published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from summarizer.model import Article, ArticleId, Bullet, Citation, Span

from .ports import Store

# On each side of the sentence.
AROUND_CHARS = 300
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Source:
    """One place that proves a bullet.

    ``before``, ``sentence`` and ``after``, put together, are the paragraph, its white space made single spaces;
    an ellipsis stands where it was clipped.  Several places in one paragraph share it: each has what stands
    behind it up to the next, and only the first what stands before.

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
    found: list[Source] = []
    for (number, revision), places in groupby(
        dict.fromkeys(bullet.citations), lambda c: (c.article, c.revision)
    ):
        cited = store.articles.revision(number, revision)
        if cited is not None:
            found += sources_in(cited, places, around_chars=around_chars)
        else:
            found += [_forgotten(place, known) for place in places]
    return tuple(found)


def sources_in(
    article: Article, citations: Iterable[Citation], /, *, around_chars: int = AROUND_CHARS
) -> tuple[Source, ...]:
    """The places that citations of this very text name, each once; those of one paragraph in its order."""
    paragraphs: dict[Span, list[Citation]] = {}
    for citation in dict.fromkeys(citations):
        paragraphs.setdefault(_paragraph(article.text, citation.span), []).append(citation)
    return tuple(
        source
        for paragraph, places in paragraphs.items()
        for source in _shared(article, paragraph, _apart(places), around_chars)
    )


def _apart(places: Iterable[Citation]) -> list[Citation]:
    """In the order of the text, without those that lie within another; one that begins in another is cut."""
    kept: list[Citation] = []
    for place in sorted(places, key=lambda c: (c.span.start, -c.span.end)):
        end = kept[-1].span.end if kept else 0
        if not kept or place.span.end > end:
            kept.append(replace(place, span=Span(max(place.span.start, end), place.span.end)))
    return kept


def _shared(
    article: Article, paragraph: Span, places: Sequence[Citation], around_chars: int
) -> Iterator[Source]:
    """The places of one paragraph."""
    for number, place in enumerate(places):
        start, end = place.span
        last = number + 1 == len(places)
        before = _single(article.text[paragraph.start : start]).lstrip() if not number else ""
        after = _single(article.text[end : paragraph.end if last else places[number + 1].span.start]).rstrip()
        sentence = _single(article.text[start:end]).strip()
        yield Source(
            place,
            sentence=sentence,
            before=_last(before, around_chars),
            after=_first(after, around_chars),
            title=article.title,
            outlet=article.outlet,
            url=article.url or place.url or "",
            published_at=article.published_at,
            forgotten=not sentence,
        )


def _forgotten(citation: Citation, known: Mapping[ArticleId, Article]) -> Source:
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


def _paragraph(text: str, span: Span) -> Span:
    """The paragraph, or paragraphs, in which a sentence stands."""
    breaks = list(_BLANK_LINE.finditer(text)) or list(re.finditer(r"\n", text))
    begin = max((m.end() for m in breaks if m.end() <= span.start), default=0)
    return Span(begin, min((m.start() for m in breaks if m.start() >= span.end), default=len(text)))


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
