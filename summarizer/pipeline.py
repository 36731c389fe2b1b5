"""The summarizer's main road: articles → documents → attributions → actors → lines → readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .actors.described import CONFIDENCE as DESCRIBED
from .actors.described import described
from .actors.registry import Registry
from .actors.resolve import resolve
from .condense.line import EMPTY
from .document import Document
from .hearsay import handed_on, reported_by_others
from .model import ActorId, ActorKind, Article, Attribution, Reading, Spans, Statement
from .ports import AttributionReader, Condenser, Parser
from .text.layout import is_title_case

BATCH_ARTICLES = 16
BATCH_CHARS = 400_000
# "did not say whether" tells that nothing was said; "did not rule out" tells something.
_SILENT_WHEN_DENIED = frozenset(
    """say comment specify elaborate answer respond mention tell disclose explain reveal discuss address give
    provide name identify""".split()
)
_SILENT = frozenset("decline refuse".split())
_NEGATIONS = frozenset("not n't n’t never".split())


@dataclass(frozen=True, slots=True)
class Summarizer:
    """Reads articles.  Holds the models and nothing of what they read."""

    parser: Parser
    reader: AttributionReader
    condenser: Condenser
    registry: Registry

    def read(
        self, articles: Iterable[Article], /, *, batch_size: int = BATCH_ARTICLES, condense: bool = True
    ) -> Iterator[Reading]:
        """One reading an article, in the same order.

        Args:
            batch_size: At most so many articles are in memory as documents at a time; fewer when they are long.
            condense: False for statements that no brief and no answer is to print: none of them gets a line,
                which is a seventh of the time.
        """
        for batch in _batches(articles, batch_size):
            documents = self.parser.parse(batch)
            for document, found in zip(documents, self.reader.read(documents), strict=True):
                yield self._reading(document, found, condense=condense)

    def _reading(self, document: Document, found: Sequence[Attribution], *, condense: bool) -> Reading:
        bare, roles = self._statements(document, found)
        # Whoever only passed words on is named in ``via`` of the statement, and credited with none.
        relayed = handed_on(bare)
        bare = [s for n, s in enumerate(bare) if n not in relayed or not _is_outlet(s)]
        lines = self.condenser.condense(document, bare) if condense else [EMPTY] * len(bare)
        reported, passed_on = reported_by_others(bare), handed_on(bare)
        kept = [
            EMPTY if n in passed_on or _is_headline(document, s) else line
            for n, (s, line) in enumerate(zip(bare, lines, strict=True))
        ]
        carried = {n for line in kept for n in line.folded} | passed_on
        statements = tuple(
            replace(
                s,
                gist=line.text,
                evidence=line.evidence or s.evidence,
                carried=n in carried and not line,
                reported=n in reported,
                silent=_is_silent(document, s),
            )
            for n, (s, line) in enumerate(zip(bare, kept, strict=True))
        )
        replaced = sum(line.replaced for line in lines)
        return Reading(document.article, statements, roles, len(document.sentences), replaced)

    def _statements(
        self, document: Document, found: Sequence[Attribution]
    ) -> tuple[list[Statement], dict[ActorId, str]]:
        """Statements with their actors, before they have a line; and the roles that the article gives."""
        resolved = resolve(document, found, self.registry)
        statements = [
            Statement(
                article=document.article.id,
                actor=actor or described(document, attribution),
                act=attribution.act,
                source=attribution.source,
                cue=attribution.cue,
                content=attribution.content,
                evidence=_evidence(document, attribution),
                confidence=round(attribution.confidence * (link if actor else DESCRIBED), 3),
                via=via,
            )
            for attribution, actor, via, link in zip(
                found, resolved.actors, resolved.via, resolved.confidence, strict=True
            )
        ]
        return statements, dict(resolved.roles)


def _is_outlet(statement: Statement) -> bool:
    return statement.actor is not None and statement.actor.kind is ActorKind.ORG


def _is_headline(document: Document, statement: Statement) -> bool:
    """True for a headline that is punctuated like prose, verbs in capitals too: its wording is the editor's."""
    return any(
        document.text(cue)[:1].isupper() and is_title_case(document.text(sentence))
        for cue in statement.cue
        for sentence in statement.evidence
    )


def _is_silent(document: Document, statement: Statement) -> bool:
    words = [t for cue in statement.cue for t in document.tokens_in(cue)]
    lemmas = {t.lemma.casefold() for t in words}
    denied = any(t.text.casefold() in _NEGATIONS or t.dep == "neg" for t in words)
    return (denied and bool(lemmas & _SILENT_WHEN_DENIED)) or (
        bool(lemmas & _SILENT) and bool({"comment", "say", "answer"} & lemmas)
    )


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
