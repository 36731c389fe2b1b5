"""Whether a page is the article or only stands in front of it: pure, on what the page shows.

A wall is short and says one of a few things; an article is long.  So every rule has a length: a report about
cookies, paywalls or hacked passwords passes.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from . import refusals
from .lines import ends_sentence
from .loaded import Fault, Refused

_CONSENT_ASKED = re.compile(
    r"\b(?:we (?:and our (?:\d+ )?partners|value your privacy|use cookies)|accept (?:all|cookies)"
    r"|reject all|agree and continue|i agree|manage (?:your )?(?:preferences|options|consent|cookies)"
    r"|before you continue)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:cookies|your (?:privacy|consent|choices)|legitimate interests?|personal data|our partners"
    r"|(?:privacy|cookie) (?:policy|settings|preferences)|consent to)\b",
    re.IGNORECASE,
)
_PAYWALL_ASKED = re.compile(
    r"\b(?:subscribe|register|sign up|sign in|log in|join)(?: now)? to (?:continue|keep|unlock)\b"
    r"|\b(?:subscribe|register) to read (?:the|this) (?:full |whole |entire )?(?:article|story)\b"
    r"|\bto (?:continue|keep|finish) reading\b"
    r"|\bthis (?:article|story|content) is (?:only |exclusively )?(?:available )?"
    r"(?:for|to|reserved for|exclusive to) (?:our )?(?:paying )?(?:subscribers|members)\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\balready a (?:subscriber|member)\b|\bsubscribers? only\b|\bfree articles? (?:left|remaining)\b"
    r"|\b(?:subscription|membership) required\b|\bread the rest of (?:the|this) (?:article|story) with\b",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(?:log ?in|sign ?in|forgot(?:ten)? (?:your )?password|create an account|keep me signed in)\b",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b.{0,40}\b(?:not found|forbidden|error|unavailable|gone)\b"
    r"|\b(?:page|article|story) (?:was |could |can|is )?(?:not|no longer) (?:be )?(?:found|exist|available)\b"
    r"|\baccess (?:is |was |has been )?denied\b|\bjust a moment\b|\bare you (?:a robot|human)\b"
    r"|\bverify (?:that )?you are (?:a )?human\b|\bunusual (?:traffic|activity)\b|\bcaptcha\b"
    r"|\b(?:enable|turn on) javascript\b|\bservice unavailable\b|\bsomething went wrong\b"
    r"|\binternal server error\b|\b(?:being )?redirect(?:ed|ing)\b.{0,40}(?:\.\.\.|…|\bpage\b|\bbrowser\b)"
    r"|\bplease wait while\b|\b(?:page|site) is loading\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
# At least four words that end as a sentence does: so short a page may still be a report.
_SENTENCE = re.compile(r"(?:[^\s.!?]\S*[ \n]){3,}\S*[.!?…][\"'”’»)\]]*(?:\s|$)")
# Chinese, Japanese, Thai, Lao, Khmer and Burmese write no spaces.
_SIGNS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WALL_WORDS = 160
_STUB_WORDS = 220
_BRIEF_WORDS = 100
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
        complete: True when its metadata hold the text, and it is no longer than what was taken.
    """

    article: str
    whole: str
    title: str = ""
    password: bool = False
    locked: bool = False
    complete: bool = False


def gate(shown: Shown, /, *, source: str) -> Refused | None:
    """Why this page is no article, or None when it may pass."""
    words = word_count(shown.article)
    if words < _DOOR_WORDS and _is_error(shown, words):
        return refusals.gated(
            source,
            "an error page or a check for robots",
            "Open it in a browser and save it.",
            fault=Fault.ERROR,
        )
    if words < _STUB_WORDS and _is_stub(shown, words):
        return refusals.gated(
            source,
            "the stub in front of a paywall",
            "Log in with a browser, save the whole article and give that.",
            fault=Fault.PAYWALL,
        )
    if words < _WALL_WORDS and _is_consent(shown, words):
        return refusals.gated(
            source,
            "a cookie wall",
            "Answer it in a browser, save the article's page and give that file.",
            fault=Fault.COOKIES,
        )
    if words < _DOOR_WORDS and (shown.password or _LOGIN.search(shown.title)) and _LOGIN.search(shown.whole):
        return refusals.gated(
            source,
            "a login page",
            "Log in with a browser, save the article and give the file.",
            fault=Fault.LOGIN,
        )
    if words < _MIN_WORDS and not _SENTENCE.search(shown.article):
        return refusals.no_article(source)
    return None


def wrong_language(found: str, wanted: Collection[str], /) -> str | None:
    """Why an article in one language is not for a desk that reads others, as a sentence, or None.

    Args:
        found: As ``language.language_of`` says; "" passes, because what cannot be told is no reason.
        wanted: Codes such as "en"; none at all means every language.
    """
    if not found or not wanted or found in {code.split("-")[0].lower() for code in wanted}:
        return None
    return f"It is written in another language ({found}) than is read here ({', '.join(sorted(wanted))})."


def word_count(text: str, /) -> int:
    """How many words a text has; two signs of a script without spaces between words count as one."""
    return len(text.split()) + len(_SIGNS.findall(text)) // 2


def _is_error(shown: Shown, words: int) -> bool:
    if _ERROR.search(shown.title):
        return True
    return words < _DOOR_WORDS // 2 and bool(_ERROR.search(shown.article[:300] or shown.whole[:600]))


def _is_stub(shown: Shown, words: int) -> bool:
    """Asked to pay where the article breaks off; or very short and declared locked or asked to pay anywhere.

    Of a few paragraphs, most are whole reports on a site that also sells: such a page is a stub only if it is
    declared locked or is asked to pay, and its text breaks off.
    """
    end = shown.article[-200:]
    if _PAYWALL_ASKED.search(end) or _PAYWALL.search(end):
        return True
    if not (shown.locked or _PAYWALL_ASKED.search(shown.whole)):
        return False
    if words < _BRIEF_WORDS:
        return not (shown.complete and words >= _MIN_WORDS and ends_sentence(end))
    return not shown.complete and (not ends_sentence(end) or end.rstrip().endswith(("...", "…")))


def _is_consent(shown: Shown, words: int) -> bool:
    """The reader is asked, in the page's own words, and at least half of the sentences are about that."""
    text = shown.article if words >= _MIN_WORDS else shown.whole[:6000]
    if not _CONSENT_ASKED.search(_QUOTED.sub(" ", text)):
        return False
    sentences = [s for s in _SENTENCE_END.split(text) if s.strip()]
    about = sum(bool(_CONSENT_ASKED.search(s) or _CONSENT.search(s)) for s in sentences)
    return about * 2 >= len(sentences) or words < _MIN_WORDS
