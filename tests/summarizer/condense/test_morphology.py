from __future__ import annotations

import pytest

from summarizer.condense.morphology import participle_is_past, participle_of, past_of


@pytest.mark.parametrize(
    ("form", "lemma", "past"),
    [
        ("emphasizing", "emphasize", "emphasized"),
        ("saying", "say", "said"),
        ("noting", "note", "noted"),
        ("stating", "state", "stated"),
        ("adding", "add", "added"),
        ("warning", "warn", "warned"),
        ("calling", "call", "called"),
        ("admitting", "admit", "admitted"),
        ("denying", "deny", "denied"),
        ("conveying", "convey", "conveyed"),
        ("vowing", "vow", "vowed"),
        ("telling", "tell", "told"),
        ("Saying", "Saying", "said"),
    ],
)
def test_past(form: str, lemma: str, past: str) -> None:
    assert past_of(form, lemma) == past


def test_participles_that_can_stand_as_past_tense() -> None:
    assert [participle_is_past(w) for w in ("called", "Said", "shown", "given", "met", "been")] == [
        True, True, False, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("admit", "admitting"), ("concede", "conceding"), ("agree", "agreeing"), ("say", "saying")],
)
def test_participle(lemma: str, form: str) -> None:
    """The -ing form from which a finite one is made."""
    assert participle_of(lemma) == form
