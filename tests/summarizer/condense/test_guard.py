"""The guard must catch what a model does wrong, and let through what deletion does right."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summarizer.condense.guard import Breach, check

TRUCE = "Jane Roe said that Norway did not break off the talks with Sweden in 2019."
MIXED = (
    "“We will not sign the treaty today,” Roe told Doe in Oslo on Friday, and she ordered 72-hour patrols "
    "by 1,200 troops."
)


def breaches(line: str, evidence: str) -> set[Breach]:
    return {v.breach for v in check(line, evidence)}


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("Said that Norway did not break off the talks with Sweden in 2019", TRUCE),
        ("Said: “We will not sign the treaty today”", MIXED),
        ('Said: "We will not sign the treaty today"', MIXED),
        ("Ordered 72-hour patrols by 1200 troops", MIXED),
        ("Emphasized that talks must begin", "Roe spoke, emphasizing that talks must begin."),
        ("Told Doe that talks had begun", "Roe was telling Doe that talks had begun."),
        ("Will present a plan", "She’ll present a plan."),
        ("Said the bridge can't open before Monday", "The bridge cannot open before Monday, Roe said."),
        ("Documented faster rises", "The study not only documented faster rises, but explained them."),
        ("Hoped the twelve ports would open", "Roe hoped the 12 ports would open."),
        ("Criticized Sweden", "Sweden was criticized by Norway."),
        ("", TRUCE),
    ],
)
def test_lets_through(line: str, evidence: str) -> None:
    assert check(line, evidence) == ()


@pytest.mark.parametrize(
    ("line", "evidence", "breach"),
    [
        ("Said: “We will sign the treaty”", MIXED, Breach.QUOTATION),
        ("Said: “We will not sign", MIXED, Breach.QUOTATION),
        ("Said that “Norway did not break off” the talks with Denmark", TRUCE, Breach.NAME),
        ("Ordered 24-hour patrols by 1,200 troops", MIXED, Breach.NUMBER),
        ("Ordered patrols by 12,00 boats and three troops", MIXED, Breach.NUMBER),
        ("Told Doe on Monday to order patrols", MIXED, Breach.DATE),
        ("Said that Norway did break off the talks with Sweden", TRUCE, Breach.NEGATION_LOST),
        (
            "Said that Norway never ordered patrols",
            "Roe said that Norway ordered patrols.",
            Breach.NEGATION_ADDED,
        ),
        ("Denied that Norway broke off the talks", TRUCE, Breach.NEGATION_ADDED),
        ("Said that Sweden did not break off the talks", TRUCE, Breach.AGENT),
        ("Norway broke off the talks", "It was Sweden, not Norway, that broke off the talks.", Breach.AGENT),
        ("Roe broke off the talks", "Roe insisted that it was Sweden that broke off the talks.", Breach.AGENT),
        ("Said talks in Oslo with Bergen", "Roe proposed talks in Bergen with Oslo.", Breach.AGENT),
        ("Talks begin on the island", "Roe said talks may begin on the island.", Breach.MODALITY),
        ("Fled the island", "Roe allegedly fled the island.", Breach.MODALITY),
        ("Is it clear that patrols help", "Nor is it clear that patrols help.", Breach.NEGATION_LOST),
        ("Threatened to bomb the harbour", MIXED, Breach.NOVELTY),
    ],
)
def test_catches(line: str, evidence: str, breach: Breach) -> None:
    assert breach in breaches(line, evidence)


NAMES = ["Norway", "Sweden", "Denmark", "Finland", "Iceland", "Estonia", "Latvia"]
VERBS = ["attacked", "sued", "praised", "invaded", "betrayed", "visited", "mocked"]
THINGS = ["harbour", "treaty", "budget", "election", "pipeline", "bridge", "festival"]
WORDS = ["the ministers met", "patrols went out", "ships left early", "nobody was hurt", "prices rose sharply"]


@st.composite
def events(draw: st.DrawFn) -> tuple[str, str, str, str, int]:
    """Two names, a verb, a thing and a number."""
    first, second = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True))
    return (
        first,
        second,
        draw(st.sampled_from(VERBS)),
        draw(st.sampled_from(THINGS)),
        draw(st.integers(2, 99_999)),
    )


Event = tuple[str, str, str, str, int]


@given(events(), st.sampled_from(WORDS))
def test_a_true_line_passes(event: Event, aside: str) -> None:
    one, two, verb, thing, number = event
    told = f"{one} {verb} {two} over the {thing} with {number} troops"
    assert check(told, f"On the island, {aside}. Roe said that {told}.") == ()


@given(events(), st.sampled_from(["not", "never"]), st.sampled_from(WORDS))
def test_a_dropped_negator_is_caught(event: Event, negator: str, aside: str) -> None:
    one, two, verb, thing, _ = event
    evidence = f"On the island, {aside}. Roe said that {one} had {negator} {verb} {two} over the {thing}."
    assert check(f"Said that {one} had {negator} {verb} {two} over the {thing}", evidence) == ()
    assert Breach.NEGATION_LOST in breaches(f"Said that {one} had {verb} {two} over the {thing}", evidence)


@given(events())
def test_an_added_negator_is_caught(event: Event) -> None:
    one, two, verb, thing, _ = event
    evidence = f"Roe said that {one} had {verb} {two} over the {thing}."
    assert Breach.NEGATION_ADDED in breaches(f"Said that {one} had not {verb} {two}", evidence)


@given(events(), st.integers(2, 99_999))
def test_a_changed_number_is_caught(event: Event, other: int) -> None:
    one, _, verb, thing, number = event
    assume(number != other)
    evidence = f"Roe said that {one} {verb} {number} people over the {thing}."
    assert Breach.NUMBER in breaches(f"Said that {one} {verb} {other} people", evidence)


@given(events())
def test_exchanged_names_are_caught(event: Event) -> None:
    one, two, verb, thing, _ = event
    evidence = f"Roe said that {one} {verb} {two} over the {thing}."
    assert Breach.AGENT in breaches(f"Said that {two} {verb} {one} over the {thing}", evidence)
    assert Breach.AGENT in breaches(f"{two} {verb} {one}", evidence)


@given(events(), st.text(alphabet="abcdefghijklmnop ", min_size=6).filter(str.strip))
def test_an_invented_quotation_is_caught(event: Event, invented: str) -> None:
    one, two, verb, thing, _ = event
    evidence = f"“{one} {verb} {two},” Roe said of the {thing}."
    words = " ".join(invented.split())
    assume(words.casefold() not in evidence.casefold())
    assert Breach.QUOTATION in breaches(f"Said: “{words}”", evidence)
    assert Breach.QUOTATION in breaches(f'Said: "{words}"', evidence)


@given(st.text(), st.text())
def test_any_text_is_judged(line: str, evidence: str) -> None:
    assert isinstance(check(line, evidence), tuple)
    assert Breach.NAME not in breaches(line, line)
    assert Breach.NUMBER not in breaches(line, line)
