"""Whether a text still says what an earlier revision of it said."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.briefs.bullets import is_fit_to_print
from summarizer.model import Span, Statement

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+")
# What may stand between two sentences and not inside one.
_STOP = re.compile(r"[.!?…\n\"“”„«»]")

# Of a hexadecimal digest: two of an article's revisions never share so much by chance.
_PROOF_CHARS = 20


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words to compare, each with where it stands."""

    text: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, /) -> Words:
        """Without regard to case, punctuation, separators of thousands and ways of writing a character."""
        found = list(_WORD.finditer(text))
        plain = tuple(unicodedata.normalize("NFKC", m[0]).casefold().replace(",", "") for m in found)
        return cls(text, plain, tuple(Span(*m.span()) for m in found))

    def inside(self, span: Span, /) -> range:
        """The words that overlap a span."""
        numbers = [n for n, s in enumerate(self.spans) if s.overlaps(span)]
        return range(numbers[0], numbers[-1] + 1) if numbers else range(0)

    def opens(self, first: int, /) -> bool:
        """True when a sentence may begin with a word."""
        before = self.spans[first - 1].end if first else 0
        return first == 0 or bool(_STOP.search(self.text, before, self.spans[first].start))

    def closes(self, last: int, /) -> bool:
        """True when a sentence may end with a word."""
        if last + 1 == len(self.words):
            return True
        return bool(_STOP.search(self.text, self.spans[last].end, self.spans[last + 1].start))


def proof(statement: Statement, text: str, /) -> str:
    """What tells one thing that an article proves from another: who is credited with which sentences.

    White space and punctuation make no difference.  The same sentence under another name is another proof,
    and so is one that could not be printed before and now can.  A digest; "" for sentences without words.

    Args:
        text: That of the statement's article.
    """
    sentences = [" ".join(Words.of(text[start:end]).words) for start, end in statement.evidence]
    if not any(sentences):
        return ""
    who = statement.actor.id if statement.actor else ""
    parts = (who, statement.act.value, str(is_fit_to_print(statement)), *sentences)
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()[:_PROOF_CHARS]


def still_says(new: Words, old: Words, sentence: Span, /) -> bool:
    """Whether a sentence of an old text stands in a new one, word for word.

    White space and punctuation make no difference, but where the sentence stood by itself it has to do so
    still: "It is false that Roe approved." does not say "Roe approved.".  A span without words stands nowhere.
    """
    wanted = old.inside(sentence)
    if not wanted:
        return False
    words = old.words[wanted.start : wanted.stop]
    opened, closed = old.opens(wanted.start), old.closes(wanted.stop - 1)
    return any(
        (not opened or new.opens(first)) and (not closed or new.closes(first + len(words) - 1))
        for first in _places(new.words, words)
    )


def _places(words: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[int]:
    for first in range(len(words) - len(wanted) + 1):
        if words[first] == wanted[0] and words[first : first + len(wanted)] == wanted:
            yield first
