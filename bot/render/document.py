"""The one neutral document that every platform's renderer reads, and how briefs and answers become one.

Nothing here knows a platform.  All text in a document has passed ``clean``; every address has passed
``safe_url``; renderers add markup and escape for it, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from operator import attrgetter
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from summarizer.model import (
    Act,
    Actor,
    Answer,
    Article,
    ArticleId,
    Brief,
    Bullet,
    Citation,
    Coverage,
    Status,
)

from .clean import clean, clip, safe_url
from .texts import ENGLISH, Texts

MAX_NAME_CHARS = 150
MAX_ROLE_CHARS = 150
MAX_TITLE_CHARS = 200
MAX_OUTLET_CHARS = 80
MAX_REFERENCES = 40
MAX_LINKS = 8


@dataclass(frozen=True, slots=True)
class Reference:
    """A bullet's pointer into the list of sources: "[2]", a link when ``url`` is set."""

    number: int
    url: str | None = None

    @property
    def mark(self) -> str:
        """As it is printed: ``[2]``."""
        return f"[{self.number}]"


@dataclass(frozen=True, slots=True)
class Title:
    """What the whole document is: "News brief", or the question that is answered."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a section; ``continued`` when a message repeats it for the rest of the section."""

    name: str
    role: str = ""
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A line that the bot says itself, such as the coverage figures or why there is no answer."""

    text: str


@dataclass(frozen=True, slots=True)
class BulletBlock:
    """One bullet.

    Attributes:
        mark: ``Texts.said`` or ``Texts.did``, so that an action is visibly not a statement.
        references: Each cited article once, in the order of the citations; at most ``MAX_REFERENCES``, of
            which the first ``MAX_LINKS`` are links (the list of sources links every one).
        labels: Words behind the references, set apart from the bullet's own words: how many references
            are not shown, the date, the number of outlets, "repeated" or "changed".
        continued: True for the rest of a bullet that no single message can hold (see ``split``).
        number: Which bullet of the brief or answer it is, in reading order from 0.
        withdrawn: True when it is shown struck out, because its source says it no longer.
    """

    text: str
    mark: str
    references: tuple[Reference, ...]
    labels: tuple[str, ...] = ()
    continued: bool = False
    number: int = 0
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The source sentence behind the reference of the bullet above it, in full."""

    text: str
    reference: Reference
    continued: bool = False


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One line of the list of sources; ``title`` is never empty, ``outlet`` and ``date`` may be."""

    reference: Reference
    title: str
    outlet: str = ""
    date: str = ""


Item = Note | BulletBlock | Evidence | SourceEntry
Block = Title | Heading | Item


@dataclass(frozen=True, slots=True)
class Part:
    """A title or heading and what stands under it; ``items`` is never empty."""

    opener: Title | Heading
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class RenderDocument:
    """Title, sections and sources, in the order to be read; ``texts`` are the words to render it with."""

    parts: tuple[Part, ...]
    texts: Texts = field(default=ENGLISH, repr=False)

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order, headings included."""
        for part in self.parts:
            yield part.opener
            yield from part.items


def brief_document(
    brief: Brief,
    /,
    *,
    texts: Texts = ENGLISH,
    title: str = "",
    lead: str = "",
    evidence: Mapping[Citation, str] | None = None,
) -> RenderDocument:
    """A brief as a document: coverage, a section an actor in the brief's order, the sources.

    A brief without bullets says so in words.  Sections without bullets are left out.

    Args:
        title: In place of ``texts.brief_title``.
        lead: In place of the coverage figures.
        evidence: Source sentences by citation; those of a bullet's citations stand under it.
    """
    numbers = _Numbers(brief.articles, texts)
    sections = [
        _section(section.actor, section.role, section.bullets, numbers, evidence or {}, dated=False)
        for section in brief.sections
        if section.bullets
    ]
    lines = [lead or coverage_line(brief.coverage, texts=texts)] + ([] if sections else [texts.nothing_found])
    return _assembled(_title(title, texts), lines, sections, numbers)


def answer_document(
    answer: Answer,
    /,
    *,
    articles: Iterable[Article] = (),
    texts: Texts = ENGLISH,
    evidence: Mapping[Citation, str] | None = None,
) -> RenderDocument:
    """An answer as a document: the question, dated bullets in the answer's order, the sources.

    Neighbouring bullets of one actor share a heading; the order is never changed.  An answer that
    abstained gives its reason instead.

    Args:
        articles: Where outlets, headlines and dates of the cited articles are found; a cited article that
            is not among them is named by its id.
    """
    numbers = _Numbers(articles, texts)
    sections = [
        _section(bullets[0].actor, "", bullets, numbers, evidence or {}, dated=True)
        for bullets in (tuple(run) for _, run in groupby(answer.bullets, key=attrgetter("actor.id")))
    ]
    found = texts.count(len(answer.bullets), texts.statement)
    line = answer.abstained or (found + "." if sections else texts.no_answer)
    return _assembled(_title(answer.question, texts), [clean(line) or texts.no_answer], sections, numbers)


def coverage_line(coverage: Coverage, /, *, texts: Texts = ENGLISH) -> str:
    """What was read and what became of it, in one line; figures of nothing are left out."""
    c = coverage
    read = [
        texts.count(n, forms)
        for n, forms in (
            (c.articles, texts.article),
            (c.outlets, texts.outlet),
            (c.stories, texts.story),
            (c.duplicates, texts.copy),
        )
        if n or forms is texts.article
    ]
    found = [texts.count(c.statements, texts.statement)]
    if c.attributed:
        found.append(texts.by_name.format(n=c.attributed))
    printed = [texts.count(c.bullets, texts.bullet)]
    for n, template in (
        (c.folded, texts.folded),
        (c.withheld, texts.withheld),
        (c.left_out, texts.left_out),
        (c.replaced, texts.replaced),
    ):
        if n:
            printed.append(template.format(n=n))
    return " · ".join(", ".join(group) for group in (read, found, printed))


class _Numbers:
    """Gives each cited article its number, in the order of first use, and each bullet its own."""

    def __init__(self, articles: Iterable[Article], texts: Texts) -> None:
        self.texts = texts
        self._articles = {a.id: a for a in articles}
        self._first: dict[ArticleId, tuple[int, Citation]] = {}
        self.bullets = count()

    def references(self, citations: Sequence[Citation], /) -> tuple[Reference, ...]:
        """One reference an article, in the order of the citations."""
        seen: dict[ArticleId, Reference] = {}
        for citation in citations:
            if citation.article not in seen:
                seen[citation.article] = self.reference(citation)
        return tuple(seen.values())

    def reference(self, citation: Citation, /) -> Reference:
        number, _ = self._first.setdefault(citation.article, (len(self._first) + 1, citation))
        article = self._articles.get(citation.article)
        return Reference(number, safe_url(citation.url) or safe_url(article.url if article else None))

    def date(self, citation: Citation, /) -> str:
        article = self._articles.get(citation.article)
        return self.texts.day(article.published_at) if article and article.published_at else ""

    def sources(self) -> tuple[SourceEntry, ...]:
        return tuple(self._source(number, citation) for number, citation in self._first.values())

    def _source(self, number: int, citation: Citation) -> SourceEntry:
        article = self._articles.get(citation.article, Article(citation.article, ""))
        url = safe_url(article.url) or safe_url(citation.url)
        return SourceEntry(
            Reference(number, url),
            title=clip(clean(article.title) or file_name(citation.article), MAX_TITLE_CHARS),
            outlet=clip(clean(article.outlet) or _site(url), MAX_OUTLET_CHARS),
            date=self.date(citation),
        )


def file_name(article: ArticleId, /) -> str:
    """What an article is called when it has no headline: the last part of its id that is not empty."""
    readable = clean(article)
    return PurePosixPath(readable.replace("\\", "/")).name or readable or "?"


def _site(url: str | None) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def _title(text: str, texts: Texts) -> Title:
    return Title(clip(clean(text) or texts.brief_title, MAX_TITLE_CHARS))


def _section(
    actor: Actor,
    role: str,
    bullets: Sequence[Bullet],
    numbers: _Numbers,
    evidence: Mapping[Citation, str],
    *,
    dated: bool,
) -> Part:
    marks = f"{numbers.texts.said}{numbers.texts.did} "  # a name must not pass for a bullet
    name = clean(actor.name).lstrip(marks) or clean(actor.id).lstrip(marks) or numbers.texts.unnamed
    heading = Heading(clip(name, MAX_NAME_CHARS), clip(clean(role).lstrip(marks), MAX_ROLE_CHARS))
    items: list[Item] = []
    for bullet in bullets:
        items.append(_bullet(bullet, numbers, dated=dated))
        items += (
            Evidence(sentence, numbers.reference(citation))
            for citation in bullet.citations
            if (sentence := clean(evidence.get(citation, "")))
        )
    return Part(heading, tuple(items))


def _bullet(bullet: Bullet, numbers: _Numbers, *, dated: bool) -> BulletBlock:
    texts = numbers.texts
    references = numbers.references(bullet.citations)
    hidden = max(0, len(references) - MAX_REFERENCES)
    labels = (
        texts.more_references.format(n=hidden) if hidden else "",
        numbers.date(bullet.citations[0]) if dated else "",
        texts.count(bullet.outlets, texts.outlet) if bullet.outlets > 1 else "",
        {Status.REPEATED: texts.repeated, Status.CHANGED: texts.changed}.get(bullet.status, ""),
    )
    return BulletBlock(
        clean(bullet.text) or texts.no_words,
        texts.did if bullet.act is Act.DID else texts.said,
        (*references[:MAX_LINKS], *(Reference(r.number) for r in references[MAX_LINKS:MAX_REFERENCES])),
        tuple(label for label in labels if label),
        number=next(numbers.bullets),
    )


def _assembled(
    title: Title, lines: Sequence[str], sections: Sequence[Part], numbers: _Numbers
) -> RenderDocument:
    texts = numbers.texts
    acted = any(isinstance(i, BulletBlock) and i.mark == texts.did for s in sections for i in s.items)
    lead = Part(title, tuple(Note(line) for line in (*lines, *([texts.legend] if acted else []))))
    sources = numbers.sources()
    tail = (Part(Heading(texts.sources), sources),) if sources else ()
    return RenderDocument((lead, *sections, *tail), texts)
