"""In which language a text is, by its script and its little words: pure, without models.

Made for one question, whether an article is in a language that the desk reads; so it says nothing rather than
something wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .words import SCRIPTS, WORDS

_SAMPLE_CHARS = 20_000
_MIN_LETTERS = 20
_MIN_SHARE = 0.12
_MIN_HITS = 3
_LEAD = 1.15
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LITTLE = {language: frozenset(words.split()) for language, words in WORDS.items()}
_OF_SCRIPT = {
    "CYRILLIC": ("ru", "uk", "bg", "sr", "be"),
    "ARABIC": ("ar", "fa", "ur"),
    "DEVANAGARI": ("hi", "mr"),
}
_OTHERS = frozenset(language for group in _OF_SCRIPT.values() for language in group)
_LATIN = tuple(language for language in _LITTLE if language not in _OTHERS)


def language_of(text: str, /) -> str:
    """The language's ISO 639-1 code ("en"), or "" when the text is too short or too mixed to say.

    Looks at the first 20,000 characters.  Chinese has one code whatever its characters' form.
    """
    sample = unicodedata.normalize("NFC", text[:_SAMPLE_CHARS])
    script, letters = _script(sample)
    if letters < _MIN_LETTERS:
        return ""
    if script in _OF_SCRIPT:
        return _by_words(sample, _OF_SCRIPT[script])
    if script == "LATIN":
        return _by_words(sample, _LATIN)
    return SCRIPTS.get(script, "")


def _script(sample: str) -> tuple[str, int]:
    """The script of most letters and how many letters there are; kana make a text Japanese."""
    counts: Counter[str] = Counter()
    for char, number in Counter(sample).items():
        if char.isalpha():
            counts["LATIN" if char.isascii() else unicodedata.name(char, "").partition(" ")[0]] += number
    if not counts:
        return "", 0
    kana = counts["HIRAGANA"] + counts["KATAKANA"]
    # A sign of Chinese says what several letters say elsewhere.
    letters = sum(counts.values()) + 3 * (counts["CJK"] + counts["HANGUL"] + kana)
    if kana * 10 > counts["CJK"] + kana and kana * 5 > counts["LATIN"]:
        return "HIRAGANA", letters
    if counts["CJK"] * 3 > counts["LATIN"] and counts["CJK"]:
        counts["CJK"] *= 3
    return counts.most_common(1)[0][0], letters


def _by_words(sample: str, languages: tuple[str, ...]) -> str:
    """The language with the most little words, when they are many enough and the next has clearly fewer."""
    words = Counter(word.replace("’", "'") for word in _WORD.findall(sample.lower()))
    total = words.total()
    scores = sorted(
        ((sum(words[w] for w in _LITTLE[language]), language) for language in languages), reverse=True
    )
    (best, found), (second, _) = scores[0], scores[1]
    if best < max(_MIN_HITS, total * _MIN_SHARE) or best < second * _LEAD:
        return ""
    return found
