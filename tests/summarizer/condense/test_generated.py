"""The way of a generated line through the guard, with a generator that says what the test wants."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from summarizer.condense.generated import GuardedCondenser, Prompt, first_sentence
from summarizer.condense.line import Line

from .texts import PARTICIPLE, TWO_VERBS, document, parsed, statement


class Says:
    """A generator that answers with given texts in turn and keeps what it was asked."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.asked: list[Prompt] = []

    def generate(self, prompts: Sequence[Prompt], /) -> list[str]:
        self.asked += prompts
        return [self.texts.pop(0) for _ in prompts]


def test_a_right_line_is_printed_and_a_wrong_one_replaced() -> None:
    generator = Says("Welcomed the idea.", "Stressed that any talks could proceed before a truce in Oslo.")
    found = GuardedCondenser(generator).condense(*parsed(TWO_VERBS))
    assert [(x.text, x.replaced) for x in found] == [
        ("Welcomed the idea", False),
        ("Stressed that a truce must be agreed upon before any talks could proceed", True),
    ]
    assert [p.actor for p in generator.asked] == ["Ukrainian President Jane Roe"] * 2
    assert generator.asked[0].evidence == TWO_VERBS[0]


def test_what_was_folded_must_be_kept() -> None:
    tree, both = parsed(PARTICIPLE)
    short = GuardedCondenser(Says("Called for a summit in Norway.")).condense(tree, both)
    assert short[0].replaced
    assert short[0].folded == (1,)
    whole = "Called for a summit in Norway without preconditions that must take place."
    kept = GuardedCondenser(Says(whole)).condense(tree, both)
    assert kept[0] == Line(whole[:-1], kept[0].evidence, (1,))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Said.",
        "Said “the harbour is closed",
        "Said they closed the harbour",
        "Said the harbour is open",
        " ".join(["harbour"] * 29),
    ],
)
def test_refused(text: str) -> None:
    words = "Roe said the harbour is closed."
    one = statement(words, "Roe", "said", "the harbour is closed")
    assert GuardedCondenser(Says(text)).condense(document(words), [one]) == [
        Line("Said the harbour is closed", one.evidence, replaced=True)
    ]


def test_a_statement_that_needs_its_context_is_not_asked_about() -> None:
    words = "Roe rejected this proposal at once."
    generator = Says()
    one = statement(words, "Roe", "rejected", "this proposal at once")
    assert GuardedCondenser(generator).condense(document(words), [one]) == [Line("")]
    assert generator.asked == []


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("- Called for talks. And more.", "Called for talks"),
        ("Jane Roe called for talks.", "Called for talks"),
        ("Roe called for talks", "Called for talks"),
        ("“Called for talks.”", "Called for talks"),
        ("1. said: “We are ready.”\nSure!", "Said: “We are ready”"),
        ("\n", ""),
    ],
)
def test_first_sentence(answer: str, line: str) -> None:
    assert first_sentence(answer, "Jane Roe") == line
