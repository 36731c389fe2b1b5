"""Under which role an article presents somebody: "Ukrainian President Jane Roe" is "President of Ukraine".

The words are the article's own; nothing here asks a registry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..document import Document, Token
from .bodies import nation_of, state_of
from .countries import with_article
from .lexicon import HONORIFICS, OFFICES, PEOPLE, SHORT_TITLES
from .mentions import Mention
from .names import fold

_FORMER = frozenset(["former", "ex", "ex-", "onetime", "one-time", "late", "retired", "erstwhile", "then"])
_STATE_OFFICES = frozenset(
    ["president", "premier", "chancellor", "minister", "king", "queen", "leader", "ambassador",
     "taoiseach", "emir",
     "vice-president", "prince"]
)  # fmt: skip
_DROP = frozenset(
    "longtime long-time veteran fellow top current new newly own rival embattled incoming acting own".split()
)
_SAME = {
    "nominee": "candidate", "contender": "candidate", "hopeful": "candidate", "premier": "prime minister",
    "spokesman": "spokesperson", "spokeswoman": "spokesperson", "chairman": "chair", "chairwoman": "chair",
    "chairperson": "chair", "ceo": "chief executive", "congressman": "representative",
    "congresswoman": "representative", "advisor": "adviser", "lawmaker": "legislator", "attorney": "lawyer",
    "doctor": "physician", "boss": "chief", "head": "chief", "monarch": "sovereign", "king": "sovereign",
    "queen": "sovereign", "researcher": "scientist", "academic": "professor",
}  # fmt: skip
_ABBREVIATED = {"gop": "republican", "dem": "democratic"}
_SIDES = frozenset(
    ["democrat", "republican", "liberal", "conservative", "socialist", "critic", "ally", "rival"]
)
_RANKED = frozenset(["vice", "deputy", "assistant", "vice-presidential", "under"])


@dataclass(frozen=True, slots=True)
class Role:
    """An office or description, taken apart for comparing.

    Attributes:
        head: The noun, lower case ("minister").
        words: Its other describing words, folded ("foreign"), without nation and "former".
        nation: Name of the state, or "".
        text: As printed in a brief.
        at: Token where the article says it.
        printable: False for what is only said of somebody ("Roe is a critic of …"), not a way to present them.
    """

    head: str
    words: frozenset[str]
    nation: str
    former: bool
    text: str
    at: int
    printable: bool = True


def parse_role(tokens: Sequence[Token], /, *, head: Token | None = None) -> Role | None:
    """Read a noun phrase as a role; None when no office or person noun heads it."""
    kept = [t for t in tokens if t.text not in ('"', "“", "”", "‘", ",")]
    while kept and (kept[0].pos in ("DET", "PUNCT") or kept[0].tag in ("PRP$", "POS", "CD")):
        kept = kept[1:]
    noun = head or _head(kept)
    if noun is None:
        return None
    former = any(t.text.casefold() in _FORMER for t in kept)
    core = _without_age([t for t in kept if t.text.casefold() not in _FORMER])
    while core and core[0].text in ("-", "–"):
        core = core[1:]
    nation, rest = _nation(core)
    word = SHORT_TITLES.get(noun.text.casefold(), fold(noun.text))
    if word.endswith("s") and fold(noun.lemma) in OFFICES | PEOPLE:
        word = fold(noun.lemma)
    words = frozenset(
        _ABBREVIATED.get(fold(t.text), fold(t.text))
        for t in rest
        if t.index != noun.index and t.text[0].isalnum() and fold(t.text) not in _DROP
    ) - {"of", "the", "and", "for"}
    return Role(
        word, words, nation, former, _text(core, rest, word, nation=nation, former=former), tokens[0].index
    )


def _without_age(tokens: list[Token]) -> list[Token]:
    """What follows "52-year-old": an age is no part of a role."""
    words = [t.text.casefold() for t in tokens[:6]]
    if "old" in words and words[0] in ("-", "year", "old"):
        return tokens[words.index("old") + 1 :]
    return tokens


def _head(tokens: Sequence[Token]) -> Token | None:
    """The office noun: the last before any "of", "at", "for" or "in"."""
    found = None
    for token in tokens:
        if token.pos == "ADP" and found is not None:
            break
        if _is_role_noun(token):
            found = token
    return found


def _is_role_noun(token: Token) -> bool:
    word = token.text.casefold()
    return word in SHORT_TITLES or fold(word) in OFFICES or fold(token.lemma) in OFFICES


def _nation(tokens: Sequence[Token]) -> tuple[str, list[Token]]:
    """The state that the phrase names, and the tokens that do not name it."""
    for size in (2, 1):
        for i in range(len(tokens) - size + 1):
            words = " ".join(t.text for t in tokens[i : i + size])
            country = nation_of(words)
            own = state_of(words)
            end = i + size
            if country is None and own is not None:
                possessive = end < len(tokens) and tokens[end].tag == "POS"
                of = i > 0 and tokens[i - 1].text.casefold() in ("of", "for", "to")
                the = (
                    i > 1
                    and tokens[i - 1].text.casefold() == "the"
                    and tokens[i - 2].text.casefold() in ("of", "to")
                )
                if possessive or of or the or own.name == "United States":
                    start = i - (2 if the else 1 if of else 0)
                    return own.name, [*tokens[:start], *tokens[end + possessive :]]
            if country is not None:
                return country.name, [*tokens[:i], *tokens[end:]]
    return "", list(tokens)


def _text(core: Sequence[Token], rest: Sequence[Token], head: str, *, nation: str, former: bool) -> str:
    plain = bool(nation) and head in _STATE_OFFICES and all(t.pos != "ADP" and t.tag != "POS" for t in rest)
    words = [_long(t) for t in (rest if plain else core)]
    while words and words[0].casefold() in _DROP:
        words = words[1:]
    if plain:
        text = " ".join(w if w[:1].isupper() and len(w) > 1 else w.capitalize() for w in words)
        text += f" of {with_article(nation)}"
        return f"Former {text}" if former else text
    core, words = _without_common_owner(core, words)
    text = _joined(core, words)
    text = f"former {text}" if former else text
    return text[:1].upper() + text[1:]


def _without_common_owner(core: Sequence[Token], words: list[str]) -> tuple[Sequence[Token], list[str]]:
    """Leave out "the bloc's" and "the harbour's": an owner without a name says nothing under a heading."""
    owned = next((i for i, t in enumerate(core) if t.tag == "POS"), 0)
    if 0 < owned < len(core) - 1 and not any(t.pos == "PROPN" for t in core[:owned]):
        return core[owned + 1 :], words[len(words) - len(core) + owned + 1 :]
    return core, words


def _long(token: Token) -> str:
    title = SHORT_TITLES.get(token.text.casefold())
    return title.capitalize() if title else token.text


def _joined(core: Sequence[Token], words: Sequence[str]) -> str:
    """The words with the spaces that the article has between them."""
    tokens = list(core)[len(core) - len(words) :]
    text = ""
    for i, (token, word) in enumerate(zip(tokens, words, strict=True)):
        glued = i > 0 and tokens[i - 1].end == token.start
        text += word if glued or not text else f" {word}"
    return text


def roles_at(document: Document, mention: Mention, /) -> tuple[Role, ...]:
    """The roles that the sentence gives somebody where it names them."""
    found: list[Role] = []
    before = _premodifier(document, mention)
    if before:
        _take(found, before)
    head = document.tokens[mention.head]
    for child in document.children(head):
        if child.dep == "appos" and child.index >= mention.last and _is_role_noun(child):
            _take(found, _phrase(document, child))
    if head.dep == "appos":
        above = document.head(head)
        if above.index < mention.first and _is_role_noun(above):
            _take(found, [t for t in _phrase(document, above) if t.index < mention.first])
    if head.dep == "nsubj" and document.head(head).lemma == "be":
        for child in document.children(document.head(head)):
            if child.dep == "attr" and _is_role_noun(child):
                _take(found, _phrase(document, child), printable=False)
    return tuple(found)


def _take(found: list[Role], tokens: Sequence[Token], *, printable: bool = True) -> None:
    role = parse_role(tokens) if tokens else None
    if role is not None:
        found.append(replace(role, printable=printable))


def _premodifier(document: Document, mention: Mention) -> list[Token]:
    """The words that run up to the name within its noun phrase."""
    first = document.sentence(document.tokens[mention.first]).first
    start = mention.first
    while start > first:
        token = document.tokens[start - 1]
        word = token.text.casefold()
        inner = start < mention.first
        if word in HONORIFICS and word not in SHORT_TITLES:
            if not inner:
                start -= 1
                continue
            break
        if token.pos in ("PROPN", "NOUN", "ADJ") or token.tag == "POS" or word in SHORT_TITLES or word == "-":
            start -= 1
        elif inner and word in ("of", "and", "for", "&") and start - 2 >= first:
            left = document.tokens[start - 2]
            if word == "and" and not (_is_role_noun(left) and _is_role_noun(document.tokens[start])):
                break
            if word in ("of", "for") and not (_is_role_noun(left) or left.text[0].isupper()):
                break
            start -= 1
        elif token.tag == "PRP$" or token.pos == "DET" or word == ",":
            break
        elif token.tag in ("VBN", "VBG", "CD", "JJ") and inner and token.head in range(start, mention.last):
            start -= 1
        else:
            break
    tokens = [
        t
        for t in document.tokens[start : mention.first]
        if t.text.casefold() not in HONORIFICS or t.text.casefold() in SHORT_TITLES
    ]
    while tokens and not tokens[0].text[0].isalnum():
        tokens = tokens[1:]
    if not tokens or (not _is_role_noun(tokens[-1]) and _head(tokens) is None):
        return []
    return tokens


def _phrase(document: Document, head: Token) -> list[Token]:
    """A noun phrase up to the first comma or clause."""
    inside = {t.index for t in document.subtree(head)}
    for child in document.children(head):
        if (
            child.dep in ("relcl", "acl", "appos", "conj", "cc", "advcl", "punct", "dep")
            and child.index > head.index
        ):
            inside -= {t.index for t in document.subtree(child)}
    tokens: list[Token] = []
    for i in range(min(inside, default=head.index), head.index + 12):
        if i >= len(document.tokens):
            break
        token = document.tokens[i]
        if i not in inside or token.text in (",", "(", "—", "–"):
            if i > head.index:
                break
            tokens = []
            continue
        tokens.append(token)
    return tokens


def best_role(roles: Sequence[Role], /) -> Role | None:
    """The role to print: with a state before without, then the earliest of the more telling ones."""
    shown = [r for r in roles if r.printable and r.head not in PEOPLE]
    shown = [r for r in shown if r.head not in _SIDES] or shown
    if not shown:
        return None
    return max(shown, key=lambda r: (bool(r.nation), len(r.words) > 0, not r.former, -r.at))


def office(role: Role, /) -> str:
    """One word for all that are used of one office ("spokesperson" for a spokeswoman)."""
    return _SAME.get(role.head, role.head)


def fits(wanted: Role, known: Role, /) -> bool:
    """True when the nominal ``wanted`` ("the foreign minister") can mean who is presented as ``known``."""
    if office(wanted) != office(known):
        return False
    if wanted.former != known.former or (wanted.nation and known.nation and wanted.nation != known.nation):
        return False
    if wanted.words & _RANKED != known.words & _RANKED:
        return False
    if wanted.nation and not known.nation and not known.words <= wanted.words:
        return False  # "the French president" is not the president of a commission
    telling = wanted.words - {"presidential"} if office(wanted) == "candidate" else wanted.words
    return telling <= known.words or not wanted.words
