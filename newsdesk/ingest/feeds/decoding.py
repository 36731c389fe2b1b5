"""A feed's bytes to text that XML may hold; what the bytes are counts more than what they say they are.

Marks first, then valid UTF-8, then what the server or the declaration names, then Windows-1252.  Never fails:
feeds of one wrong byte are worth reading.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ..decode import MARKS
from . import refusals

# "<?xm", or "<" and any other sign, as they stand in encodings that are no superset of ASCII.
_OPENINGS = (
    (re.compile(rb"<\0\0\0.\0\0\0", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0.", re.DOTALL), "utf-32-be"),
    (re.compile(rb"[<{\s]\0[^\0]\0", re.DOTALL), "utf-16-le"),
    (re.compile(rb"\0[<{\s]\0[^\0]", re.DOTALL), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARATION = re.compile(r"\s*<\?xml\b[^<>]{0,400}?\bencoding\s*=\s*[\"']\s*([A-Za-z0-9._:+-]{1,40})")
# What the web's encoding standard reads instead, each a superset.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Codecs of Python that are no encodings of documents, and slow or faulty on hostile bytes.
_UNUSABLE = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
_SEVEN_BIT = re.compile(r"utf-7|hz|iso2022.*")
_EBCDIC = re.compile(r"cp(?:037|273|424|500|875|1026|1140)$")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_NUMBER = re.compile(r"&#(?:[0-9]+|[xX][0-9a-fA-F]+);")
_HEAD_BYTES = 1024


@dataclass(frozen=True, slots=True)
class DecodedFeed:
    """Text without signs that XML forbids, and what was wrong with the bytes, as sentences."""

    text: str
    problems: tuple[str, ...] = ()


def decode_feed(data: bytes, /, *, charset: str | None = None) -> DecodedFeed:
    """The text of a feed.

    Args:
        charset: What the server said.
    """
    text, encoding, declared = _decoded(data, charset)
    problems = []
    if declared and encoding != declared and _SUPERSETS.get(declared) != encoding:
        problems.append(refusals.misread_encoding(declared, encoding))
    if (broken := text.count("\ufffd")) and b"\xef\xbf\xbd" not in data:
        problems.append(refusals.replaced(broken))
    legal = _NUMBER.sub(_legal_number, _ILLEGAL.sub("", text).lstrip("\ufeff"))
    return DecodedFeed(legal, tuple(problems))


def _legal_number(match: re.Match[str]) -> str:
    """A numeric character reference as XML wants it; "" for one to a character that XML forbids."""
    number = match[0][2:-1]
    if len(number) > 12:
        return ""
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    if code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF:
        return match[0].replace("X", "x", 1)
    return ""


def _decoded(data: bytes, charset: str | None) -> tuple[str, str, str]:
    """Text, the encoding used, and the one that was declared ("" when none)."""
    for mark, encoding in MARKS:
        if data.startswith(mark) and (text := _marked(data[len(mark) :], encoding)) is not None:
            return text, encoding, ""
    for opening, encoding in _OPENINGS:
        if opening.match(data) and (text := _marked(data, encoding)) is not None:
            return _ebcdic(data, text) if encoding == "cp037" else (text, encoding, "")
    return _eight_bit(data, charset)


def _marked(data: bytes, encoding: str) -> str | None:
    """None when the mark lies: more than a tenth means nothing in the encoding it stands for."""
    text = data.decode(encoding, "replace")
    return text if text.count("\ufffd") <= max(2, len(text) // 10) else None


def _ebcdic(data: bytes, text: str) -> tuple[str, str, str]:
    declared = _codec(_declaration(text))
    if declared and _EBCDIC.match(declared):
        return data.decode(declared, "replace"), declared, declared
    return text, "cp037", ""


def _eight_bit(data: bytes, charset: str | None) -> tuple[str, str, str]:
    named = [_codec(charset), _codec(_declaration(data[:_HEAD_BYTES].decode("latin-1")))]
    declared = next((n for n in named if n), "")
    seven_bit = next((n for n in named if n and _SEVEN_BIT.fullmatch(n)), None)
    for name in (seven_bit, "utf-8", *named):
        if name and (text := _strict(data, name)) is not None:
            return text, _SUPERSETS.get(name, name), "" if data.isascii() else declared
    return *_loosely(data, declared), declared


def _loosely(data: bytes, declared: str) -> tuple[str, str]:
    """A damaged text in the encoding it claims where most of it makes sense, else as western Windows text."""
    beyond = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    for name in dict.fromkeys((declared, "utf-8")):
        if not name:
            continue
        text = data.decode(_SUPERSETS.get(name, name), "replace")
        if text.count("\ufffd") <= max(1, beyond // 10):
            return text, name
    return (_strict(data, "cp1252") or data.decode("latin-1")), "cp1252"


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(_SUPERSETS.get(name, name))
    except (UnicodeError, LookupError):
        return None


def _declaration(head: str) -> str | None:
    found = _DECLARATION.match(head)
    return found[1] if found else None


def _codec(name: str | None) -> str | None:
    """Python's name of an encoding of documents; None for anything else."""
    try:
        found = codecs.lookup((name or "").strip().lower()[:40]) if name else None
    except (LookupError, ValueError):
        return None
    if found is None or found.name in _UNUSABLE or not getattr(found, "_is_text_encoding", True):
        return None
    # Whoever names UTF-16 in single bytes wrote the declaration before converting the file.
    return None if found.name.startswith(("utf-16", "utf-32")) else found.name
