"""Which tokens of a sentence belong into a statement's line, before anything is trimmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..document import Document, Token
from ..model import Statement
from .cue import Lead

_ARGUMENTS = frozenset({"dobj", "dative", "prt", "acomp", "oprd", "attr"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Body:
    """A statement's content as tokens, by where it stands.

    Attributes:
        left: Content in front of the cue, in the cue's sentence or before it.
        right: Content behind the cue, in the cue's sentence.
        after: Content in later sentences.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Every index, in text order."""
        return self.left + self.right + self.after


def content_tokens(document: Document, statement: Statement, /) -> list[Token]:
    """Tokens of the content, source and cue left out, in text order."""
    spans = statement.source + statement.cue
    return [
        t
        for s in statement.content
        for t in document.tokens_in(s)
        if not any(o.start <= t.start < o.end for o in spans)
    ]


def body(document: Document, statement: Statement, verb: Token, /) -> Body:
    """The content around a cue verb."""
    content = content_tokens(document, statement)
    sentence = document.sentence_number(verb)
    return Body(
        tuple(t.index for t in content if t.index < verb.index),
        tuple(t.index for t in content if t.index > verb.index and document.sentence_number(t) == sentence),
        tuple(t.index for t in content if t.index > verb.index and document.sentence_number(t) > sentence),
    )


def bridge(document: Document, statement: Statement, lead: Lead, right: Sequence[int], /) -> frozenset[int]:
    """Tokens between cue and content that the sentence needs: "told *reporters* that", "called *for*".

    When and where it was said stays out.
    """
    if not right:
        return frozenset()
    first, last = lead.verb.index, right[0]
    source = {t.index for s in statement.source for t in document.tokens_in(s)}
    path = {a.index for i in right for a in document.ancestors(document.tokens[i])}
    kept: set[int] = set()
    for i in range(first + 1, last):
        token = document.tokens[i]
        if i in source or i in lead.tokens:
            continue
        if (i in path and token.pos != "PUNCT") or (token.dep == "mark" and token.head in right):
            kept.add(i)
    if document.tokens[last].tag == "TO":
        kept |= _asked(document, lead, last, source)
    for child in document.children(lead.verb):
        if child.dep in _ARGUMENTS and first < child.index < last:
            kept |= {
                t.index for t in document.subtree(child) if first < t.index < last and t.index not in source
            }
    kept |= {
        t.index
        for i in kept
        for t in document.children(document.tokens[i])
        if first < t.index < last
        and t.dep in {"det", "compound", "amod", "poss", "nummod", "case", "neg", "aux"}
    }
    return frozenset(i for i in kept if i not in lead.tokens)


def _asked(document: Document, lead: Lead, last: int, source: set[int]) -> set[int]:
    """Who is to do it, when the content is only what: "called *on Doe* to resign"."""
    kept: set[int] = set()
    for child in document.children(lead.verb):
        phrase = [t for t in document.subtree(child) if t.index < last]
        dated = any(t.entity in {"DATE", "TIME"} for t in phrase)
        if child.index > lead.verb.index and child.dep in {"prep", "advcl"} and phrase and not dated:
            kept |= {t.index for t in phrase if t.index not in source}
    return kept if len(kept) <= _LONGEST_ASKED else set()


_LONGEST_ASKED = 10


def without_holes(document: Document, statement: Statement, right: Sequence[int], /) -> tuple[int, ...]:
    """The content with the few words that its reader skipped, unless they are source or cue of it.

    A hole with a verb of its own, set off by a mark, may be somebody else's aside, and stays.
    """
    if not right:
        return ()
    own = {t.index for s in statement.source + statement.cue for t in document.tokens_in(s)}
    filled = list(right[:1])
    for before, after in pairwise(right):
        hole = [i for i in range(before + 1, after) if i not in own]
        aside = any(document.tokens[i].tag in _FINITE for i in hole) and _set_off(document, before, after)
        if len(hole) <= _LONGEST_HOLE and len(hole) == after - before - 1 and not aside:
            filled += hole
        filled.append(after)
    return tuple(filled)


_LONGEST_HOLE = 10


def _set_off(document: Document, before: int, after: int) -> bool:
    """True when a mark stands at one end of the hole between two tokens, on either side of it."""
    return any(document.tokens[i].pos == "PUNCT" for i in (before, before + 1, after - 1, after))


def extension(document: Document, lead: Lead, right: Sequence[int], /) -> frozenset[int]:
    """What must not be cut off behind the content: a condition ("if Russia agrees") or a purpose ("to end it").

    Readers of attributions may end a content early; without its condition it would be another claim.
    """
    found: set[int] = set()
    last = right[-1]
    for child in document.children(lead.verb):
        phrase = [t.index for t in document.subtree(child)]
        if child.index <= last or not _binding(document, child):
            continue
        gap = [document.tokens[i].text for i in range(last + 1, phrase[0])]
        if phrase[0] > last and gap in ([], [","]):
            found |= set(range(last + 1, phrase[-1] + 1))
            last = phrase[-1]
    return frozenset(found)


def _binding(document: Document, child: Token) -> bool:
    first, *others = document.subtree(child)
    opening = first.text.lower()
    if opening in {"even", "only"}:  # "only if", but not "even as"
        opening = others[0].text.lower() if others else ""
    purpose = child.tag == "VB" and any(c.dep == "aux" and c.tag == "TO" for c in document.children(child))
    if child.dep == "advcl":
        return opening in _CONDITIONS or purpose
    return (child.dep == "xcomp" and purpose) or (child.dep == "prep" and opening in {"without", "unless"})


_CONDITIONS = frozenset({"if", "unless", "until", "provided", "once", "lest"})


def has_finite_verb(document: Document, indices: Sequence[int], /) -> bool:
    """True when the tokens hold a finite verb with its subject inside: a sentence, not a fragment."""
    inside = set(indices)
    return any(
        document.tokens[i].tag in _FINITE
        and any(
            c.dep in {"nsubj", "nsubjpass", "expl", "csubj"} and c.index in inside
            for v in (document.tokens[i], document.head(document.tokens[i]))
            for c in document.children(v)
        )
        for i in indices
    )
