"""The summarizer's main road: articles → documents → attributions → actors → lines → readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from .actors.registry import Registry
from .actors.resolve import resolve
from .condense.line import EMPTY
from .document import Document
from .model import Article, Attribution, Reading, Spans, Statement
from .ports import AttributionReader, Condenser, Parser
from .text.layout import is_title_case

BATCH_ARTICLES = 16


@dataclass(frozen=True, slots=True)
class Summarizer:
    """Reads articles.  Holds the models and nothing of what they read."""

    parser: Parser
    reader: AttributionReader
    condenser: Condenser
    registry: Registry

    def read(self, articles: Iterable[Article], /, *, batch_size: int = BATCH_ARTICLES) -> Iterator[Reading]:
        """One reading an article, in the same order, ``batch_size`` articles in memory at a time."""
        queue = iter(articles)
        while batch := list(islice(queue, batch_size)):
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
        carried = {n for line in lines for n in line.folded}
        statements = tuple(
            replace(s, gist=line.text, evidence=line.evidence or s.evidence, carried=n in carried and not line)
            for n, (s, line) in enumerate(zip(bare, lines, strict=True))
        )
        return Reading(
            article=document.article,
            statements=statements,
            roles=dict(resolved.roles),
            sentences=len(document.sentences),
            replaced=sum(line.replaced for line in lines),
        )


def _in_headline(document: Document, statement: Statement) -> bool:
    """A headline that is punctuated like prose is read, but its wording is the editor's: it makes no line."""
    return any(is_title_case(document.text(s)) for s in statement.evidence)


def _evidence(document: Document, attribution: Attribution) -> Spans:
    """The whole sentences that hold the attribution; its own spans where the parser found no sentence."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    return tuple(s.span for s in document.sentences_of(spans)) or spans
