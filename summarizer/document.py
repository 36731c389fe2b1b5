"""A text with its layout and its grammar, as plain values that any reader can walk.

Parsers (``summarizer.syntax``) build these trees; rules, actors and condensing only ever see them, so no
module but the parser imports a language-processing library and tests can write trees by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .model import Article, Span


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark.

    Attributes:
        index: Position in ``Document.tokens``.
        head: ``index`` of the syntactic head; the root of a sentence is its own head.
        pos: Universal part of speech ("VERB").
        tag: Penn Treebank tag ("VBD").
        dep: ClearNLP dependency label as spaCy's English pipelines write it ("nsubj", "ccomp").
        entity: Type of the named entity that the token belongs to ("PERSON"), or "".
        quoted: True inside quotation marks, the marks themselves included.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str = ""
    quoted: bool = False

    @property
    def span(self) -> Span:
        """Where it stands in the article's text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as the parser saw it: tokens ``[first, last)`` and its type ("PERSON", "GPE")."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``[first, last)`` of one sentence, and the paragraph (index) that holds it."""

    first: int
    last: int
    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between line breaks; ``heading`` when it is a headline rather than prose."""

    span: Span
    heading: bool = False


@dataclass(frozen=True)
class Document:
    """An article with paragraphs, quotations, sentences and a dependency tree a sentence.

    Headings hold no tokens: whatever they claim, their wording is the editor's and not the speaker's.

    Attributes:
        quotations: Each with its marks, in text order; one that runs on into the next paragraph ends with
            its own paragraph.
        tokens: Of the prose only, in text order; line breaks are not tokens.
    """

    article: Article
    paragraphs: tuple[Paragraph, ...]
    quotations: tuple[Span, ...]
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                children[token.head].append(token.index)
        return tuple(tuple(c) for c in children)

    @cached_property
    def _sentence_of(self) -> tuple[int, ...]:
        of = [0] * len(self.tokens)
        for number, sentence in enumerate(self.sentences):
            for i in range(sentence.first, sentence.last):
                of[i] = number
        return tuple(of)

    def children(self, token: Token, /) -> tuple[Token, ...]:
        """Direct dependents, in text order."""
        return tuple(self.tokens[i] for i in self._children[token.index])

    def head(self, token: Token, /) -> Token:
        """The syntactic head; the root is its own."""
        return self.tokens[token.head]

    def subtree(self, token: Token, /) -> tuple[Token, ...]:
        """The token and all that hangs on it, in text order."""
        found, stack = [], [token.index]
        while stack:
            i = stack.pop()
            found.append(i)
            stack.extend(self._children[i])
        return tuple(self.tokens[i] for i in sorted(found))

    def ancestors(self, token: Token, /) -> Iterator[Token]:
        """Heads from the nearest to the root."""
        while token.head != token.index:
            token = self.tokens[token.head]
            yield token

    def sentence(self, token: Token, /) -> Sentence:
        """The sentence that holds the token."""
        return self.sentences[self._sentence_of[token.index]]

    def sentence_number(self, token: Token, /) -> int:
        """Index into ``sentences`` of the sentence that holds the token."""
        return self._sentence_of[token.index]

    def of_sentence(self, sentence: Sentence, /) -> tuple[Token, ...]:
        """The tokens of a sentence."""
        return self.tokens[sentence.first : sentence.last]

    def tokens_in(self, span: Span, /) -> tuple[Token, ...]:
        """Tokens that share a code point with the span, in text order."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= span.start:
                low = middle + 1
            else:
                high = middle
        last = low
        while last < len(self.tokens) and self.tokens[last].start < span.end:
            last += 1
        return self.tokens[low:last]

    def sentences_of(self, spans: tuple[Span, ...], /) -> tuple[Sentence, ...]:
        """The sentences that the spans touch, in text order, each once."""
        numbers = sorted({self._sentence_of[t.index] for s in spans for t in self.tokens_in(s)})
        return tuple(self.sentences[n] for n in numbers)

    def text(self, span: Span, /) -> str:
        """The article's words at a span, exactly."""
        return self.article.text[span.start : span.end]
