"""Whose words the layout of a page says they are: transcripts, letters, signed quotations."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.actors.registry import Registry
from summarizer.actors.resolve import resolve
from summarizer.model import Article, ArticleId, Attribution, Span
from summarizer.syntax.spacy_parser import SpacyParser

LETTERS = (
    "Close the quay.\n\nLETTERS.\n\n"
    "I cannot see why the ferry still runs. It is plain that nobody takes it.\n\n"
    "Helen Marsh.\n\nOakham.\n\n"
    "My aunt takes the ferry every day. I hope the town keeps it.\n\n"
    "Robert Hale.\n"
)
TRANSCRIPT = (
    "Host Peter Lindgren spoke with minister Helen Marsh on Sunday.\n\nTranscript as follows:\n\n"
    "LINDGREN: Will the bridge be built?\n\n"
    "MARSH: The bridge will be built next year, I hope, and the tunnel after it.\n\n"
    "LINDGREN: When will it open?\n\n"
    "MARSH: In June.\n"
)
SIGNED = (
    "What readers think of the ferry.\n\n"
    "“The ferry is slow and it is never on time.” ― Helen Marsh\n\n"
    "“Nobody in Oakham has ever been happy with the ferry or its captain.” ― Robert Hale.\n\n"
    "“I swim.” ― Susan Oakley\n"
)


def _speaker(parser: SpacyParser, text: str, *parts: Sequence[str]) -> str:
    """The actor of one attribution: the words of source, cue and content, "" for an empty source."""
    source, cue, content = (tuple(Span(text.index(w), text.index(w) + len(w)) for w in p if w) for p in parts)
    document = parser.parse([Article(ArticleId("a"), text)])[0]
    actor = resolve(document, [Attribution(source, cue, content)], Registry()).actors[0]
    return actor.name if actor else ""


def test_i_in_a_letter_is_who_signed_it(parser: SpacyParser) -> None:
    assert _speaker(parser, LETTERS, ["I"], ["cannot see"], ["why the ferry still runs"]) == "Helen Marsh"
    assert _speaker(parser, LETTERS, ["My"], [], ["takes the ferry every day"]) == "Robert Hale"


def test_what_is_nobodys_in_a_letter_is_its_writers(parser: SpacyParser) -> None:
    assert _speaker(parser, LETTERS, [], ["is plain"], ["that nobody takes it"]) == "Helen Marsh"


def test_we_on_a_page_of_letters_can_be_the_editors(parser: SpacyParser) -> None:
    text = LETTERS.replace("My aunt takes", "We asked who takes")
    assert _speaker(parser, text, ["We"], ["asked"], ["who takes the ferry every day"]) == ""


def test_a_handle_signs_a_letter(parser: SpacyParser) -> None:
    text = LETTERS.replace("Robert Hale", "@hale_on_quay")
    assert _speaker(parser, text, ["My"], [], ["takes the ferry every day"]) == "@hale_on_quay"


def test_one_short_paragraph_is_no_page_of_letters(parser: SpacyParser) -> None:
    text = LETTERS.replace("LETTERS.\n\n", "").replace("Robert Hale.\n", "")
    assert _speaker(parser, text, ["I"], ["cannot see"], ["why the ferry still runs"]) == ""


def test_a_turn_without_a_source_is_its_labels(parser: SpacyParser) -> None:
    assert _speaker(parser, TRANSCRIPT, [], [":"], ["Will the bridge be built?"]) == "Peter Lindgren"


def test_words_across_two_turns_are_whose_they_mostly_are(parser: SpacyParser) -> None:
    both = TRANSCRIPT[TRANSCRIPT.index("Will") : TRANSCRIPT.index("\n\nLINDGREN: When")]
    assert _speaker(parser, TRANSCRIPT, ["LINDGREN"], [":"], [both]) == "Helen Marsh"


def test_i_in_a_turn_is_its_speaker(parser: SpacyParser) -> None:
    assert (
        _speaker(parser, TRANSCRIPT, ["I "], ["hope"], ["The bridge will be built next year"]) == "Helen Marsh"
    )


def test_somebody_cited_in_a_turn_is_not_its_speaker(parser: SpacyParser) -> None:
    text = TRANSCRIPT.replace("MARSH: In June.", "MARSH: Our engineers promised that it would open in June.")
    said = _speaker(parser, text, ["Our engineers"], ["promised"], ["that it would open in June"])
    assert said not in ("Helen Marsh", "Peter Lindgren")


def test_a_signed_quotation_is_not_the_neighbours(parser: SpacyParser) -> None:
    first, second = SIGNED.index("“The"), SIGNED.index("“Nobody")
    document = parser.parse([Article(ArticleId("a"), SIGNED)])[0]
    above = Span(SIGNED.index("Helen Marsh"), SIGNED.index("Helen Marsh") + 11)
    end = SIGNED.index(" ― Robert")
    found = resolve(
        document,
        [
            Attribution((), (), (Span(first, SIGNED.index(" ― Helen")),)),
            Attribution((above,), (), (Span(second, end),)),
        ],
        Registry(),
    )
    assert [a.name if a else "" for a in found.actors] == ["Helen Marsh", "Robert Hale"]


def test_several_signatures_name_whom_nothing_else_names(parser: SpacyParser) -> None:
    text = SIGNED.replace("Susan Oakley", "Zoltria N Wexlane")
    assert _speaker(parser, text, [], [], ["“I swim.”"]) == "Zoltria N Wexlane"
