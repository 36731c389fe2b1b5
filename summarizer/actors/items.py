"""Pages of short reports: live updates and briefs under a line, a time of day or a row of stars."""

from __future__ import annotations

import re

from ..document import Document

_BREAK = re.compile(r"[\W_]+|\d{1,2}[:.]?\d{0,2} ?(?:[ap]\.?m\.?)?(?: (?:GMT|BST|ET|CET))?\.?", re.IGNORECASE)


def item_starts(document: Document, /) -> tuple[int, ...]:
    """First tokens of the items behind a paragraph that is only a line ("___") or a time ("5:45 p.m.")."""
    starts = []
    paragraph = 0
    for sentence in document.sentences:
        between = document.paragraphs[paragraph : sentence.paragraph]
        if any(_BREAK.fullmatch(document.text(p.span).strip()) for p in between):
            starts.append(sentence.first)
        paragraph = sentence.paragraph
    return tuple(starts)
