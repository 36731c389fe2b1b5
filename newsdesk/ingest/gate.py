"""Whether a page is the article or only stands in front of it: pure, on what the page shows.

A wall is short and says one of a few things; an article is long.  So every rule has a length: a report about
cookies, paywalls or hacked passwords passes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import refusals
from .loaded import Refused

_CONSENT = re.compile(
    r"\b(?:we (?:and our partners |value your privacy|use cookies)|(?:uses?|accept|reject|manage|allow) (?:all )?cookies"
    r"|your privacy|accept all|reject all|legitimate interests?|manage (?:your )?(?:preferences|options|consent)"
    r"|cookie (?:policy|settings|preferences)|before you continue|privacy (?:policy|settings)|i agree"
    r"|consent to|personal data|our partners)\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\b(?:subscribe|register|sign up|sign in|log in|join) (?:now )?to (?:continue|keep|read|unlock|access)\b"
    r"|\bto (?:continue|keep|finish) reading\b|\balready a (?:subscriber|member)\b|\bsubscribers? only\b"
    r"|\bonly (?:available )?(?:to|for) (?:our )?(?:subscribers|members)\b|\bfor subscribers\b"
    r"|\bthis (?:article|story|content) is (?:for|reserved for|exclusive to|available to)\b"
    r"|\b(?:subscription|membership) (?:is )?required\b|\bread the (?:full|rest of (?:the|this)) (?:article|story) with\b"
    r"|\bfree articles? (?:left|remaining|this month)\b",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(?:log ?in|sign ?in|forgot(?:ten)? (?:your )?password|create an account|keep me (?:logged|signed) in)\b",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b.{0,40}\b(?:not found|forbidden|error|unavailable|gone)\b"
    r"|\b(?:page|article|story) (?:was |could |can|is )?(?:not|no longer) (?:be )?(?:found|exist|available)\b"
    r"|\baccess (?:is |was |has been )?denied\b|\bjust a moment\b|\bare you (?:a robot|human)\b"
    r"|\bverify (?:that )?you are (?:a )?human\b|\bunusual (?:traffic|activity)\b|\bcaptcha\b"
    r"|\b(?:enable|turn on) javascript\b|\bservice unavailable\b|\bsomething went wrong\b|\binternal server error\b",
    re.IGNORECASE,
)
_WALL_WORDS = 160
_STUB_WORDS = 220
_DOOR_WORDS = 90
_MIN_WORDS = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows.

    Attributes:
        article: What was taken for the article; "" when nothing was.
        whole: Everything visible, banners and menus included.
        title: Of the page.
        password: True when the page asks for one.
        locked: True when its metadata say that the text is not free.
    """

    article: str
    whole: str
    title: str = ""
    password: bool = False
    locked: bool = False


def gate(shown: Shown, /, *, source: str) -> Refused | None:
    """Why this page is no article, or None when it may pass."""
    words = len(shown.article.split())
    head = f"{shown.title}\n{shown.article or shown.whole[:2000]}"
    if words < _DOOR_WORDS and _ERROR.search(head):
        return refusals.gated(
            source, "an error page or a check for robots", "Open it in a browser and save it."
        )
    if words < _STUB_WORDS and (shown.locked or _PAYWALL.search(shown.article) or _PAYWALL.search(shown.whole)):
        return refusals.gated(
            source,
            "the stub in front of a paywall",
            "Log in with a browser, save the whole article and give the file.",
        )
    if words < _WALL_WORDS and _is_consent(shown, words):
        return refusals.gated(
            source, "a cookie wall", "Answer it in a browser, save the article's page and give that file."
        )
    if words < _DOOR_WORDS and (shown.password or _LOGIN.search(shown.title)) and _LOGIN.search(shown.whole):
        return refusals.gated(
            source, "a login page", "Log in with a browser, save the article and give the file."
        )
    return refusals.no_article(source) if words < _MIN_WORDS else None


def _is_consent(shown: Shown, words: int) -> bool:
    """At least two different things that only consent dialogues say, and more of them than an article has."""
    text = shown.article if words >= _MIN_WORDS else shown.whole[:6000]
    found = {m.group().lower() for m in _CONSENT.finditer(text)}
    return len(found) >= 2 and len(found) * 40 >= len(text.split()) * (words >= _MIN_WORDS)
