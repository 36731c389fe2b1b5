"""The only inflections that condensing allows itself: of a cue, to make it finite or a third person's.

"…, emphasizing that" → "Emphasized that"; "I hope that" → "Hopes that".  Regular rules plus a table of the
irregular verbs that news uses.
"""

from __future__ import annotations

_PAST = {
    "be": "was", "become": "became", "begin": "began", "break": "broke", "bring": "brought",
    "build": "built", "buy": "bought", "choose": "chose", "come": "came", "cut": "cut", "do": "did",
    "draw": "drew", "fall": "fell", "feel": "felt", "fight": "fought", "find": "found",
    "foresee": "foresaw", "forget": "forgot", "get": "got", "give": "gave", "go": "went", "have": "had",
    "hear": "heard", "hit": "hit", "hold": "held", "keep": "kept", "know": "knew", "lay": "laid",
    "lead": "led", "leave": "left", "let": "let", "liken": "likened", "make": "made", "mean": "meant",
    "meet": "met", "override": "overrode", "overtake": "overtook", "pay": "paid", "put": "put",
    "read": "read", "ride": "rode", "rise": "rose", "run": "ran", "say": "said", "see": "saw",
    "seek": "sought", "sell": "sold", "send": "sent", "set": "set", "sing": "sang", "sit": "sat",
    "speak": "spoke", "spell": "spelled", "spend": "spent", "stand": "stood", "strike": "struck",
    "swear": "swore", "take": "took", "teach": "taught", "tear": "tore", "tell": "told", "think": "thought",
    "throw": "threw", "understand": "understood", "undertake": "undertook", "uphold": "upheld",
    "win": "won", "withdraw": "withdrew", "write": "wrote",
}  # fmt: skip

_SAME_PARTICIPLE = {
    "bought", "brought", "built", "cut", "felt", "fought", "found", "heard", "held", "hit", "kept", "laid",
    "led", "left", "let", "made", "meant", "met", "paid", "put", "read", "said", "sat", "sent", "set", "sold",
    "sought", "spent", "stood", "struck", "taught", "thought", "told", "understood", "upheld", "won",
}  # fmt: skip

_VOWELS = "aeiou"


def past_of(form: str, lemma: str, /) -> str:
    """The past form of a verb from its -ing form and lemma, in lower case.

    "calling", "call" → "called"; "admitting", "admit" → "admitted"; "saying", "say" → "said".
    """
    form, lemma = form.lower(), lemma.lower()
    if lemma in _PAST:
        return _PAST[lemma]
    if lemma.endswith("ing") and form == lemma:  # the tagger took it for a noun and has no lemma
        lemma = form[:-3]
        if lemma in _PAST:
            return _PAST[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    stem = form.removesuffix("ing")
    return (stem if stem.startswith(lemma) else lemma) + "ed"


_DOUBLED = frozenset(
    "admit commit omit permit submit plan stop drop refer prefer concur drag ban beg brag scrap ship".split()
)


def participle_of(lemma: str, /) -> str:
    """The -ing form of a verb, in lower case: "admit" → "admitting", "concede" → "conceding"."""
    lemma = lemma.lower()
    if lemma in _DOUBLED:
        return lemma + lemma[-1] + "ing"
    return (lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma) + "ing"


def participle_is_past(form: str, /) -> bool:
    """True when a past participle can stand alone as past tense ("called", "said"; not "shown")."""
    form = form.lower()
    return form.endswith("ed") or form in _SAME_PARTICIPLE


_THIRD = {"am": "is", "have": "has", "do": "does", "go": "goes"}


def third_person(form: str, /) -> str:
    """The third person of a verb's present from the first, in lower case: "hope" → "hopes", "have" → "has"."""
    form = form.lower()
    if form in _THIRD:
        return _THIRD[form]
    if form.endswith("y") and form[-2:-1] not in _VOWELS:
        return form[:-1] + "ies"
    return form + ("es" if form.endswith(("s", "x", "z", "ch", "sh")) else "s")
