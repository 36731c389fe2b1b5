"""What stands before a feed's first element, replaced by something harmless before any parser sees it.

No parser ever gets a document type declaration of somebody else's: entities that expand to little are declared
again by us, in plain text, beside the HTML names that it uses; what expands to much, in circles, or refers
outside is refused.  So neither expansion nor access to files or network happens, whatever is overlooked here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import name2codepoint

from ..loaded import Refused
from . import refusals

# In total; the declarations of honest old feeds ("&copyright;") come to some hundred characters.
MAX_EXPANSION_CHARS = 100_000
_MAX_DECLARATIONS = 5_000
_MAX_DEPTH = 8
_MAX_DOCTYPES = 3
_MAX_ODD_CHARS = 20_000
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_MARKUP = re.compile(r"<[!?/][^<>]*+>")
_FIRST_ELEMENT = re.compile(r"<[A-Za-z_:\x80-\U0010ffff]")
_REFERENCE = re.compile(r"&([A-Za-z_:][\w:.-]{0,80});")
_NUMBER = re.compile(r"&#(?:([0-9]{1,8})|x([0-9a-fA-F]{1,7}));")
_PLAIN = frozenset({"lt", "gt", "amp", "quot", "apos"})
_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_DOCTYPE_HEAD = re.compile(rf"(?:[^\"'\[<>]|{_QUOTED})*+")
_PIECE = re.compile(
    rf"""(?P<comment><!--.*?-->) | (?P<pi><\?.*?\?>)
    | <!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[^\s"'<>%&;]+)\s+
      (?: (?P<value>{_QUOTED}) | (?P<outside>(?:SYSTEM|PUBLIC)\b(?:[^"'<>]|{_QUOTED})*+) ) \s*>
    | (?P<other><!(?:[^"'<>]|{_QUOTED})*+>) | %(?P<use>[^\s;%<>]{{1,80}}); | (?P<space>\s++)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_LONE_AMPERSAND = re.compile("&(?!(?:#[0-9]+|#x[0-9a-fA-F]+|lt|gt|amp|quot|apos);)")
# Public sets of names such as &eacute;, which old RDF feeds include; we know them without fetching anything.
_KNOWN_SETS = re.compile(
    r"^PUBLIC\s+[\"']-//(?:W3C//ENTITIES|W3C//DTD XHTML|Netscape Communications//DTD|IDN )|"
    r"[\"']https?://(?:www\.w3\.org/|my\.netscape\.com/)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prolog:
    """A feed without its prolog.

    Attributes:
        body: From the first element on.
        entities: Those that the feed uses, expanded, by name: its own, and HTML's.
    """

    body: str
    entities: dict[str, str]

    def document(self) -> str:
        """The feed with a prolog of ours, which nests nothing."""
        declared = "".join(
            f'<!ENTITY {name} "{_literal(value)}">'
            for name, value in self.entities.items()
            if name not in _PLAIN
        )
        doctype = f"<!DOCTYPE feed [{declared}]>" if declared else ""
        return f"<?xml version='1.0' encoding='utf-8'?>{doctype}{self.body}"


def read_prolog(text: str, /, *, source: str) -> Prolog | Refused:
    """Take the prolog off a feed; a refusal says what is dangerous about it."""
    own: dict[str, str] = {}
    at, doctypes = _next(text, 0), 0
    unclosed: set[str] = set()
    while at < len(text) and not _FIRST_ELEMENT.match(text, at):
        doctype = _DOCTYPE.match(text, at)
        if doctype is None:
            at = _next(text, _skipped(text, at, unclosed))
            continue
        doctypes += 1
        problem, behind = _subset(text, doctype.end(), own)
        if doctypes > _MAX_DOCTYPES:
            problem = "it declares its type again and again"
        if problem:
            return refusals.bomb(source, problem)
        at = _next(text, behind)
    body = text[at:]
    used = _REFERENCE.findall(body)
    expanded = _expanded(own, used)
    if isinstance(expanded, str):
        return refusals.bomb(source, expanded)
    html = {n: chr(name2codepoint[n]) for n in set(used) if n in name2codepoint and n not in _PLAIN}
    return Prolog(body, html | expanded)


def _next(text: str, at: int) -> int:
    found = text.find("<", at)
    return found if found >= 0 else len(text)


def _skipped(text: str, at: int, unclosed: set[str]) -> int:
    """Where a comment, an instruction or an odd tag ends; the ends that do not exist are looked for once."""
    for opening, close in (("<!--", "-->"), ("<?", "?>")):
        if text.startswith(opening, at) and close not in unclosed:
            end = text.find(close, at + len(opening))
            if end < 0:
                unclosed.add(close)
            elif opening == "<!--" or text.find("<", at + 1, end) < 0:  # an unclosed instruction hides no feed
                return end + len(close)
    markup = _MARKUP.match(text, at)
    return markup.end() if markup else at + 1


def _subset(text: str, start: int, found: dict[str, str]) -> tuple[str | None, int]:
    """Note the general entities of a document type declaration: the reason to refuse it, and where it ends."""
    opening = _DOCTYPE_HEAD.match(text, start)
    at = opening.end() if opening else start
    if text[at : at + 1] != "[":
        return None, _behind(text, at)
    at += 1
    for _ in range(_MAX_DECLARATIONS):
        piece = _PIECE.match(text, at)
        if piece is None:
            break
        if problem := _declared(piece, found):
            return problem, at
        at = piece.end()
    else:
        return f"it declares more than {_MAX_DECLARATIONS} things before its first element", at
    if text[at : at + 1] != "]":  # not well-formed: look at what else is declared there
        first = _FIRST_ELEMENT.search(text, at, at + _MAX_ODD_CHARS)
        for piece in _PIECE.finditer(text, at, first.start() if first else at + _MAX_ODD_CHARS):
            if problem := _declared(piece, found):
                return problem, at
    return None, _behind(text, at)


def _behind(text: str, at: int) -> int:
    end = text.find(">", at)
    return end + 1 if end >= 0 else len(text)


def _declared(piece: re.Match[str], found: dict[str, str]) -> str | None:
    """Note an entity; the reason to refuse when it refers outside or hides others."""
    outside, name, value = piece["outside"], piece["name"], piece["value"]
    if outside is not None:
        known = piece["parameter"] and _KNOWN_SETS.search(outside)
        return None if known else "an entity of it refers to another file or address"
    if value is None:
        return None
    inside = value[1:-1]
    if piece["parameter"]:
        hidden = re.search(r"<!ENTITY|%|&#(?:37|x0*25);", inside, re.IGNORECASE)
        return "it hides entity declarations in others" if hidden else None
    found.setdefault(name, inside)
    return None


def _expanded(own: dict[str, str], used: list[str]) -> dict[str, str] | str:
    """The entities that are used, with everything inside replaced, or why they must not be."""
    sizes: dict[str, int] = {}
    for name in own:
        size = _size(name, own, sizes, 0)
        if size is None:
            return "its entities contain each other many levels deep"
        if size > MAX_EXPANSION_CHARS:
            return f"one entity of it expands to more than {MAX_EXPANSION_CHARS:,} characters"
    growth = sum(max(0, sizes.get(name, 0) - len(name) - 2) for name in used) if own else 0
    if growth > MAX_EXPANSION_CHARS:
        return f"its entities expand to more than {MAX_EXPANSION_CHARS:,} characters"
    return {name: _text(name, own) for name in set(used) if name in own}


def _size(name: str, own: dict[str, str], sizes: dict[str, int], depth: int) -> int | None:
    """Characters that an entity comes to; None for one that contains itself or nests too deeply."""
    if name in sizes:
        return sizes[name]
    if name not in own:
        return 1
    if depth > _MAX_DEPTH:
        return None
    total = len(own[name])
    for inner in _REFERENCE.findall(own[name]):
        size = _size(inner, own, sizes, depth + 1)
        if size is None:
            return None
        total += size
    sizes[name] = total
    return total


def _text(name: str, own: dict[str, str]) -> str:
    """An entity in plain characters; HTML's names and numbers are resolved too, as a parser would."""

    def replaced(match: re.Match[str]) -> str:
        inner = match[1]
        if inner in own:
            return _text(inner, own)
        return chr(name2codepoint[inner]) if inner in name2codepoint and inner not in _PLAIN else match[0]

    return _NUMBER.sub(_character, _REFERENCE.sub(replaced, own[name]))


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 10 if match[1] else 16)
    legal = code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    if not legal:
        return ""
    return match[0] if code in {38, 60} else chr(code)


def _literal(value: str) -> str:
    """A value as it stands in quotation marks of a declaration, where a lone "&" or "%" would be an error."""
    return _LONE_AMPERSAND.sub("&#38;#38;", value).replace('"', "&#34;").replace("%", "&#37;")
