"""Labels: texts with their attributions, and whose statements those are.

Texts stand in one file; actors in another, which numbers (``k``) the attributions of the text with its id:

    {"id", "text", "publisher"?, "attributions": [{"source", "cue", "content"}]}
    {"id", "actors": [[k, name, kind]], "questions"?: […], "must_have"?: […]}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model import ActorKind, ArticleId, Attribution, Spans
from .fields import Record
from .pairing import merged

NOBODY = "?"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text and every attribution in it.

    Attributes:
        publisher: "" when the record does not say.
    """

    id: ArticleId
    text: str
    attributions: tuple[Attribution, ...]
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class ActorLabel:
    """Whose statement an attribution is; the name ``?`` is not judged."""

    name: str
    kind: ActorKind


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question about an article.

    Attributes:
        gold: Numbers of the attributions that answer it.
        misleading: Numbers of those that seem to and do not.
    """

    text: str
    actor: str
    gold: tuple[int, ...]
    misleading: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a brief of the article must hold: one of these attributions, under this name."""

    actor: str
    gold: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """A text's attributions with their actors.

    Attributes:
        contents: Of each attribution, disjoint and in text order.
        actors: As many as contents.
    """

    id: ArticleId
    contents: tuple[Spans, ...]
    actors: tuple[ActorLabel, ...]
    questions: tuple[LabelledQuestion, ...]
    points: tuple[Point, ...]

    @property
    def people(self) -> frozenset[str]:
        """The names of everybody who is a person."""
        return frozenset(a.name for a in self.actors if a.kind is ActorKind.PERSON)

    def kind_of(self, name: str, /) -> ActorKind:
        """The kind of the first actor of that name; a person when no label bears it."""
        return next((a.kind for a in self.actors if a.name == name), ActorKind.PERSON)


def labelled_texts(records: Iterable[Record], /) -> list[LabelledText]:
    """The texts in the order of the records.

    Raises:
        BadRecord: A record is no labelled text, or a span leads out of it.
    """
    return [_labelled_text(record) for record in records]


def labelled_articles(records: Iterable[Record], texts: Iterable[LabelledText], /) -> list[LabelledArticle]:
    """The articles whose actors are labelled, in the order of the records.

    Raises:
        BadRecord: A record belongs to none of the texts, or labels its attributions wrongly.
    """
    by_id = {text.id: text for text in texts}
    return [_labelled_article(record, by_id) for record in records]


def _labelled_text(record: Record) -> LabelledText:
    text = record.text("text")
    attributions = tuple(attribution(row) for row in record.objects("attributions"))
    for number, found in enumerate(attributions):
        for start, end in (*found.source, *found.cue, *found.content):
            if start == end or end > len(text):
                where = f"attributions[{number}] has the span [{start}, {end}]"
                raise record.bad(f"{where} in a text of {len(text)} code points; offsets are half-open.")
    publisher = record.text("publisher", "") or record.text("outlet", "")
    return LabelledText(ArticleId(record.text("id")), text, attributions, publisher)


def attribution(record: Record, /) -> Attribution:
    """The spans of a record; whatever is missing is empty.

    Raises:
        BadRecord: A part is no list of spans.
    """
    return Attribution(record.spans("source"), record.spans("cue"), record.spans("content"))


def _labelled_article(record: Record, texts: dict[ArticleId, LabelledText]) -> LabelledArticle:
    text = texts.get(ArticleId(record.text("id")))
    if text is None:
        raise record.bad(f'The labelled texts hold no article with the id "{record.text("id")}".')
    many = len(text.attributions)
    actors = dict(_actor(row, record) for row in record.items("actors"))
    if sorted(actors) != list(range(many)):
        raise record.bad(
            f'"actors" must name each of the article\'s {many} attributions once, 0 to {many - 1}.'
        )
    return LabelledArticle(
        id=text.id,
        contents=tuple(merged(a.content) for a in text.attributions),
        actors=tuple(actors[k] for k in range(many)),
        questions=tuple(_question(row, many) for row in _optional(record, "questions")),
        points=tuple(
            Point(row.text("actor"), row.numbers("gold", below=many)) for row in _optional(record, "must_have")
        ),
    )


def _optional(record: Record, key: str) -> Iterable[Record]:
    return record.objects(key) if key in record else ()


def _question(row: Record, many: int) -> LabelledQuestion:
    return LabelledQuestion(
        row.text("q"),
        row.text("actor"),
        row.numbers("gold", below=many),
        row.numbers("hard_negative", below=many),
    )


def _actor(row: object, record: Record) -> tuple[int, ActorLabel]:
    match row:
        case [int(number), str(name), str(kind)] if kind in list(ActorKind):
            return number, ActorLabel(name, ActorKind(kind))
    kinds = ", ".join(ActorKind)
    raise record.bad(f'"actors" holds {row!r}; it must be [number, name, kind] with a kind of: {kinds}.')
