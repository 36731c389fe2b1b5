"""Links as a tagger would make them, written as words of a sentence."""

from summarizer.attribution.learned.decoding import Link
from summarizer.document import Document


def place(document: Document, words: str) -> range:
    """The tokens of a phrase, at its first occurrence."""
    start = document.article.text.index(words)
    tokens = [t.index for t in document.tokens if start <= t.start < start + len(words)]
    return range(tokens[0], tokens[-1] + 1)


def link(document: Document, cue: str, source: str | None, *contents: str, sure: float = 0.9) -> Link:
    """A link whose scores are all ``sure``."""
    return Link(
        place(document, cue),
        place(document, source) if source is not None else None,
        [place(document, c) for c in contents],
        sure,
        sure,
        sure,
        sure,
    )


def said(document: Document, indices: set[int] | frozenset[int]) -> str:
    """Tokens as words."""
    return " ".join(document.tokens[i].text for i in sorted(indices))
