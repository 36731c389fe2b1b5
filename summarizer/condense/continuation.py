"""A statement that the next sentence spells out: "… several key conditions. These include A and B."."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document, Token

_OPENERS = frozenset({"these", "those", "they", "among"})
_VERBS = frozenset({"include", "be", "comprise"})


def continuation(document: Document, content: Sequence[int], /) -> tuple[int, ...]:
    """Tokens of the next sentence that list what the content's last noun stands for; empty mostly.

    Only when the content ends in a plural noun phrase that governs it, and the next sentence of the same
    paragraph is "These include A and B" or "They are A and B", without negation.
    """
    last = document.tokens[content[-1]]
    here = document.sentence_number(last)
    if here + 1 >= len(document.sentences) or not _ends_in_plural(document, content):
        return ()
    sentence, following = document.sentences[here], document.sentences[here + 1]
    end = document.of_sentence(sentence)
    if following.paragraph != sentence.paragraph or any(t.pos != "PUNCT" for t in end if t.index > content[-1]):
        return ()
    tokens = document.of_sentence(following)
    verb = next((t for t in tokens if t.dep == "ROOT" or t.head == t.index), None)
    if tokens[0].text.lower() not in _OPENERS or verb is None or verb.lemma.lower() not in _VERBS:
        return ()
    if verb.tag not in {"VBP", "VBD"} or any(c.dep in {"neg", "aux", "ccomp"} for c in document.children(verb)):
        return ()
    if not _refers(tokens, verb):
        return ()
    listed = [c for c in document.children(verb) if c.dep in {"dobj", "attr"} and c.index > verb.index]
    if len(listed) != 1:
        return ()
    found = [t.index for t in document.subtree(listed[0])]
    while found and document.tokens[found[-1]].pos == "PUNCT" and not document.tokens[found[-1]].quoted:
        found.pop()
    return tuple(found) if found and found[-1] - found[0] + 1 == len(found) else ()


def _ends_in_plural(document: Document, content: Sequence[int]) -> bool:
    inside = set(content)
    tops = [document.tokens[i] for i in content if document.tokens[i].head not in inside]
    return any(t.tag == "NNS" and t.dep in {"dobj", "pobj", "attr"} for t in tops)


def _refers(tokens: Sequence[Token], verb: Token) -> bool:
    """True when nothing but "these", or "among these", stands before the verb."""
    before = [t.text.lower() for t in tokens if t.index < verb.index]
    return before in (
        ["these"],
        ["those"],
        ["they"],
        ["among", "these"],
        ["among", "them"],
        ["among", "those"],
    )
