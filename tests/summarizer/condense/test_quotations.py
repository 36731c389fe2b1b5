"""Direct speech: what may refer to the world around the speaker, where a quotation may end, what stays out."""

from __future__ import annotations

import pytest

from .test_extractive import line


def said(quotation: str, *, max_words: int = 28) -> str:
    """The line of a quotation with its cue behind it."""
    text = f"{quotation} Roe said."
    return line(text, "Roe", "said", quotation, max_words=max_words).text


STANDS = {
    "I, we and you": "“We will give you what I promised”",
    "a thing before everybody's eyes": "“This country needs a harbour that never freezes”",
    "it of a judgement": "“It’s important to know the depth of the river”",
    "it too early": "“It was too early to tell whether the dam would hold”",
    "she after her name": "“Jane Doe built the harbour and she will rebuild the bridge”",
    "that after a sentence": "“The council sold the old harbour without a vote. That is a scandal.”",
    "an attack like this": "“The port has never seen a flood like this”",
}


@pytest.mark.parametrize("quotation", STANDS.values(), ids=list(STANDS))
def test_reference_that_a_quotation_may_hold(quotation: str) -> None:
    """A quotation prints when all that it refers to is in it or around the speaker."""
    assert said(quotation[:-1] + ",”" if not quotation.endswith(".”") else quotation) == f"Said: {quotation}"


HANGS = {
    "it": "“It’s reckless leadership,”",
    "that": "“That makes the harbour safe,”",
    "he": "“He started the ferry with a loan,”",
    "do so": "“Every captain in the port should do so,”",
    "in that sense": "“In that sense the harbour was a failure,”",
    "more of that": "“And I hope we see more of that,”",
    "a fragment": "“Probably not.”",
    "it after a measure": "“But a lot of people can’t handle it,”",
}


@pytest.mark.parametrize("quotation", HANGS.values(), ids=list(HANGS))
def test_reference_that_is_elsewhere(quotation: str) -> None:
    """A quotation whose subject is in a sentence before it prints nothing."""
    assert said(quotation) == ""


def test_other_sentences_of_a_quotation_that_hangs() -> None:
    """The sentence that stands by itself is chosen out of the quotation."""
    assert said("“It’s gutless. The council must reopen the harbour before the winter,”") == (
        "Said: “The council must reopen the harbour before the winter”"
    )


class TestOpeningClause:
    """A sentence that is too long is cut behind a whole main clause, and nowhere else."""

    def test_before_a_second_main_clause(self) -> None:
        """The cut comes before ", and" with a subject of its own."""
        quotation = "“The old bridge carried three million people, and we will carry four million by ferry,”"
        assert said(quotation, max_words=12) == "Said: “The old bridge carried three million people”"

    def test_before_a_semicolon(self) -> None:
        """The cut comes before a semicolon."""
        quotation = "“The harbour opened in the spring of 1911; nobody thought of trains in those slow years,”"
        assert said(quotation, max_words=10) == "Said: “The harbour opened in the spring of 1911”"

    @pytest.mark.parametrize(
        "tail",
        [
            ", but the city will never pay for the ferry",
            ", unless the council pays for a new ferry",
            ", if the council pays for the ferry",
            ", although nobody has paid for the ferry",
            ", the engineers of the ferry company say",
        ],
    )
    def test_never_before_what_limits_it(self, tail: str) -> None:
        """A contrast, a condition or an attribution is not cut off."""
        assert said(f"“The old bridge will carry three million people{tail},”", max_words=11) == ""


def test_quotation_signed_by_a_dash() -> None:
    """The quotation is the line when nothing but a dash names its speaker."""
    text = "“The council should rebuild the harbour.” ― Roe"
    assert line(text, "Roe", "―", "“The council should rebuild the harbour.”").text == (
        "“The council should rebuild the harbour”"
    )


def test_typewriter_marks_are_printed_as_they_stand() -> None:
    """Two single marks are one double mark."""
    text = "''We will rebuild the harbour,'' Roe said."
    assert line(text, "Roe", "said", "''We will rebuild the harbour,''").text == (
        "Said: ''We will rebuild the harbour''"
    )


def test_reporter_is_nobody() -> None:
    """A "told me" is "said": the reporter's own pronoun stands outside the marks."""
    text = "“We will rebuild the harbour,” Roe told me."
    assert (
        line(text, "Roe", "told", "“We will rebuild the harbour,”").text
        == "Said: “We will rebuild the harbour”"
    )


def test_words_behind_a_quoted_sentence_stay_out() -> None:
    """Direct speech with reported words behind it keeps its second person inside the marks."""
    text = "“You drained the river to the last drop” to fill the ponds of your friends, Roe said."
    found = line(
        text, "Roe", "said", "“You drained the river to the last drop” to fill the ponds of your friends"
    )
    assert found.text == "Said: “You drained the river to the last drop”"


def test_half_a_phrase_is_not_a_quotation() -> None:
    """A quotation that only leads up to a word behind it is none: the sentence stands as it is."""
    text = "“You sent thousands of low-paid” workers home, Roe said."
    assert line(text, "Roe", "said", "“You sent thousands of low-paid”").text == text[:-1]


@pytest.mark.parametrize("cue", ["said in her evening address", "said in her", "said"])
def test_where_it_was_said_stands_whole_in_front_of_a_quotation_or_not_at_all(cue: str) -> None:
    """Without its preposition it would be whom or what somebody said."""
    text = (
        "“You cannot build a wall at one in the morning and sell it at two,” Roe said in her evening address."
    )
    quoted = "“You cannot build a wall at one in the morning and sell it at two,”"
    assert line(text, "Roe", cue, quoted).text == (
        "Said: “You cannot build a wall at one in the morning and sell it at two”"
    )


@pytest.mark.parametrize("end", ["<", "<b>the harbour</b"])
def test_a_content_that_ends_within_markup_is_completed(end: str) -> None:
    """What the text holds is quoted as it is, with its marks, and not cut off in the middle of a tag."""
    text = "Roe said on Monday that the town would buy 900 candles for <b>the harbour</b> and the two piers."
    content = f"that the town would buy 900 candles for {end}"
    found = line(text, "Roe", "said on Monday", content).text
    assert found == "" or found.endswith("<b>the harbour</b> and the two piers")
