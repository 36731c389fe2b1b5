"""The one neutral document that every platform's renderer reads, and how briefs and answers become one.

Nothing here knows a platform.  All text in a document has passed ``clean``; every address has passed
``safe_url``; renderers add markup and escape for it, nothing else.

The blocks, for whoever writes a reply (``reply_pages`` cleans and clips what it is given):

* ``Title("Feeds")`` – what the message is; ``Heading("Ada Holm", "Mayor")`` – opens a section.
* ``Note("Nothing is subscribed here.")`` – a line of the bot's own.
* ``Line("checked at 08:00", head="Harbour Wire", url="https://…", labels=("fails",))`` – an entry of a list;
  ``Line("text")`` alone is an entry without a head.
* ``Example("/subscribe weekdays 08:00", "briefs on weekdays")`` – to be typed as it stands; monospaced.
* ``Passage("The sentence.", before="…", after="…")`` – evidence within its paragraph, folded where a platform
  can; ``SourceEntry(Reference(1, "https://…"), "Title", "Outlet", "11 May 2025")`` – where it stands.
* ``*answer_document(answer, texts=words("uk")).blocks()`` and ``*brief_document(…).blocks()`` – whole answers
  and briefs; ``*evidence_blocks(…)`` (``bot.render.evidence``) – what proves a bullet.
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

from .blocks import (
    DID,
    SAID,
    Block,
    BulletBlock,
    Evidence,
    Example,
    Heading,
    Item,
    Line,
    Note,
    Part,
    Passage,
    Reference,
    SourceEntry,
    Title,
)
from .clean import clean, clip, safe_url
from .texts import ENGLISH, Texts
from .why import why_nothing

__all__ = [
    "Block",
    "BulletBlock",
    "Evidence",
    "Example",
    "Heading",
    "Item",
    "Line",
    "Note",
    "Part",
    "Passage",
    "Reference",
    "RenderDocument",
    "SourceEntry",
    "Title",
    "answer_document",
    "brief_document",
    "coverage_line",
    "file_name",
    "site",
    "threaded_documents",
]

MAX_NAME_CHARS = 150
MAX_ROLE_CHARS = 150
MAX_TITLE_CHARS = 200
MAX_OUTLET_CHARS = 80
MAX_OVERVIEW = 12
MAX_OVERVIEW_CHARS = 60
MAX_REFERENCES = 40
MAX_LINKS = 8


@dataclass(frozen=True, slots=True)
class RenderDocument:
    """Title, sections and sources, in the order to be read; ``texts`` are the words to render it with."""

    parts: tuple[Part, ...]
    texts: Texts = field(default=ENGLISH, repr=False)

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order, headings included."""
        for part in self.parts:
            if part.opener:
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
    zone: str = "UTC",
) -> RenderDocument:
    """A brief as a document: coverage, a section an actor in the brief's order, the sources.

    A brief without bullets says so in words.  Sections without bullets are left out.

    Args:
        title: In place of "News brief".
        lead: In place of the coverage figures.
        evidence: Source sentences by citation; those of a bullet's citations stand under it.
        zone: In which the days of articles are told.
    """
    numbers = _Numbers(brief.articles, texts, zone)
    sections = [
        _section(section.actor, section.role, section.bullets, numbers, evidence or {}, dated=False)
        for section in brief.sections
        if section.bullets
    ]
    lines = [lead or coverage_line(brief.coverage, texts=texts)] + (
        [] if sections else [texts("render.nothing_found")]
    )
    return _assembled(_title(title, texts), lines, sections, numbers)


def threaded_documents(
    brief: Brief, /, *, texts: Texts = ENGLISH, title: str = "", lead: str = ""
) -> tuple[RenderDocument, ...]:
    """A brief as a short overview and, below it, a document an actor with its own sources.

    The overview names who is in it.  Bullets and sources have the numbers that they have in one document.
    """
    numbers = _Numbers(brief.articles, texts)
    told = [section for section in brief.sections if section.bullets]
    parts = [_section(s.actor, s.role, s.bullets, numbers, {}, dated=False) for s in told]
    who = tuple(
        Line(texts("render.points", n=len(section.bullets)), clip(part.opener.name, MAX_OVERVIEW_CHARS))
        for section, part in zip(told, parts, strict=True)
        if isinstance(part.opener, Heading)
    )
    more = (Note(texts("render.more_actors", n=len(who) - MAX_OVERVIEW)),) if len(who) > MAX_OVERVIEW else ()
    lines = [lead or coverage_line(brief.coverage, texts=texts)]
    lines += [texts("render.legend")] * _acted(parts) + [texts("render.nothing_found")] * (not parts)
    items = (*map(Note, lines), *who[:MAX_OVERVIEW], *more)
    below = (
        RenderDocument((part, *numbers.listed(section.bullets)), texts)
        for section, part in zip(told, parts, strict=True)
    )
    return (RenderDocument((Part(_title(title, texts), items),), texts), *below)


def answer_document(
    answer: Answer,
    /,
    *,
    articles: Iterable[Article] = (),
    texts: Texts = ENGLISH,
    evidence: Mapping[Citation, str] | None = None,
    zone: str = "UTC",
) -> RenderDocument:
    """An answer as a document: the question, dated bullets in the answer's order, the sources.

    Neighbouring bullets of one actor share a heading; the order is never changed.  An answer that
    abstained gives its reason instead.

    Args:
        articles: Where outlets, headlines and dates of the cited articles are found; a cited article that
            is not among them is named by its id.
        zone: In which days are told.
    """
    numbers = _Numbers(articles, texts, zone)
    sections = [
        _section(bullets[0].actor, "", bullets, numbers, evidence or {}, dated=True)
        for bullets in (tuple(run) for _, run in groupby(answer.bullets, key=attrgetter("actor.id")))
    ]
    found = texts("render.statements", n=len(answer.bullets))
    line = f"{found}." if sections else why_nothing(answer, texts, zone=zone)
    return _assembled(_title(answer.question, texts), [line], sections, numbers)


def coverage_line(coverage: Coverage, /, *, texts: Texts = ENGLISH) -> str:
    """What was read and what became of it, in one line; figures of nothing are left out."""
    c = coverage
    read = [texts("render.articles", n=c.articles)]
    read += [
        texts(key, n=n)
        for key, n in (
            ("render.outlets", c.outlets),
            ("render.stories", c.stories),
            ("render.copies", c.duplicates),
        )
        if n
    ]
    found = [texts("render.statements", n=c.statements)]
    if c.attributed:
        found.append(texts("render.by_name", n=c.attributed))
    printed = [texts("render.bullets", n=c.bullets)]
    printed += [
        texts(key, n=n)
        for key, n in (
            ("render.folded", c.folded),
            ("render.withheld", c.withheld),
            ("render.left_out", c.left_out),
            ("render.replaced", c.replaced),
        )
        if n
    ]
    return " · ".join(", ".join(group) for group in (read, found, printed))


def reading_line(coverage: Coverage, /, *, texts: Texts = ENGLISH) -> str:
    """What was read for a brief, for readers: articles, outlets, and the statements found in them.

    What became of each statement is the operator's to know (``coverage_line``).
    """
    c = coverage
    figures = [texts("render.articles", n=c.articles)]
    figures += [texts("render.outlets", n=c.outlets)] * bool(c.outlets)
    return ", ".join([*figures, texts("render.statements", n=c.statements)])


class _Numbers:
    """Gives each cited article its number, in the order of first use, and each bullet its own."""

    def __init__(self, articles: Iterable[Article], texts: Texts, zone: str = "UTC") -> None:
        self.texts = texts
        self._zone = zone
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
        return self.texts.day(article.published_at, self._zone) if article and article.published_at else ""

    def listed(self, bullets: Iterable[Bullet] | None = None, /) -> tuple[Part, ...]:
        """The part with the sources, of these bullets or of all; none for no sources."""
        cited = {c.article for b in bullets for c in b.citations} if bullets is not None else {*self._first}
        sources = tuple(self._source(*found) for article, found in self._first.items() if article in cited)
        return (Part(Heading(self.texts("render.sources")), sources),) if sources else ()

    def _source(self, number: int, citation: Citation) -> SourceEntry:
        article = self._articles.get(citation.article, Article(citation.article, ""))
        url = safe_url(article.url) or safe_url(citation.url)
        return SourceEntry(
            Reference(number, url),
            title=clip(clean(article.title) or file_name(citation.article), MAX_TITLE_CHARS),
            outlet=clip(clean(article.outlet) or site(url), MAX_OUTLET_CHARS),
            date=self.date(citation),
        )


def file_name(article: ArticleId, /) -> str:
    """What an article is called when it has no headline: the last part of its id that is not empty."""
    readable = clean(article)
    return PurePosixPath(readable.replace("\\", "/")).name or readable or "?"


def site(url: str | None, /) -> str:
    """What an outlet without a name is called: its host, "" without an address."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def _title(text: str, texts: Texts) -> Title:
    return Title(clip(clean(text) or texts("render.brief_title"), MAX_TITLE_CHARS))


def _section(
    actor: Actor,
    role: str,
    bullets: Sequence[Bullet],
    numbers: _Numbers,
    evidence: Mapping[Citation, str],
    *,
    dated: bool,
) -> Part:
    marks = f"{SAID}{DID} "  # a name must not pass for a bullet
    name = clean(actor.name).lstrip(marks) or clean(actor.id).lstrip(marks) or numbers.texts("render.unnamed")
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
        texts("render.more_references", n=hidden) if hidden else "",
        numbers.date(bullet.citations[0]) if dated else "",
        texts("render.outlets", n=bullet.outlets) if bullet.outlets > 1 else "",
        {Status.REPEATED: texts("render.repeated"), Status.CHANGED: texts("render.changed")}.get(
            bullet.status, ""
        ),
    )
    return BulletBlock(
        clean(bullet.text) or texts("render.no_words"),
        DID if bullet.act is Act.DID else SAID,
        (*references[:MAX_LINKS], *(Reference(r.number) for r in references[MAX_LINKS:MAX_REFERENCES])),
        tuple(label for label in labels if label),
        number=next(numbers.bullets),
    )


def _assembled(
    title: Title, lines: Sequence[str], sections: Sequence[Part], numbers: _Numbers
) -> RenderDocument:
    texts = numbers.texts
    notes = (*lines, *([texts("render.legend")] if _acted(sections) else []))
    return RenderDocument((Part(title, tuple(map(Note, notes))), *sections, *numbers.listed()), texts)


def _acted(sections: Sequence[Part]) -> bool:
    return any(isinstance(i, BulletBlock) and i.mark == DID for s in sections for i in s.items)
