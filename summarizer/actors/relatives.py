"""Which noun a "who", "which" or "that" stands for."""

from __future__ import annotations

from ..document import Document, Token
from .cast import Cast
from .nominals import is_person_noun

RELATIVE = frozenset(["who", "whom", "which", "that", "whose"])


def relative_antecedent(document: Document, cast: Cast, token: Token, /) -> Token | None:
    """The noun that a "who", "which" or "that" stands for, by the tree; None when there is none.

    "Who" goes past places and dates to the person that they describe: "Jane Roe, 59, of Oakham, who said".
    """
    if token.text.casefold() not in RELATIVE:
        return None
    clause = next((t for t in (token, *document.ancestors(token)) if t.dep == "relcl"), None)
    if clause is None:
        return None
    noun = _adjacent(document, cast, token, document.head(clause))
    if token.text.casefold() not in ("who", "whom"):
        return noun
    for above in (noun, *document.ancestors(noun)):
        if above.pos in ("VERB", "AUX"):
            break
        figure = cast.at(above.index)
        if figure is None and _post(document, above):
            continue
        if (figure is not None and figure.person) or (
            figure is None and above.pos == "NOUN" and above.entity == ""
        ):
            return above
    figure = cast.at(noun.index)
    return noun if figure is None or figure.person or figure.pronoun == "they" else None


def _post(document: Document, token: Token) -> bool:
    """True for the post in "the nominee for president, who": it is the nominee who speaks."""
    by = document.head(token)
    return token.dep == "pobj" and by.text == "for" and is_person_noun(document.head(by))


def _adjacent(document: Document, cast: Cast, token: Token, noun: Token) -> Token:
    """The name right before the relative pronoun where the tree hangs the clause on something else.

    That is the last member of a list ("Tom Hale, Ann Poe and Jane Roe, who said"), or a name where the tree
    chose a common noun that cannot speak.
    """
    i = token.index - 1
    while i > noun.index and document.tokens[i].text in (",", "-", "—", "--", "–"):
        i -= 1
    near = document.tokens[i]
    figure = cast.at(i)
    if figure is None or cast.at(noun.index) is figure:
        return noun
    first = near
    while first.dep == "conj" and first.index > noun.index:
        first = document.head(first)
    if first.index == noun.index:
        return near
    by = near.dep == "pobj" and document.head(near).text.casefold() == "by"
    return near if by and noun.pos == "NOUN" and token.text.casefold() == "which" else noun
