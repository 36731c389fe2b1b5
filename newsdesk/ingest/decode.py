"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, old code pages, or a reason why not.

Nothing is normalised: line ends, white space and compositions stay as they are, so an offset into the text
is an offset into the file as any editor shows it.  A byte order mark says how to decode and is no text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from . import refusals
from .loaded import Refused

# Byte order marks; those of UTF-32 begin like those of UTF-16, so they come first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document", refusals.Kind.DOCUMENT),
    (b"\x1f\x8b", "compressed with gzip", refusals.Kind.COMPRESSED),
    (b"PK\x03\x04", "a ZIP archive (or a Word, OpenDocument or EPUB file)", refusals.Kind.DOCUMENT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file", refusals.Kind.DOCUMENT),
    (b"{\\rtf", "a Rich Text (RTF) document", refusals.Kind.DOCUMENT),
    (b"BZh", "compressed with bzip2", refusals.Kind.COMPRESSED),
    (b"\xfd7zXZ\x00", "compressed with xz", refusals.Kind.COMPRESSED),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", refusals.Kind.COMPRESSED),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", refusals.Kind.COMPRESSED),
    (b"Rar!\x1a\x07", "a RAR archive", refusals.Kind.COMPRESSED),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", refusals.Kind.BINARY),
    (b"\xff\xd8\xff", "a JPEG image", refusals.Kind.BINARY),
    (b"GIF8", "a GIF image", refusals.Kind.BINARY),
    (b"\x7fELF", "a program", refusals.Kind.BINARY),
    (b"SQLite format 3\x00", "an SQLite database", refusals.Kind.BINARY),
)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_MAX_CONTROL_SHARE = 0.01
_MAX_BROKEN_SHARE = 0.1
_MAX_ACCENT_SHARE = 0.25
_SAMPLE_BYTES = 65_536
_CONTINUED = re.compile("[\u0080-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read.

    Attributes:
        encoding: The codec's name as Python knows it.
        replaced: How many broken sequences became U+FFFD.
    """

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, /, *, source: str, declared: str | None = None) -> Decoded | Refused:
    """Text of a file or a page.

    Args:
        source: Names the thing in a refusal.
        declared: The encoding that a page or its server names; believed only where the bytes do not say
            otherwise, because pages lie about it more often than bytes do.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, source)
    for magic, what, kind in _MAGIC:
        if data.startswith(magic):
            return refusals.not_text(source, what, kind)
    if b"\0" in data:
        return _utf16(data, source)
    sample = data[:_SAMPLE_BYTES]
    if len(sample.translate(None, _CONTROLS)) < len(sample) * (1 - _MAX_CONTROL_SHARE):
        return refusals.not_text(source, "binary data", refusals.Kind.BINARY)
    return _utf8(data) or _declared(data, declared) or _legacy(data) or refusals.unknown_encoding(source)


def _marked(data: bytes, encoding: str, source: str) -> Decoded | Refused:
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if "\0" in text or broken > max(1, len(text) * _MAX_BROKEN_SHARE) or _wordlikeness(text) < 0.9:
        return refusals.not_text(
            source, f"not the {encoding.upper()} text that it begins as", refusals.Kind.BINARY
        )
    return Decoded(text, encoding, broken)


def _utf16(data: bytes, source: str) -> Decoded | Refused:
    """UTF-16 without a mark: the byte order that gives words, if one does."""
    sample = data[:_SAMPLE_BYTES]
    candidates = [(_wordlikeness(sample.decode(e, "replace")), e) for e in ("utf-16-le", "utf-16-be")]
    score, encoding = max(candidates)
    text = data.decode(encoding, "replace")
    if score < 0.9 or "\0" in text or not any(c in " \n" for c in text):
        return refusals.not_text(source, "binary data (it holds NUL bytes)", refusals.Kind.BINARY)
    return Decoded(text, encoding, text.count("\ufffd"))


def _wordlikeness(text: str) -> float:
    """Share of characters of a text's beginning that are letters, figures, spaces, punctuation or symbols."""
    sample = text[:_SAMPLE_BYTES]
    good = sum(unicodedata.category(c)[0] in "LNPZMS" or c in "\r\n\t" for c in sample)
    return (good - sample.count("\ufffd")) / max(len(sample), 1)


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also with a few broken bytes: as a code page, every other sign in it would be garbled."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(_CONTINUED.findall(text))
    if broken > max(1, beyond_ascii * _MAX_BROKEN_SHARE) or beyond_ascii == broken:
        return None
    return Decoded(text, "utf-8", broken)


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    try:
        name = codecs.lookup(declared or "utf-8").name
        # The web's rule: pages that say Latin-1 mean Windows-1252 (https://encoding.spec.whatwg.org/).
        name = "cp1252" if name in {"iso8859-1", "ascii"} else name
        return None if name == "utf-8" else Decoded(data.decode(name), name)
    except (LookupError, ValueError):
        return None


def _legacy(data: bytes) -> Decoded | None:
    """Windows-1252 where it gives western words; else what charset-normalizer finds."""
    western = _western(data)
    if western is not None:
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    if best is None or best.encoding == "ascii":
        return None
    text = data.decode(best.encoding, "replace")
    return Decoded(text, best.encoding, text.count("\ufffd"))


def _western(data: bytes) -> Decoded | None:
    sample = data[:_SAMPLE_BYTES]
    accents = sum(b >= 0x80 for b in sample)
    if accents > len(sample) * _MAX_ACCENT_SHARE:
        return None
    try:
        return Decoded(data.decode("cp1252"), "cp1252")
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), "latin-1") if accents < len(sample) * 0.1 else None
