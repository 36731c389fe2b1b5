"""Paragraphs, headings and quotations keep exact offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.model import Span
from summarizer.text.layout import is_title_case, paragraphs, without_dateline
from summarizer.text.quotes import is_closed, quotations


def headings(text: str) -> list[str]:
    return [text[p.span.start : p.span.end] for p in paragraphs(text) if p.heading]


@given(st.text(alphabet="aB. \n\r\t\u2028\u00a0“”\"'", max_size=80))
def test_paragraphs_are_ordered_disjoint_and_hold_all_but_white_space(text: str) -> None:
    """Whatever the text, its paragraphs are in order and nothing but white space lies between them."""
    end, outside = 0, ""
    for paragraph in paragraphs(text):
        assert end <= paragraph.span.start < paragraph.span.end <= len(text)
        outside += text[end : paragraph.span.start]
        end = paragraph.span.end
    assert not (outside + text[end:]).strip()


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\n\n"])
def test_a_short_line_without_a_full_stop_is_a_heading(line_break: str) -> None:
    """Every kind of line break sets a heading off from the prose after it."""
    text = line_break.join(["Mayor rejects the plan", "Jane Roe said no.", "She left."])
    assert headings(text) == ["Mayor rejects the plan"]


def test_a_heading_may_end_in_a_quotation() -> None:
    """Quoted words at the end of a headline do not make it prose; a line that is all quotation is."""
    text = 'Mayor backs ‘all efforts’\nMayor backs "all efforts"\n“We back all efforts”\nThat was all.'
    assert headings(text) == ["Mayor backs ‘all efforts’", 'Mayor backs "all efforts"']


def test_a_single_paragraph_is_never_a_heading() -> None:
    """A text of one line is read whatever its punctuation."""
    assert headings("Roe said the bridge is closed") == []


def test_a_line_that_goes_on_in_lower_case_is_not_a_heading() -> None:
    """A sentence broken over lines is prose."""
    assert headings("Roe said on Monday\nthat the bridge is closed.\nIt is.") == []


def test_a_quotation_signed_by_its_author_is_not_a_heading() -> None:
    """“…” — Name is a statement."""
    assert headings("“We are ready” — Jane Roe\nThat was all.") == []


def test_text_wrapped_by_hand_is_joined_into_blocks() -> None:
    """A sentence that was wrapped at seventy characters stays one paragraph."""
    block = (
        "The harbour board said on Tuesday that the first of the two new flood\n"
        "barriers would be closed for repairs until the middle of the coming\n"
        "month, and that ships of more than forty metres should use the eastern\n"
        "channel in the meantime."
    )
    text = f"{block}\n\nJane Roe, who chairs the board, said the cost was not yet known."
    assert [text[p.span.start : p.span.end] for p in paragraphs(text)] == text.split("\n\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said ''yes'' and ``no''.", ["''yes''", "``no''"]),
        ("“It goes on", ["“It goes on"]),
        ("“He called it ‘a trap’,” she said.", ["“He called it ‘a trap’,”"]),
        ("Nothing quoted, it's plain.", []),
        ("‘We don’t know,’ she said. ‘It’s late.’", ["‘We don’t know,’", "‘It’s late.’"]),
        ("She called it ‘a trap’ and left.", ["‘a trap’"]),
        ("The workers’ vote of the ’90s is Roe’s.", []),
        ("He backed ‘the workers’ vote’ again.", ["‘the workers’ vote’"]),
    ],
)
def test_quotations_of_a_paragraph(text: str, found: list[str]) -> None:
    """Quotations come with their marks; an open one runs to the paragraph's end."""
    spans = quotations(text, Span(0, len(text)))
    assert [text[s.start : s.end] for s in spans] == found


def test_an_open_quotation_is_not_closed() -> None:
    """Only a closing mark closes."""
    assert not is_closed("“It goes on", Span(0, 11))
    assert is_closed("“It ends”", Span(0, 9))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Mayor Rejects ‘Crazy’ Plan To Close Barrier.", True),
        ("Mayor Jane Roe rejected the plan to close the Eastern Barrier.", False),
        ("Jane Roe spoke.", False),
    ],
)
def test_title_case_tells_a_headline_that_ends_in_a_full_stop(line: str, expected: bool) -> None:
    """Capitals where prose has none."""
    assert is_title_case(line) is expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("KYIV, May 13 (Harbour Wire) — Roe said no.", "Roe said no."),
        ("PORT ANSEL — Roe said no.", "Roe said no."),
        ("WASHINGTON (AP) -- Roe said no.", "Roe said no."),
        ("FLINT, Mich. — Roe said no.", "Roe said no."),
        ("NATO — and Roe — said no.", "NATO — and Roe — said no."),
        ("Roe — said no.", "Roe — said no."),
        ("The EU said no.", "The EU said no."),
    ],
)
def test_a_dateline_is_nobodys_statement(text: str, rest: str) -> None:
    """A place in capitals, a date, an agency and a dash stand apart from the first sentence."""
    assert text[slice(*without_dateline(text, Span(0, len(text))))] == rest
