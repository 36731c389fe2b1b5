"""What programs print: attributions, statements, briefs and answers as JSON records, for scoring.

The formats are those of ``newsdesk read``, ``brief`` and ``ask`` with ``--json`` (docs/cli.md), and for
attributions also the labels' own.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from ..model import Act, ActorKind, ArticleId, Attribution, Span, Spans
from .fields import Record, stem
from .gold import attribution
from .pairing import merged


@dataclass(frozen=True, slots=True)
class Credit:
    """A statement and whom it is credited to.

    Attributes:
        name: None when to nobody.
        content: Disjoint, in text order.
    """

    article: ArticleId
    name: str | None
    kind: ActorKind
    content: Spans

    @property
    def named(self) -> bool:
        """True when a name is claimed, rather than a description or nothing."""
        return self.name is not None and self.kind not in {ActorKind.UNNAMED, ActorKind.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Line:
    """A bullet of something said: under which name, and all that it cites, disjoint and in text order."""

    name: str
    cited: Spans


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: of each bullet the articles and spans that it cites."""

    bullets: tuple[tuple[tuple[ArticleId, Span], ...], ...]


def attributions(records: Iterable[Record], known: Container[str], /) -> dict[ArticleId, list[Attribution]]:
    """Attributions by article, from statements a line or articles a line; only what was said.

    Args:
        known: The ids of the gold texts.  A path that is none of them stands for the id of its file name.

    Raises:
        BadRecord: A record is neither.
    """
    found: dict[ArticleId, list[Attribution]] = {}
    for record in records:
        if "attributions" in record:
            found[_id(record.text("id"), known)] = [attribution(r) for r in record.objects("attributions")]
        elif "article" in record:
            here = found.setdefault(_id(record.text("article"), known), [])
            if _said(record):
                here.append(attribution(record))
        else:
            raise record.bad('Neither "attributions" nor "article": give labels or what `read --json` prints.')
    return found


def credited(records: Iterable[Record], /) -> list[Credit]:
    """What was said and by whom, from statements a line.

    Raises:
        BadRecord: A record is no statement.
    """
    return [_credit(record) for record in records if _said(record)]


def briefs(records: Iterable[Record], /) -> dict[ArticleId, list[Line]]:
    """The bullets of something said, from briefs of one article a line.

    Raises:
        BadRecord: A record is no such brief.
    """
    return {ArticleId(stem(record.text("article"))): _lines(record) for record in records}


def answers(records: Iterable[Record], /) -> dict[str, Reply]:
    """Answers by the id of their question.

    Raises:
        BadRecord: A record is no answer.
    """
    return {record.text("id"): Reply(tuple(map(_cited, record.objects("bullets")))) for record in records}


def _id(name: str, known: Container[str]) -> ArticleId:
    return ArticleId(name if name in known else stem(name))


def _said(record: Record) -> bool:
    return record.text("act", Act.SAID) == Act.SAID


def _credit(record: Record) -> Credit:
    actor = record.inner("actor")
    return Credit(
        article=ArticleId(stem(record.text("article"))),
        name=actor.text("name") if actor else None,
        kind=_kind(actor) if actor else ActorKind.UNKNOWN,
        content=merged(record.spans("content")),
    )


def _kind(actor: Record) -> ActorKind:
    kind = actor.text("kind")
    if kind not in list(ActorKind):
        raise actor.bad(f"{kind!r} is no kind of actor; they are: {', '.join(ActorKind)}.")
    return ActorKind(kind)


def _lines(record: Record) -> list[Line]:
    lines = []
    for section in record.objects("sections"):
        actor = section.inner("actor")
        if actor is None:
            raise section.bad("A section without an actor.")
        lines += [
            Line(actor.text("name"), merged(span for _, span in _cited(bullet)))
            for bullet in section.objects("bullets")
            if _said(bullet)
        ]
    return lines


def _cited(bullet: Record) -> tuple[tuple[ArticleId, Span], ...]:
    return tuple((ArticleId(stem(c.text("article"))), c.span("span")) for c in bullet.objects("citations"))
