"""Which word of a source is asked about, where the reader's spans are not quite right."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.actors.registry import Registry
from summarizer.actors.resolve import resolve
from summarizer.model import Article, ArticleId, Attribution, Span
from summarizer.syntax.spacy_parser import SpacyParser


def _speakers(parser: SpacyParser, text: str, *attributions: Sequence[str]) -> list[str]:
    """The actors of attributions given as (source, cue, content), each the words that first stand so."""

    def at(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    document = parser.parse([Article(ArticleId("a"), text)])[0]
    found = resolve(document, [Attribution(at(a[0]), at(a[1]), at(a[2])) for a in attributions], Registry())
    return [a.name if a else "" for a in found.actors]


def test_a_source_of_two_phrases_is_the_verbs_subject(parser: SpacyParser) -> None:
    text = "In a meeting with the council of the town Helen Marsh said that the quay would close."
    source = "the council of the town Helen Marsh"
    assert _speakers(parser, text, (source, "said", "that the quay would close")) == ["Helen Marsh"]


def test_whose_claim_it_is_goes_before_who_deals_with_it(parser: SpacyParser) -> None:
    text = "Harbour Watch did a check on Martin Oakley’s claim that the quay had been closed for years."
    content = "that the quay had been closed for years"
    assert _speakers(parser, text, ("Harbour Watch", "did a check on", content)) == ["Martin Oakley"]


def test_who_rejects_a_claim_is_the_source_of_the_rejection(parser: SpacyParser) -> None:
    text = "Helen Marsh rejected Martin Oakley’s claim that the quay had been closed for years."
    cue, content = "rejected Martin Oakley’s claim", "that the quay had been closed for years"
    assert _speakers(parser, text, ("Helen Marsh", cue, content)) == ["Helen Marsh"]


def test_a_headlines_verb_is_no_part_of_the_name(parser: SpacyParser) -> None:
    text = "Elizabeth Marsh Hammers Harbour Bank CEO: ‘You Should Be Fired.’"
    source = "Elizabeth Marsh Hammers Harbour Bank CEO"
    assert _speakers(parser, text, (source, ":", "‘You Should Be Fired.’")) == ["Elizabeth Marsh"]


def test_a_letter_speaks_for_who_sent_it(parser: SpacyParser) -> None:
    text = "A letter that Helen Marsh sent to the council says the quay is not safe."
    source = "A letter that Helen Marsh sent to the council"
    assert _speakers(parser, text, (source, "says", "the quay is not safe")) == ["Helen Marsh"]


def test_another_slide_is_of_the_same_presentation(parser: SpacyParser) -> None:
    text = (
        "A slide from a presentation that Helen Marsh gave on Monday shows what the quay costs. "
        "Another slide shows that the ferry is cheaper."
    )
    first = ("A slide from a presentation that Helen Marsh gave on Monday", "shows", "what the quay costs")
    second = ("Another slide", "shows", "that the ferry is cheaper")
    assert _speakers(parser, text, first, second) == ["Helen Marsh", "Helen Marsh"]


def test_another_report_can_be_anybodys(parser: SpacyParser) -> None:
    text = (
        "A report by the Harbour Institute found that the quay is safe. "
        "Another report found that the ferry is cheaper."
    )
    first = ("A report by the Harbour Institute", "found", "that the quay is safe")
    second = ("Another report", "found", "that the ferry is cheaper")
    assert _speakers(parser, text, first, second)[1] == ""


def test_they_can_be_the_body_of_the_sentence_before(parser: SpacyParser) -> None:
    text = "Harbour Watch published a check of the claim on Monday. They announced that it was true."
    assert _speakers(parser, text, ("They", "announced", "that it was true")) == ["Harbour Watch"]


def test_he_behind_a_quotation_is_whom_the_sentence_before_is_about(parser: SpacyParser) -> None:
    text = (
        "“The debate was a win,” Chris Hale said on Sunday. “He was calm,” Hale added.\n\n"
        "Dan Marsh of the Harbour Review agreed with Hale about the winner.\n\n"
        "“If he wanted to be calm, he succeeded,” he wrote."
    )
    start = text.index(" he wrote") + 1
    quoted = text.index("“If he")
    document = parser.parse([Article(ArticleId("a"), text)])[0]
    hale = text.index("Chris Hale")
    again = text.index("Hale added")
    found = resolve(
        document,
        [
            Attribution((Span(hale, hale + 10),), (), (Span(0, hale - 1),)),
            Attribution((Span(again, again + 4),), (), (Span(text.index("“He was"), again - 1),)),
            Attribution((Span(start, start + 2),), (Span(start + 3, start + 8),), (Span(quoted, start - 1),)),
        ],
        Registry(),
    )
    assert found.actors[2] is not None
    assert found.actors[2].name == "Dan Marsh"
