"""Labelled texts written by hand: the spans are found by their words."""

from __future__ import annotations

from summarizer.evaluation.gold import ActorLabel, LabelledArticle, LabelledText
from summarizer.evaluation.pairing import merged
from summarizer.evaluation.predictions import Credit
from summarizer.model import ActorKind, ArticleId, Attribution, Span, Spans


def at(text: str, *words: str) -> Spans:
    """Where each of the words stands first."""
    return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)


def said(text: str, source: str, *content: str) -> Attribution:
    """An attribution; an empty source is an elided one."""
    return Attribution(at(text, source) if source else (), (), at(text, *content))


def labelled(text: str, *attributions: Attribution, name: str = "one", publisher: str = "") -> LabelledText:
    """A text with its labels."""
    return LabelledText(ArticleId(name), text, attributions, publisher)


def article(text: str, *rows: tuple[str, str, ActorKind]) -> LabelledArticle:
    """An article whose contents are given with name and kind of their actor."""
    return LabelledArticle(
        ArticleId("one"),
        tuple(at(text, content) for content, _, _ in rows),
        tuple(ActorLabel(name, kind) for _, name, kind in rows),
        (),
        (),
    )


def credit(text: str, content: str, name: str | None, kind: ActorKind = ActorKind.PERSON) -> Credit:
    """A statement of the article "one"."""
    return Credit(
        ArticleId("one"), name, ActorKind.UNKNOWN if name is None else kind, merged(at(text, content))
    )
