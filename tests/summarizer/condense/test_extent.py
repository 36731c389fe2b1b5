"""A reader's spans may end a little late or begin a little early."""

from summarizer.condense.extent import tidied
from summarizer.model import Statement

from .test_extractive import line
from .texts import document, statement

TEXT = "The council met on Monday. Jane Roe said the bridge is closed for repairs. Traffic on the ring grew."


def _content(marked: Statement) -> str:
    return " … ".join(TEXT[s.start : s.end] for s in marked.content)


def test_scraps_of_the_sentences_around_are_left_out() -> None:
    """A few words without a clause of their own belong to the sentence that they stand in."""
    late = statement(TEXT, "Jane Roe", "said", "the bridge is closed for repairs. Traffic on the ring")
    assert _content(tidied(document(TEXT), late)) == "the bridge is closed for repairs."


def test_a_clause_behind_is_no_scrap() -> None:
    """Reported speech may go on in the next sentence."""
    both = statement(TEXT, "Jane Roe", "said", "the bridge is closed for repairs. Traffic on the ring grew.")
    assert tidied(document(TEXT), both) is both


def test_a_stray_mark_costs_no_line() -> None:
    """The mark that opens the next quotation is not the end of this one."""
    text = "Jane Roe said that the bridge is closed for repairs.\n\n“The dam holds,” John Marsh said."
    found = line(text, "Jane Roe", "said", "that the bridge is closed for repairs.\n\n“")
    assert found.text == "Said that the bridge is closed for repairs"


def test_a_quotation_that_goes_on_is_closed() -> None:
    """The reader took the first sentence of a longer quotation; the line closes its marks."""
    text = "Jane Roe suggested a question, “Mr. Hale, who pays for the harbour toll? Is it the dockers?”"
    found = line(text, "Jane Roe", "suggested", "a question, “Mr. Hale, who pays for the harbour toll?")
    assert found.text == "Suggested a question, “Mr. Hale, who pays for the harbour toll?”"


def test_a_cue_with_its_date_leaves_no_preposition_behind() -> None:
    """The date of a cue goes, and so does the "on" in front of it."""
    text = "Jane Roe said on Monday that the bridge is closed for repairs."
    assert line(text, "Jane Roe", "said on Monday", "that the bridge is closed for repairs").text == (
        "Said that the bridge is closed for repairs"
    )


def test_a_cue_with_its_object_keeps_the_preposition() -> None:
    """What the preposition leads to stands in the line."""
    text = "Jane Roe called for a new inspection of the bridge in the spring."
    assert line(text, "Jane Roe", "called for", "a new inspection of the bridge in the spring").text == (
        "Called for a new inspection of the bridge in the spring"
    )


def test_a_clause_that_the_reader_skipped_is_filled_in() -> None:
    """Without a mark around it, what is missing is no aside but part of the sentence."""
    text = "Jane Roe conceded that the bridge was closed a day after she had praised it for its strength."
    found = line(text, "Jane Roe", "conceded", "that the bridge was closed a day after | it for its strength")
    assert found.text == "Conceded that the bridge was closed a day after she had praised it for its strength"


def test_a_phrase_is_completed() -> None:
    """An adjective gets its noun and a preposition its object."""
    text = "Jane Roe criticised the council for the slow repairs of the northern harbour gates on Monday."
    for content in ("the council for the slow repairs of the northern", "the council for the slow repairs of"):
        found = line(text, "Jane Roe", "criticised", content)
        assert found.text == "Criticised the council for the slow repairs of the northern harbour gates"


def test_a_last_conjunction_goes() -> None:
    """What it joins is not in the line."""
    text = "Jane Roe criticised the council for the slow repairs and walked out."
    found = line(text, "Jane Roe", "criticised", "the council for the slow repairs and")
    assert found.text == "Criticised the council for the slow repairs"


def test_no_phrase_is_completed_with_the_source() -> None:
    """Words that name who speaks are no part of what is said."""
    text = "The bridge is safe, said the old harbour pilot Jane Roe."
    marked = statement(text, "the old harbour pilot Jane Roe", "said", "The bridge is safe")
    assert tidied(document(text), marked) is marked
