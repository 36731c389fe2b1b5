"""Direct quotations: give each to the cue that reports it, whole, even over sentences and paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..document import Document
from ..text.quotes import is_closed
from .candidates import Candidate

_FEWEST_WORDS = 4
_FADE_TOKENS = 40  # so far away, a cue that always reports counts as much as one beside it that never does

_ANSWERS = frozenset(
    {"agree", "answer", "concur", "counter", "differ", "disagree", "object", "reply", "respond", "retort"}
)

Quotable = Callable[[Candidate], float]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation as token indices, its marks among them."""

    tokens: range
    words: int
    paragraph: int
    closed: bool


def quotes(document: Document, /) -> list[Quote]:
    """The quotations that hold words, in text order."""
    found = []
    for span in document.quotations:
        tokens = document.tokens_in(span)
        words = sum(t.text[0].isalnum() for t in tokens)
        if words:
            found.append(
                Quote(
                    tokens=range(tokens[0].index, tokens[-1].index + 1),
                    words=words,
                    paragraph=document.sentence(tokens[0]).paragraph,
                    closed=is_closed(document.article.text, span),
                )
            )
    return found


def assign(document: Document, found: Sequence[Candidate], quotable: Quotable, /) -> None:
    """Widen the content of candidates to the quotations they report; changes ``content`` in place.

    A content that touches a quotation takes all of it.  A longer quotation that nobody touches goes to the
    best cue of its sentence, else of its paragraph, else, when the paragraph before ended within a
    quotation, to whoever spoke there.
    """
    assigner = _Assigner(document, found, quotable)
    previous: tuple[Quote, Candidate] | None = None
    for quote in quotes(document):
        owner = assigner.owner(quote, previous)
        if owner is not None:
            owner.content |= set(quote.tokens) - owner.cue - owner.phrase
            previous = quote, owner
        elif quote.words >= _FEWEST_WORDS:
            previous = None


def _place(candidate: Candidate) -> int:
    return candidate.word.index


def _gap(quote: Quote, candidate: Candidate) -> int:
    """Tokens between a quotation and a cue; of one within it, to its end."""
    at = candidate.word.index
    return quote.tokens.start - at if at < quote.tokens.start else at - quote.tokens.stop + 1


def _between(quote: Quote, candidate: Candidate) -> range:
    at = candidate.word.index
    return range(at, quote.tokens.start) if at < quote.tokens.start else range(quote.tokens.stop, at)


class _Assigner:
    def __init__(self, document: Document, found: Sequence[Candidate], quotable: Quotable) -> None:
        self._document = document
        self._found = found
        self._quotable = quotable
        self._by_paragraph: dict[int, list[Candidate]] = {}
        self._by_token: dict[int, list[Candidate]] = {}
        for candidate in found:
            if quotable(candidate) > 0.0:
                paragraph = document.sentence(candidate.word).paragraph
                self._by_paragraph.setdefault(paragraph, []).append(candidate)
            for i in candidate.content:
                if document.tokens[i].quoted:
                    self._by_token.setdefault(i, []).append(candidate)

    def owner(self, quote: Quote, previous: tuple[Quote, Candidate] | None) -> Candidate | None:
        claimed = self._touching(quote)
        if claimed is not None:
            return claimed
        if quote.words < _FEWEST_WORDS:
            return None
        return self._near(quote, previous) or self._running_on(quote, previous)

    def _touching(self, quote: Quote) -> Candidate | None:
        overlap: dict[int, float] = {}
        owners: dict[int, Candidate] = {}
        for i in quote.tokens:
            for candidate in self._by_token.get(i, ()):
                overlap[id(candidate)] = overlap.get(id(candidate), 0.0) + self._quotable(candidate)
                owners[id(candidate)] = candidate
        if not overlap:
            return None
        return owners[max(overlap, key=lambda k: overlap[k])]

    def _near(self, quote: Quote, previous: tuple[Quote, Candidate] | None) -> Candidate | None:
        first = self._document.sentence_number(self._document.tokens[quote.tokens.start])
        last = self._document.sentence_number(self._document.tokens[quote.tokens.stop - 1])
        nearby = self._within_reach(quote, first, last)
        if not nearby:
            return None

        def rank(candidate: Candidate) -> tuple[bool, float, int]:
            sentence = self._document.sentence_number(candidate.word)
            gap = _gap(quote, candidate)
            return (first <= sentence <= last, self._quotable(candidate) - gap / _FADE_TOKENS, -gap)

        best = max(nearby, key=rank)
        if not rank(best)[0] and previous is not None and previous[0].paragraph == quote.paragraph:
            between = range(previous[0].tokens.stop, quote.tokens.start)
            return previous[1] if self._is_own(previous[1], between) else None
        return best

    def _is_own(self, candidate: Candidate, between: range) -> bool:
        """True when all words between, quoted ones aside, stand in the cue's own sentence."""
        sentence = self._document.sentence(candidate.word)
        return all(
            sentence.first <= i < sentence.last
            for i in between
            if not self._document.tokens[i].quoted and self._document.tokens[i].text[0].isalnum()
        )

    def _within_reach(self, quote: Quote, first: int, last: int) -> list[Candidate]:
        """The paragraph's cues that can be best, in text order.

        They stand in the quotation's sentences, or not much farther than the nearest cue: none is so good as
        to make up for more.
        """
        cues = self._by_paragraph.get(quote.paragraph, [])
        sentences = self._document.sentences
        inside = range(sentences[first].first, sentences[last].last)
        middle = bisect_left(cues, quote.tokens.start, key=_place)
        around = [_gap(quote, c) for c in cues[max(0, middle - 1) : middle + 1]]
        reach = min(around, default=0) + _FADE_TOKENS
        low, high = min(inside.start, quote.tokens.start - reach), max(inside.stop, quote.tokens.stop + reach)
        near = cues[bisect_left(cues, low, key=_place) : bisect_left(cues, high, key=_place)]
        return [c for c in near if self._is_own(c, _between(quote, c)) and not self._answers(c, quote)]

    def _answers(self, candidate: Candidate, quote: Quote) -> bool:
        """True where the sentence after a quotation reacts to it ("“It is safe.” Bob Roe disagreed.")."""
        if candidate.lemma not in _ANSWERS or candidate.word.index < quote.tokens.stop:
            return False
        if self._document.tokens[quote.tokens.stop - 1].index >= self._document.sentence(candidate.word).first:
            return False
        return not any(self._document.tokens[i].quoted for i in _between(quote, candidate))

    def _running_on(self, quote: Quote, previous: tuple[Quote, Candidate] | None) -> Candidate | None:
        if previous is None or previous[0].closed:
            return None
        return previous[1] if 0 < quote.paragraph - previous[0].paragraph <= 2 else None
