"""The summarizer's main road: articles → documents → attributions → actors → lines → readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .actors.registry import Registry
from .actors.resolve import resolve
from .condense.line import EMPTY
from .document import Document
from .model import Article, Attribution, Reading, Spans, Statement
from .ports import AttributionReader, Condenser, Parser
from .text.layout import is_title_case

BATCH_ARTICLES = 16
BATCH_CHARS = 400_000


@dataclass(frozen=True, slots=True)
class Summarizer:
    """Reads articles.  Holds the models and nothing of what they read."""

    parser: Parser
    reader: AttributionReader
    condenser: Condenser
    registry: Registry

    def read(self, articles: Iterable[Article], /, *, batch_size: int = BATCH_ARTICLES) -> Iterator[Reading]:
        """One reading an article, in the same order.

        Args:
            batch_size: At most so many articles are in memory as documents at a time; fewer when they are long.
        """
        for batch in _batches(articles, batch_size):
            documents = self.parser.parse(batch)
            for document, found in zip(documents, self.reader.read(documents), strict=True):
                yield self._reading(document, found)

    def _reading(self, document: Document, found: Sequence[Attribution]) -> Reading:
        resolved = resolve(document, found, self.registry)
        bare = [
            Statement(
                article=document.article.id,
                actor=actor,
                act=attribution.act,
                source=attribution.source,
                cue=attribution.cue,
                content=attribution.content,
                evidence=_evidence(document, attribution),
                confidence=round(attribution.confidence * link, 3),
                via=via,
            )
            for attribution, actor, via, link in zip(
                found, resolved.actors, resolved.via, resolved.confidence, strict=True
            )
        ]
        lines = [
            EMPTY if _in_headline(document, s) else line
            for s, line in zip(bare, self.condenser.condense(document, bare), strict=True)
        ]
        reported = reported_by_others(bare)
        carried = {n for line in lines for n in line.folded}
        statements = tuple(
            replace(
                s,
                gist=line.text,
                evidence=line.evidence or s.evidence,
                carried=n in carried and not line,
                reported=n in reported,
            )
            for n, (s, line) in enumerate(zip(bare, lines, strict=True))
        )
        return Reading(
            article=document.article,
            statements=statements,
            roles=dict(resolved.roles),
            sentences=len(document.sentences),
            replaced=sum(line.replaced for line in lines),
        )


def reported_by_others(statements: Sequence[Statement], /) -> frozenset[int]:
    """Positions of statements that stand whole inside what another actor says."""
    found = set()
    for n, inner in enumerate(statements):
        parts = (*inner.source, *inner.cue, *inner.content)
        for outer in statements:
            if outer.actor != inner.actor and parts and _holds(outer.content, parts):
                found.add(n)
                break
    return frozenset(found)


def _holds(content: Spans, parts: Spans) -> bool:
    return all(any(c.covers(p) for c in content) for p in parts)


def _in_headline(document: Document, statement: Statement) -> bool:
    """A headline that is punctuated like prose is read, but its wording is the editor's: it makes no line."""
    return any(is_title_case(document.text(s)) for s in statement.evidence)


def _batches(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    batch: list[Article] = []
    chars = 0
    for article in articles:
        if batch and (len(batch) >= size or chars + len(article.text) > BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(article)
        chars += len(article.text)
    if batch:
        yield batch


def _evidence(document: Document, attribution: Attribution) -> Spans:
    """The whole sentences that hold the attribution; its own spans where the parser found no sentence."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    return tuple(s.span for s in document.sentences_of(spans)) or spans
