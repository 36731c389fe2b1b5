"""From kept tokens to the words of a line: spaces, commas, capitals, and marks that balance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..document import Document, Token
from .lexicon import CLOSERS, DASHES, DOUBLE_CLOSE, DOUBLE_OPEN, OPENERS

_SEVERAL = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?][”\"’')]*\s+[“\"‘'(]*[A-Z]")
_SPACES = re.compile(r"\s+")
_LEFT_BOUND = frozenset(",.;:!?)]}%…")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_CLOSES = {"”": '“«"', "»": '“«"', ")": "(", "]": "[", "}": "{"}
_NEEDLESS_END = ",;:.-–— "


def join(
    document: Document,
    indices: Iterable[int],
    inflected: Mapping[int, str] | None = None,
    /,
) -> str:
    """The tokens' words in text order, gaps closed and separators that lost their phrase dropped."""
    forms = inflected or {}
    out: list[str] = []
    before: Token | None = None
    for i in sorted(indices):
        token = document.tokens[i]
        if before is not None and _separates(before, token):
            out.append(" ")
        out.append(forms.get(i, token.text))
        before = token
    return tidy("".join(out))


def _separates(before: Token, token: Token) -> bool:
    if token.index == before.index + 1:
        return token.start > before.end
    if token.text in DOUBLE_CLOSE and token.text != '"':
        return False
    return token.text[0] not in _LEFT_BOUND and before.text not in _BRACKETS and before.text not in "“«„"


def tidy(text: str, /) -> str:
    """One space between words, none before a comma, no doubled or leading separators."""
    text = _SPACES.sub(" ", text)
    text = re.sub(r"\s+([,;:.!?)\]])", r"\1", text)
    text = re.sub(r",(?:\s*,)+", ",", text)
    text = re.sub(r"\s*(--|[–—―])\s+\1(?!\S)", "", text)  # both dashes of what stood between them
    text = re.sub(r",\s*([;:.!?])", r"\1", text)
    text = re.sub(r"([;:])\s*,", r"\1", text)
    return text.strip(" ,;")


def finish(text: str, /) -> str:
    """First letter capital, no final full stop unless the line holds several sentences."""
    text = tidy(text)
    several = _SEVERAL.search(_unquoted(text)) is not None
    if not several:
        text = _strip_end(text)
        quoted = re.search(r"[“\"]([^“”\"]*)[.,][”\"]$", text)
        if quoted and not re.search(r"[.!?]\s|\b[A-Z]$", quoted.group(1)):
            text = text[:-2] + text[-1]
        elif text.endswith((".''", ",''")):
            text = text[:-3] + "''"
    for n, char in enumerate(text):
        if char in DOUBLE_OPEN:
            break  # quoted words stay as they are
        if char.isalpha():
            return text[:n] + char.upper() + text[n + 1 :] if not _camel(text[n:]) else text
        if char.isdigit():
            break
    return text


def _camel(text: str) -> bool:
    return len(text) > 1 and text[0].islower() and text[1].isupper()  # iPhone, eBay


def _strip_end(text: str) -> str:
    abbreviation = re.search(r"\b(?:[A-Z]\.)+$|\b(?:Inc|Corp|Co|Jr|Sr|Ltd|St|[ap]\.m)\.$", text)
    while text and text[-1] in _NEEDLESS_END and not (abbreviation and text[-1] == "."):
        text = text[:-1]
    return text


def _unquoted(text: str) -> str:
    return re.sub(r"[“\"][^”\"]*[”\"]", "“x”", text)


def lower_first(text: str, token: Token, /) -> str:
    """The text with a small first letter when its first token has a capital only for opening a sentence."""
    if token.text == "The" and not text.startswith("The Hague"):
        return "the" + text[3:]
    keep = token.pos == "PROPN" or token.entity not in {
        "",
        "DATE",
        "TIME",
        "CARDINAL",
        "ORDINAL",
        "QUANTITY",
    }
    if keep or token.text == "I" or token.text.startswith(("I'", "I’")) or token.tag in {"NNP", "NNPS"}:
        return text
    if len(token.text) > 1 and any(c.isupper() for c in token.text[1:]):
        return text
    return text[:1].lower() + text[1:]


def is_balanced(text: str, /) -> bool:
    """True when every double quotation mark and bracket that opens is closed, in order."""
    stack: list[str] = []
    for char in text:
        top = stack[-1] if stack else ""
        if char == '"' and top in {'"', "“"}:
            stack.pop()  # some outlets mix straight and curly marks in one quotation
        elif char in "“«" and top == char:
            return False
        elif char in '“«"' or char in _BRACKETS:
            stack.append(char)
        elif char in _CLOSES and (not stack or stack.pop() not in _CLOSES[char]):
            return False
    return not stack and text.count("''") % 2 == 0


def closed(text: str, /) -> str:
    """The text with the closing mark of a quotation that was cut off at its end; as it is when none was."""
    if is_balanced(text):
        return text
    marks = ('"', "”", "''") if text.count('"') % 2 else ("”", '"', "''")
    return next((text + mark for mark in marks if is_balanced(text + mark)), text)


def strip_marks(document: Document, indices: Sequence[int], /) -> list[int]:
    """The indices without separators at either end: commas, colons, full stops, dashes."""
    kept = sorted(indices)
    loose = {",", ";", ":", ".", "…", "..."} | DASHES
    while kept and document.tokens[kept[0]].text in loose:
        kept = kept[1:]
    while kept and document.tokens[kept[-1]].text in loose:
        kept = kept[:-1]
    return kept


def opens(token: Token, /) -> bool:
    """True for a mark that may open a quotation."""
    return token.text in OPENERS or token.text in DOUBLE_OPEN


def closes(token: Token, /) -> bool:
    """True for a mark that may close a quotation."""
    return token.text in CLOSERS or token.text in DOUBLE_CLOSE
