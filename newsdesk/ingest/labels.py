"""Titles, bylines and names of outlets as people wrote them, cleaned of what machines and pranksters added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MAX_CHARS = 500
_MAX_NAME_WORDS = 6
_MAX_SITE_WORDS = 5
# Zero-width joiners stay: Persian and Indic scripts and emoji need them.
_KEPT = "\u200c\u200d"
_SEPARATED = re.compile(r"\s+(?:[|»•·–—-]|::|//)\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")
_BY = re.compile(
    r"^(?:(?:posted|written|reported|story)\s+)?(?:by|von|par|por|di|door|av|af)[:\s]+", re.IGNORECASE
)
_NAMES = re.compile(
    r"\s*(?:[;|\n]|,(?!\s*(?:jr|sr|ph\.?d|md|m\.d)\b)|\s(?:and|und|et|y|&)\s)\s*", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|\b(?:logged|login|sign|subscribe|follow|cookie|admin|staff only|updated|published"
    r"|view all"
    r"|undefined|null|unknown)\b",
    re.IGNORECASE,
)


def label(text: str, /) -> str:
    """One line without control characters, bidirectional overrides and other invisible signs; cut at 500."""
    kept = "".join(c if c in _KEPT or unicodedata.category(c) not in _GONE else _space(c) for c in text)
    return " ".join(kept.split())[:_MAX_CHARS].strip()


_GONE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _space(char: str) -> str:
    return " " if char.isspace() else ""


def headline(candidates: Iterable[str], /, *, outlet: str = "", site: str = "") -> str:
    """The first candidate that says something, without the name of the site before or behind it.

    A part behind a bar or a dash goes when it names the outlet or the site, or the rest is a candidate too.

    Args:
        site: The host's name, such as "bbc.co.uk".
    """
    titles = [title for c in candidates if (title := label(c))]
    if not titles:
        return ""
    known = {_words(title) for title in titles}
    names = {_words(outlet), _words(site), _words(site.partition(".")[0])} - {""}
    title = titles[0]
    while True:
        shorter = _shortened(title, names, known)
        if shorter == title:
            return title
        title = shorter


def _shortened(title: str, names: set[str], known: set[str]) -> str:
    cuts = list(_SEPARATED.finditer(title))
    if not cuts:
        return title
    head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
    if head and (
        _is_site(tail, names) or (_words(head) in known and len(_words(tail).split()) <= _MAX_SITE_WORDS)
    ):
        return head
    first, rest = title[: cuts[0].start()], title[cuts[0].end() :]
    return rest if rest and _is_site(first, names) else title


def _is_site(part: str, names: set[str]) -> bool:
    words = _words(part)
    bare = words.replace(" ", "")
    if not words or len(words.split()) > _MAX_SITE_WORDS:
        return False
    return any(bare == n.replace(" ", "") or (len(n) > 3 and n in words) for n in names)


def byline(authors: Iterable[str], /, *, outlet: str = "") -> str:
    """The authors' names, each once, joined by commas; "" when nothing looks like a person's name."""
    names: dict[str, str] = {}
    for author in authors:
        for part in _NAMES.split(label(author)):
            name = _BY.sub("", part).strip(" .,-–—:")
            words = name.split()
            if (
                words
                and len(words) <= _MAX_NAME_WORDS
                and not _NO_NAME.search(name)
                and name.casefold() != outlet.casefold()
            ):
                names.setdefault(name.casefold(), name)
    return ", ".join(names.values())


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
