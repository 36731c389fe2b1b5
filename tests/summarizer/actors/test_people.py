"""Which names are one person, and which are two."""

from __future__ import annotations

from summarizer.model import ActorId
from summarizer.syntax.spacy_parser import SpacyParser

from .reading import read, who


def test_a_surname_is_the_person_named_in_full_before(parser: SpacyParser) -> None:
    text = "Harbour chief Martin Oakley met reporters on Monday. ‹Oakley› said the quay would reopen."
    assert who(parser, text) == ["Martin Oakley"]


def test_a_title_or_honorific_is_no_part_of_the_name(parser: SpacyParser) -> None:
    text = "‹Senator Martin Oakley› spoke first. ‹Mr. Oakley› said he was tired."
    assert who(parser, text) == ["Martin Oakley", "Martin Oakley"]


def test_the_fullest_form_of_the_article_is_printed(parser: SpacyParser) -> None:
    text = "‹Oakley› said the quay would reopen. Martin Oakley has run the harbour since May."
    assert who(parser, text) == ["Martin Oakley"]


def test_an_honorific_tells_two_bearers_of_a_surname_apart(parser: SpacyParser) -> None:
    text = (
        "Martin Oakley and his sister Helen Oakley run the harbour together. "
        "‹Ms. Oakley› said the quay would reopen. ‹Mr. Oakley› said it would not."
    )
    assert who(parser, text) == ["Helen Oakley", "Martin Oakley"]


def test_a_surname_of_two_people_is_nobody_when_the_other_spoke_last(parser: SpacyParser) -> None:
    text = (
        "Dana Oakley owns the mill. Robin Oakley owns the farm next door. Robin Oakley wants to sell it. "
        "‹Oakley› said the price was fair."
    )
    assert who(parser, text) == [""]


def test_father_and_son_are_two(parser: SpacyParser) -> None:
    text = "‹Martin Oakley› said no. His son, ‹Martin Oakley Jr.›, said yes."
    first, second = read(parser, text).actors
    assert first is not None
    assert second is not None
    assert first.id != second.id


def test_one_letter_that_slipped_makes_no_second_person(parser: SpacyParser) -> None:
    text = "Donald Marsh came late. Donand Marsh left early. ‹Marsh› said he was sorry."
    assert who(parser, text)[0] in ("Donald Marsh", "Donand Marsh")


def test_a_transcripts_label_is_the_speaker(parser: SpacyParser) -> None:
    text = (
        "Host Peter Lindgren spoke with the minister.\n\n‹LINDGREN›: Will the bridge be built?\n\n"
        "‹LINDGREN›: When will it open?"
    )
    assert who(parser, text) == ["Peter Lindgren", "Peter Lindgren"]


def test_an_abbreviation_is_not_a_surname(parser: SpacyParser) -> None:
    text = "Park Jae Un opened the fair. The ‹U.N.› said it would send observers."
    assert who(parser, text) == ["U.N."]


def test_two_named_people_are_a_group(parser: SpacyParser) -> None:
    text = "‹Sens. Jon Reed (D-Mont.) and Anna Vale (R-La.)› said the bill would fail."
    actor = read(parser, text).actors[0]
    assert actor is not None
    assert (actor.name, str(actor.kind)) == ("Jon Reed and Anna Vale", "group")


def test_ids_of_the_article_start_with_a_tilde(parser: SpacyParser) -> None:
    actor = read(parser, "‹Jane Doe› said no.").actors[0]
    assert actor is not None
    assert actor.id == "~jane-doe"


def test_an_article_without_names_has_none(parser: SpacyParser) -> None:
    resolved = read(parser, "It rained.")
    assert (resolved.actors, resolved.roles, resolved.mentions) == ((), {}, {})


def test_mentions_are_where_the_name_stands(parser: SpacyParser) -> None:
    text = "Martin Oakley spoke. ‹Oakley› said no."
    spans = read(parser, text).mentions[ActorId("~martin-oakley")]
    assert [text.replace("‹", "").replace("›", "")[s.start : s.end] for s in spans] == [
        "Martin Oakley",
        "Oakley",
    ]


def test_one_full_name_among_many_people_is_found_again(parser: SpacyParser) -> None:
    """A double surname, an initial and a usual short form are looked up like the name itself."""
    text = (
        "Martin Oakley, Jane Marsh, Tom Hale and Ann Poe met. ‹Jane B. Marsh› said no. "
        "‹Thomas Hale› said yes. ‹Hale› said it again. ‹Marsh› said nothing."
    )
    assert who(parser, text) == ["Jane B. Marsh", "Tom Hale", "Tom Hale", "Jane B. Marsh"]


def test_who_owns_the_subject_is_whom_the_sentence_is_about(parser: SpacyParser) -> None:
    text = (
        "Peter Lindgren opened the fair on Monday. Martin Oakley’s plan for the ferry failed. "
        "‹He› said that it had cost too little."
    )
    assert who(parser, text) == ["Martin Oakley"]
