"""HTML and text of feeds to plain text, in linear time whatever they hold.

Paragraphs are separated by blank lines.  Scripts, styles and comments are left out; entities become characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

MAX_TITLE_CHARS = 1000
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,30})(?![a-zA-Z0-9:-])"
    r"(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>"
    r"|</?(?P<odd>[a-zA-Z][a-zA-Z0-9:-]{0,30})[^<>]*+>|<!--|<!\[CDATA\[|<[!?][^<>]*+>"
)
_HIDDEN = frozenset("script style template noscript iframe object svg math head select textarea".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul".split()
)
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
# Controls, and the overrides and isolates that make a text look like another one (Unicode TR 36).
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_UNSEEN = re.compile("[\u00ad\u200b\u2060-\u2065\U000e0000-\U000e007f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*+\n\s*+")
_SPACES = re.compile(r"[^\S\n]+")
_LOOKS_MARKED = re.compile(
    r"</?(?:p|br|div|a|b|i|em|strong|span|img|ul|ol|li|blockquote|h[1-6])\b[^<>]{0,2000}>", re.IGNORECASE
)


def one_line(text: str, /, *, limit: int = MAX_TITLE_CHARS) -> str:
    """Plain text on one line for a title or a name, without what could disguise it."""
    shown = _UNSEEN.sub("", _UNWANTED.sub(" ", _SURROGATE.sub("\ufffd", text[: limit * 4])))
    line = " ".join(shown.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def paragraphs(text: str, /) -> str:
    """Plain text with one blank line between paragraphs and single spaces within."""
    shown = _UNWANTED.sub("", _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = _SPACES.sub(" ", _PARAGRAPHS.sub("\n\n", shown)).split("\n")
    return _PARAGRAPHS.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


def unescape(text: str, /) -> str:
    """Entities to characters; numbers beyond Unicode vanish."""
    return html.unescape(_LONG_NUMBER.sub("", text)) if "&" in text else text


def plain_text(markup: str, /) -> str:
    """The text of an HTML fragment, with blank lines between its blocks.

    Line breaks of the source are white space; ``<br>`` begins a new line, two of them a paragraph.
    """
    return paragraphs("".join(_pieces(markup)))


def plain_title(markup: str, /) -> str:
    """The text of an HTML fragment on one line."""
    return one_line("".join(_pieces(markup[: MAX_TITLE_CHARS * 20])))


def looks_marked(text: str, /) -> bool:
    """True when a text that should be plain holds HTML tags of the usual kinds."""
    return _LOOKS_MARKED.search(text) is not None


def _pieces(markup: str) -> Iterator[str]:
    at = 0
    preformatted = 0
    unclosed: set[str] = set()
    while at < len(markup):
        tag = _TAG.search(markup, at)
        raw = markup[at : tag.start()] if tag else markup[at:]
        if raw:
            yield unescape(raw if preformatted else _flat(raw))
        if tag is None:
            return
        name = (tag["name"] or tag["odd"] or "").lower()
        opens = bool(name) and not tag[0].startswith("</")
        at = _after(markup, tag, name if opens else "", unclosed)
        if tag[0] == "<![CDATA[":
            yield unescape(_flat(markup[tag.end() : at].removesuffix("]]>")))
        elif name == "br":
            yield "\n"
        elif name in _BLOCKS:
            yield "\n\n"
            if name == "pre":
                preformatted = max(0, preformatted + (1 if opens else -1))


def _flat(text: str) -> str:
    """White space of the source is one space, also between tags."""
    return re.sub(r"\s+", " ", text)


def _after(markup: str, tag: re.Match[str], opened: str, unclosed: set[str]) -> int:
    """Where reading goes on: behind the tag, or behind the whole of what is not shown.

    Args:
        opened: The element that begins here; "" for any other tag.
        unclosed: Elements known to end nowhere: to look for the end of each anew would take quadratic time.
    """
    if tag[0] == "<!--":
        return _behind(markup, "-->", tag.end())
    if tag[0] == "<![CDATA[":
        return _behind(markup, "]]>", tag.end())
    if opened in _HIDDEN and opened not in unclosed and not tag[0].endswith("/>"):
        close = re.compile(rf"</{re.escape(opened)}\s*+>", re.IGNORECASE).search(markup, tag.end())
        if close:
            return close.end()
        unclosed.add(opened)
    return tag.end()


def _behind(text: str, end: str, start: int) -> int:
    found = text.find(end, start)
    return found + len(end) if found >= 0 else len(text)
