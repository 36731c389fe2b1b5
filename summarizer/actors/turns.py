"""Whose words a stretch of the page is by its layout: transcripts, signed letters, signed quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..document import Document, Paragraph
from ..model import Actor, ActorId, ActorKind, Attribution, Span, Spans
from .cast import Cast
from .first_names import PRONOUN_OF
from .names import fold, slug

_HANDLE = re.compile(r"@\w{2,}\.?")
_LETTERS = re.compile(
    r"(?:your |readers['’] |our readers['’] )?(?:letters?|comments|views|mail|mailbag|inbox)"
    r"(?: to the editor| of the day| of the week)?[.:]?",
    re.IGNORECASE,
)
_OPENING = "\"“‘'" + " "
_SIGNED = re.compile(r"\s*(?:[―—–]|--?)\s*(?P<name>[^\W\d_][^\n,;:!?\"“”]{2,60}?)\.?\s*$")
_NAME_WORDS = 5
_LINE = 90  # characters, more than a dash and a name
_FEW_LABELS = 2
_FEW_SIGNATURES = 3
_WHOLE = 0.8


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of text that is one person's words.

    Attributes:
        actor: Whose words they are.
        label: Where the label or signature names them.
        layout: "transcript", "letter" or "quotation".
    """

    span: Span
    actor: Actor
    label: Span
    layout: str


def find_turns(document: Document, cast: Cast, /) -> Turns:
    """All stretches that the layout gives to a person."""
    return Turns((*_transcript(document, cast), *_signed_quotations(document, cast), *_letters(document, cast)))


def _transcript(document: Document, cast: Cast) -> Iterator[Turn]:
    """Paragraphs that start with a speaker's name and a colon, and those that follow up to the next one."""
    labels = [(p, found) for p in document.paragraphs if (found := _label(document, cast, p)) is not None]
    capitals = [found for found in labels if document.text(found[1][0]).isupper()]
    labels = capitals if len(capitals) >= _FEW_LABELS else labels
    names = [document.text(label) for _, (label, _) in labels]
    if len(labels) < (_FEW_LABELS if labels is capitals else _FEW_SIGNATURES) or len(set(names)) == len(names):
        return
    for n, (paragraph, (label, actor)) in enumerate(labels):
        end = labels[n + 1][0].span.start if n + 1 < len(labels) else paragraph.span.end
        yield Turn(Span(label.end, end), actor, label, "transcript")


def _label(document: Document, cast: Cast, paragraph: Paragraph) -> tuple[Span, Actor] | None:
    text = document.text(paragraph.span)
    lead = len(text) - len(text.lstrip(_OPENING))
    colon = text.find(":", lead, lead + 60)
    if colon < 0 or len(text[lead:colon].split()) > _NAME_WORDS:
        return None
    label = Span(paragraph.span.start + lead, paragraph.span.start + colon)
    tokens = document.tokens_in(label)
    figure = cast.at(tokens[-1].index) if tokens and tokens[-1].end == label.end else None
    return (label, figure.actor) if figure is not None and figure.person else None


def _letters(document: Document, cast: Cast) -> Iterator[Turn]:
    """What stands above a paragraph that is only a name or a handle, back to the signature before.

    A page of letters says so, or has several signatures.
    """
    headed = [p for p in document.paragraphs if _LETTERS.fullmatch(document.text(p.span).strip())]
    signed = [(p, who) for p in document.paragraphs if (who := _signer(document, cast, p)) is not None]
    if not signed or not (headed or len(signed) >= _FEW_SIGNATURES):
        return
    start = headed[0].span.end if headed else 0
    for paragraph, actor in signed:
        if paragraph.span.start > start:
            yield Turn(Span(start, paragraph.span.start), actor, paragraph.span, "letter")
        start = max(start, paragraph.span.end)


def _signer(document: Document, cast: Cast, paragraph: Paragraph) -> Actor | None:
    text = document.text(paragraph.span).strip()
    if _HANDLE.fullmatch(text):
        name = text.rstrip(".")
        return Actor(ActorId(f"~{slug(name)}"), name, ActorKind.PERSON)
    words = text.rstrip(".").split()
    if len(words) < 2 or not _is_name(words):
        return None
    return _named(document, cast, paragraph.span, words)


def _named(document: Document, cast: Cast, span: Span, words: Sequence[str]) -> Actor | None:
    """The person of whose name a signature consists, as the article's cast has them if it has all of it."""
    tokens = [t for t in document.tokens_in(span) if t.text[0].isalnum()]
    figures = [cast.at(t.index) for t in tokens if "-" not in t.text]
    whole = figures[0] if figures else None
    if whole is not None and whole.person and all(f is whole for f in figures):
        return whole.actor
    if fold(words[0]) not in PRONOUN_OF and not any(f is not None and f.person for f in figures):
        return None
    name = " ".join(words)
    return Actor(ActorId(f"~{slug(name)}"), name, ActorKind.PERSON)


def _is_name(words: Sequence[str]) -> bool:
    return 1 <= len(words) <= _NAME_WORDS and all(
        (w[0].isupper() and not w.isupper()) or len(w) <= 2 for w in words
    )


def _signed_quotations(document: Document, cast: Cast) -> Iterator[Turn]:
    """Quotations with a dash and a name behind them that end their paragraph."""
    found = [(q, m) for q in document.quotations if (m := _signature_behind(document, q)) is not None]
    for quotation, match in found:
        words = match["name"].split()
        label = Span(match.start("name"), match.end("name"))
        actor = _named(document, cast, label, words)
        if actor is None and len(found) >= _FEW_SIGNATURES:
            name = " ".join(words)
            actor = Actor(ActorId(f"~{slug(name)}"), name, ActorKind.PERSON)
        if actor is not None:
            yield Turn(quotation, actor, label, "quotation")


def _signature_behind(document: Document, quotation: Span) -> re.Match[str] | None:
    text = document.article.text
    line = text.find("\n", quotation.end, quotation.end + _LINE)
    if line < 0:
        line = min(len(text), quotation.end + _LINE)
    found = _SIGNED.match(text, quotation.end, line)
    words = found["name"].split() if found is not None else []
    return found if len(words) > 1 and _is_name(words) else None


class Turns:
    """The turns of an article, to be asked whose words a stretch is."""

    def __init__(self, turns: Sequence[Turn], /) -> None:
        self._turns = turns

    def writer(self, at: Span, /) -> Actor | None:
        """Whom "I" means at a place by the layout alone."""
        return next((t.actor for t in self._turns if t.span.covers(at)), None)

    def speaker(self, attribution: Attribution, /) -> Actor | None:
        """Whose words an attribution's are by the layout alone; None when its own words say.

        A turn of a transcript takes what has no source, a label for a source, or a source outside of
        all turns; a signed quotation takes what holds the whole of it, and little else.
        """
        most: Turn | None = None
        for turn in self._turns:
            shared = _shared(turn.span, attribution.content)
            half = 2 * shared > _length(attribution.content)
            if half and (turn.layout == "transcript" or shared >= _WHOLE * _length((turn.span,))):
                most = turn
        if most is None or most.layout == "letter":
            return None
        if most.layout == "transcript" and not self._is_label(attribution):
            return None
        return most.actor

    def _is_label(self, attribution: Attribution) -> bool:
        """True for no source, a label, or one outside of all turns."""
        if not attribution.source:
            return True
        source = attribution.source[0]
        turns = [t for t in self._turns if t.layout == "transcript"]
        return any(t.label.overlaps(source) for t in turns) or not any(t.span.covers(source) for t in turns)


def _shared(span: Span, spans: Spans) -> int:
    return sum(max(0, min(span.end, s.end) - max(span.start, s.start)) for s in spans)


def _length(spans: Spans) -> int:
    return sum(s.end - s.start for s in spans)
