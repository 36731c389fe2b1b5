"""One page, file or text that somebody brings: read and condensed for him alone, and filed nowhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import NamedTuple

from summarizer.model import Article, ArticleId, Brief, BriefSpec, Bullet

from .desk import Desk, Reader
from .ingest import refusals
from .ingest.decode import decode
from .ingest.fetch import Fetched, Limits, NotModified, load_page, visit
from .ingest.files import load_text, looks_like_html
from .ingest.gate import wrong_language
from .ingest.html import load_html
from .ingest.language import language_of
from .ingest.loaded import Fault, Loaded, Refused
from .ingest.markdown import load_markdown
from .ingest.metadata import declared_charset
from .ingest.pdf import load_pdf, looks_like_pdf
from .ingest.transport import Transport
from .sources import Source, sources_in

MAX_CHARS = 100_000
_MARKDOWN = frozenset({".md", ".markdown"})
_HTML = frozenset({".html", ".htm", ".xhtml"})


class Proven(NamedTuple):
    """A bullet and the places that prove it."""

    bullet: Bullet
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What one article says, by whom.

    Attributes:
        proven: The bullets of the brief in reading order; the sentences are kept with them, because the article
            is not.
    """

    article: Article
    brief: Brief
    proven: tuple[Proven, ...]


async def fetched(url: str, /, *, limits: Limits, transport: Transport | None = None) -> Fetched | Refused:
    """A page of the public internet; everything that can go wrong is a value."""
    outcome = (await visit(url, limits=limits, transport=transport)).outcome
    return refusals.bad_status(url, 304) if isinstance(outcome, NotModified) else outcome


def page_article(page: Fetched, /, *, languages: Collection[str]) -> Article | Refused:
    """The article of a page; blocks."""
    return _checked(load_page(page), languages)


def file_article(name: str, data: bytes, /, *, languages: Collection[str]) -> Article | Refused:
    """The article in a file: plain text, HTML, Markdown or PDF, by what it holds; blocks."""
    if not data:
        return refusals.empty(name)
    loaded = _checked(_parsed(name, data), languages)
    if isinstance(loaded, Refused) or loaded.title:
        return loaded
    return replace(loaded, title=PurePosixPath(name).name)


def text_article(text: str, /, *, title: str, languages: Collection[str]) -> Article | Refused:
    """A text as it was pasted."""
    loaded = _checked(load_text(text, source="text"), languages)
    return loaded if isinstance(loaded, Refused) else replace(loaded, title=title)


def summary(reader: Reader, article: Article, /, *, spec: BriefSpec) -> Summary:
    """Read an article and condense it; blocks, as long as the models take.

    Raises:
        SummarizerError: A model is missing or broken.
    """
    desk = Desk(reader)
    list(desk.read([article]))
    brief = desk.brief(spec)
    proven = tuple(
        Proven(b, sources_in(article, b.citations)) for section in brief.sections for b in section.bullets
    )
    return Summary(article, brief, proven)


def _parsed(name: str, data: bytes) -> Loaded | Refused:
    suffix = PurePosixPath(name).suffix.lower()
    if looks_like_pdf(data) and suffix not in _MARKDOWN | _HTML:
        return load_pdf(data, source=name)
    decoded = decode(data, source=name, declared=declared_charset(data))
    if isinstance(decoded, Refused):
        return decoded
    if suffix in _HTML or (suffix not in _MARKDOWN and looks_like_html(decoded.text)):
        return load_html(decoded.text, source=name)
    if suffix in _MARKDOWN:
        return load_markdown(decoded.text, source=name)
    return load_text(decoded.text, source=name)


def _checked(loaded: Loaded | Refused, languages: Collection[str]) -> Article | Refused:
    if isinstance(loaded, Refused):
        return loaded
    article = replace(loaded.article, id=ArticleId(loaded.article.id or "text"))
    if len(article.text) > MAX_CHARS:
        reason = f"It has more than {MAX_CHARS} characters."
        return Refused(article.id, reason, "Give the part that matters.", seen=True, fault=Fault.LONG)
    if other := wrong_language(language_of(article.text), languages):
        return Refused(
            article.id, other, "Give an article in another language.", seen=True, fault=Fault.LANGUAGE
        )
    return article
