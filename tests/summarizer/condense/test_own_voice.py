"""Letters and signed posts: who wrote them says "I", or does not name themselves at all."""

from summarizer.condense.extractive import ExtractiveCondenser
from summarizer.condense.morphology import third_person
from summarizer.model import ActorKind

from .test_extractive import line
from .texts import document, statement


def _unnamed(text: str, cue: str, content: str) -> str:
    marked = statement(text, "", cue, content, name="Jane Roe", kind=ActorKind.PERSON)
    return ExtractiveCondenser().condense(document(text), [marked])[0].text


def test_the_writer_is_a_third_person_under_their_name() -> None:
    """Their verb agrees with the name above it."""
    text = "I hope that the council repairs the bridge before winter."
    assert line(text, "I", "hope", "that the council repairs the bridge before winter").text == (
        "Hopes that the council repairs the bridge before winter"
    )


def test_a_past_tense_stays() -> None:
    """It is the same for both."""
    text = "I hoped that the council would repair the bridge before winter."
    assert line(text, "I", "hoped", "that the council would repair the bridge before winter").text == (
        "Hoped that the council would repair the bridge before winter"
    )


def test_what_seems_to_the_writer_is_their_sentence() -> None:
    """The subject of "seems" is what they write about, and stands in the line."""
    text = "The harbour bridge seems to have been forgotten by the council."
    assert _unnamed(text, "seems", "to have been forgotten by the council") == text[:-1]


def test_who_signs_is_not_the_he_of_their_text() -> None:
    """Nobody can tell who is meant."""
    assert _unnamed("She seems to have forgotten the harbour bridge.", "seems", "to have forgotten") == ""


def test_who_seems_is_not_who_says_so() -> None:
    """A clause without a subject would make the writer the one who thinks."""
    assert _unnamed("Seems to think that the bridge is his.", "Seems", "to think that the bridge is his") == ""


def test_third_person() -> None:
    """Regular endings and the three verbs that have their own."""
    assert [third_person(w) for w in ("hope", "worry", "wish", "have", "do", "say")] == [
        "hopes", "worries", "wishes", "has", "does", "says",
    ]  # fmt: skip
