"""Lines must read as an editor wrote them: each row is a sentence and the line that it should become."""

from __future__ import annotations

import pytest

from summarizer.condense.extractive import ExtractiveCondenser
from summarizer.condense.line import Line
from summarizer.model import ActorKind

from .texts import PARTICIPLE, TWO_VERBS, document, parsed, statement


def line(
    text: str,
    source: str,
    cue: str,
    content: str,
    *,
    kind: ActorKind = ActorKind.PERSON,
    max_words: int = 28,
) -> Line:
    """The line of a single statement."""
    marked = statement(text, source, cue, content, kind=kind)
    return ExtractiveCondenser(max_words=max_words).condense(document(text), [marked])[0]


READS_WELL = {
    "auxiliary goes where the participle is a past tense": (
        ("Roe has also maintained a veto over the deal.", "Roe", "has also maintained", "a veto over the deal"),
        "Maintained a veto over the deal",
    ),
    "auxiliary stays where it is needed": (
        ("Roe has shown that the dam can hold.", "Roe", "has shown", "that the dam can hold"),
        "Has shown that the dam can hold",
    ),
    "progressive stays": (
        ("Roe is calling for a new election in the spring.", "Roe", "is calling for",
         "a new election in the spring"),
        "Is calling for a new election in the spring",
    ),
    "negated cue": (
        ("Roe did not say whether the bridge would reopen.", "Roe", "did not say",
         "whether the bridge would reopen"),
        "Did not say whether the bridge would reopen",
    ),
    "refusal comes along": (
        ("Roe declined to say whether the mayor would resign.", "Roe", "declined to say",
         "whether the mayor would resign"),
        "Declined to say whether the mayor would resign",
    ),
    "modal stays": (
        ("Roe may propose a smaller budget in June.", "Roe", "may propose", "a smaller budget in June"),
        "May propose a smaller budget in June",
    ),
    "cue at the end": (
        ("The bridge is closed for repairs, Roe said.", "Roe", "said", "The bridge is closed for repairs"),
        "Said the bridge is closed for repairs",
    ),
    "cue in the middle": (
        ("Talks, Roe insisted, must begin before the winter.", "Roe", "insisted",
         "Talks | must begin before the winter"),
        "Insisted talks must begin before the winter",
    ),
    "condition in front of the cue stays with its comma": (
        ("If the river rises, Roe warned, the town will be cut off.", "Roe", "warned",
         "If the river rises | the town will be cut off"),
        "Warned if the river rises, the town will be cut off",
    ),
    "condition that the content left out": (
        ("Roe warned of further sanctions if the port did not reopen.", "Roe", "warned of",
         "further sanctions"),
        "Warned of further sanctions if the port did not reopen",
    ),
    "according to": (
        ("According to Roe, the bridge is closed for repairs.", "Roe", "According to",
         "the bridge is closed for repairs"),
        "The bridge is closed for repairs",
    ),
    "when and where it was said goes": (
        ("Roe told reporters on Friday that the harbour would stay open.", "Roe", "told",
         "that the harbour would stay open"),
        "Told reporters that the harbour would stay open",
    ),
    "quotation with the cue behind": (
        ("“We are ready to sign the treaty,” Roe said.", "Roe", "said", "“We are ready to sign the treaty,”"),
        "Said: “We are ready to sign the treaty”",
    ),
    "quotation interrupted by its cue": (
        ("“We are ready,” Roe said, “but we will not sign today.”", "Roe", "said",
         "“We are ready,” | “but we will not sign today.”"),
        "Said: “We are ready” … “but we will not sign today”",
    ),
    "partial quotation stays in its sentence": (
        ("Roe called the plan “a gift to smugglers” and left.", "Roe", "called",
         "the plan “a gift to smugglers”"),
        "Called the plan “a gift to smugglers”",
    ),
    "expletive it": (
        ("He insisted that it was Norway, not Sweden, that broke off the talks in 2019.", "He", "insisted",
         "that it was Norway, not Sweden, that broke off the talks in 2019"),
        "Insisted that it was Norway, not Sweden, that broke off the talks in 2019",
    ),
    "pronoun of the actor": (
        ("Roe said he would not run for a second term.", "Roe", "said", "he would not run for a second term"),
        "Said he would not run for a second term",
    ),
    "deed": (
        ("Roe ordered a partial evacuation of the port.", "Roe", "ordered", "a partial evacuation of the port"),
        "Ordered a partial evacuation of the port",
    ),
    "an article in front is made small": (
        ("The European Union will open its ports, Roe said.", "Roe", "said",
         "The European Union will open its ports"),
        "Said the European Union will open its ports",
    ),
    "only the actor's own clause": (
        ("But the driver fled, Roe said.", "Roe", "said", "But the driver fled"),
        "Said the driver fled",
    ),
    "contracted auxiliary": (
        ("She’ll present a plan for the harbour in May.", "She", "’ll present",
         "a plan for the harbour in May"),
        "Will present a plan for the harbour in May",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("row", "wanted"), READS_WELL.values(), ids=list(READS_WELL))
def test_reads_as_an_editor_wrote_it(row: tuple[str, str, str, str], wanted: str) -> None:
    assert line(*row).text == wanted


WITHHELD = {
    "he may be the client": ("His lawyer said he would not pay.", "His lawyer", "said", "he would not pay"),
    "he may be Doe": (
        "A spokesman for Jane Doe said he would not pay.", "A spokesman for Jane Doe", "said",
        "he would not pay"),
    "he is nobody when the actor is she": ("Jane Roe said he would pay.", "Jane Roe", "said", "he would pay"),
    "the same as what": ("Roe told Doe the same.", "Roe", "told", "Doe the same"),
    "not yet said": (
        "Doe left before Roe had said that the dam was safe.", "Roe", "had said", "that the dam was safe"),
    "the subject is another": (
        "There is no law requiring drivers to pay the toll.", "There is no law", "requiring",
        "drivers to pay the toll"),
    "they are nobody in the line": (
        "The unions met on Monday. Roe said they would strike.", "Roe", "said", "they would strike"),
    "this proposal is in another sentence": (
        "Roe rejected this proposal at once.", "Roe", "rejected", "this proposal at once"),
    "a fragment": ("Roe said so.", "Roe", "said", "so"),
    "hypothetical cue": (
        "The fleet will sail if Roe says that the storm is over.", "Roe", "says", "that the storm is over"),
    "denied by somebody else": (
        "Doe denied that Roe had said that the dam would burst.", "Roe", "had said",
        "that the dam would burst"),
    "the source is not the subject": (
        "The plan was criticized by Roe.", "Roe", "was criticized by", "The plan"),
    "an object is not the actor": ("Roe met him in the old harbour.", "Roe", "met", "him in the old harbour"),
    "who does not speak": (
        "Nobody said that the bridge was safe.", "Nobody", "said", "that the bridge was safe"),
    "nor": ("Nor did Roe say that the bridge was safe.", "Roe", "say", "that the bridge was safe"),
}  # fmt: skip


@pytest.mark.parametrize("row", WITHHELD.values(), ids=list(WITHHELD))
def test_withheld(row: tuple[str, str, str, str]) -> None:
    assert not line(*row)


def test_two_predicates_give_two_lines() -> None:
    found = ExtractiveCondenser().condense(*parsed(TWO_VERBS))
    assert [x.text for x in found] == [
        "Welcomed the idea of talks",
        "Stressed that a truce must be agreed upon before any talks could proceed",
    ]


def test_participle_is_folded_into_its_predicate() -> None:
    first, second = ExtractiveCondenser().condense(*parsed(PARTICIPLE))
    assert first.text == (
        "Called for a summit in Oslo, Norway, emphasizing that it must take place without preconditions"
    )
    assert first.folded == (1,)
    assert second == Line("")


def test_participle_becomes_finite_when_the_whole_is_too_long() -> None:
    text = "Roe called for a summit in Oslo, warning that the dam would burst without repairs."
    both = [
        statement(text, "Roe", "called for", "a summit in Oslo"),
        statement(text, "Roe", "warning", "that the dam would burst without repairs"),
    ]
    found = ExtractiveCondenser(max_words=9).condense(document(text), both)
    assert [x.text for x in found] == [
        "Called for a summit in Oslo",
        "Warned that the dam would burst without repairs",
    ]


def test_participle_without_a_statement_before_it_takes_its_predicate_along() -> None:
    text = "The court blocked the sale of the harbour, citing a threat to public health."
    found = line(text, "The court", "citing", "a threat to public health", kind=ActorKind.ORG)
    assert found.text == "Blocked the sale of the harbour, citing a threat to public health"


def test_next_sentence_that_spells_it_out() -> None:
    text = (
        "Roe has also maintained several key conditions. "
        "These include the return of the port and the withdrawal of troops from the valley."
    )
    found = line(text, "Roe", "has also maintained", "several key conditions")
    assert found.text == (
        "Maintained several key conditions: the return of the port and the withdrawal of troops from the valley"
    )
    assert [document(text).text(s) for s in found.evidence] == [
        "Roe has also maintained several key conditions.",
        "These include the return of the port and the withdrawal of troops from the valley.",
    ]


def test_next_sentence_about_something_else_stays_out() -> None:
    text = "Roe has maintained several key conditions. These talks include nobody from the valley."
    assert line(text, "Roe", "has maintained", "several key conditions").text == (
        "Maintained several key conditions"
    )


class TestBudget:
    LONG = (
        "Roe said the harbour, which her grandfather built in the years after the great flood, would not "
        "reopen until the last of the three cranes was repaired."
    )
    CONTENT = LONG.removeprefix("Roe said ").removesuffix(".")

    def test_a_relative_clause_goes_first(self) -> None:
        assert line(self.LONG, "Roe", "said", self.CONTENT, max_words=16).text == (
            "Said the harbour would not reopen until the last of the three cranes was repaired"
        )

    def test_nothing_that_changes_the_claim_goes(self) -> None:
        assert not line(self.LONG, "Roe", "said", self.CONTENT, max_words=11)

    def test_whole_sentences_of_a_quotation(self) -> None:
        text = (
            "“I was there. Our dam held through the flood of last winter and saved three villages below the "
            "gorge,” Roe said."
        )
        found = line(text, "Roe", "said", text.removesuffix(" Roe said."), max_words=19)
        assert found.text == (
            "Said: “Our dam held through the flood of last winter and saved three villages below the gorge”"
        )

    def test_a_quotation_is_never_cut_inside_a_clause(self) -> None:
        text = (
            "“Our dam held through the flood of last winter and saved three villages in the gorge,” Roe said."
        )
        assert not line(text, "Roe", "said", text.removesuffix(" Roe said."), max_words=12)


def test_actors_of_one_sentence_are_not_folded_into_each_other() -> None:
    text = "Roe said Doe believes that the dam will hold."
    found = ExtractiveCondenser().condense(
        document(text),
        [
            statement(text, "Roe", "said", "Doe believes that the dam will hold"),
            statement(text, "Doe", "believes", "that the dam will hold"),
        ],
    )
    assert found[0].text == "Said Doe believes that the dam will hold"
    assert not found[1]  # what Doe believes is only what Roe says


def test_a_cue_without_a_parse_gives_no_line_rather_than_a_crash() -> None:
    text = "Roe: Bridge closed. Doe."
    assert line(text, "Roe", ":", "Bridge closed") == Line("")
