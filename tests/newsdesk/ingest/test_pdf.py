"""PDF files to articles, and why some are none."""

import zlib
from datetime import UTC, datetime

import pytest

from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded, Refused
from newsdesk.ingest.pdf import PdfLimits, load_pdf
from newsdesk.ingest.printed import flowing

from .pdfs import locked, pdf

PAGE = [
    "The Estuary Times",
    "Ferry workers vote to strike",
    "",
    "Crews on the lower river will stop work on Friday unless the com-",
    "pany improves its offer, the union said on Monday after a long vote.",
    "Talks will resume on Wednesday.",
    "The mayor said: (nobody) wants this, and the city would run buses in",
    "place of the boats.",
    "Page 1 of 3",
]


def pages():
    return [[*PAGE[:1], f"Part {n}", *PAGE[3:-1], f"Page {n} of 3"] for n in (1, 2, 3)]


def test_lines_become_paragraphs_and_broken_words_are_whole():
    text = load_pdf(pdf(PAGE), source="a.pdf").article.text
    assert "unless the company improves its offer, the union said on Monday" in text
    assert "The mayor said: (nobody) wants this, and the city would run buses in place of the boats." in text
    assert "Page 1" not in text


def test_running_heads_and_page_numbers_are_left_out():
    text = load_pdf(pdf(*pages()), source="a.pdf").article.text
    assert "Estuary" not in text
    assert "of 3" not in text
    assert text.count("Talks will resume") == 3


def test_title_author_and_date_come_from_the_file():
    article = load_pdf(pdf(PAGE, title="Ferry strike"), source="a.pdf").article
    assert (article.title, article.byline) == ("Ferry strike", "Nora Quill")
    assert article.published_at == datetime(2025, 5, 12, 10, 45, tzinfo=UTC)
    assert load_pdf(pdf(PAGE, title="strike_v3.docx"), source="a.pdf").article.title == ""


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (locked(pdf(PAGE)), "password"),
        (pdf([]), "pictures"),
        (b"%PDF-1.4\nnothing of the kind", "broken"),
        (pdf(PAGE)[:200], "broken"),
        (pdf(*[PAGE] * 6), "6 pages"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data, what):
    found = load_pdf(data, source="a.pdf", limits=PdfLimits(max_pages=5))
    assert isinstance(found, Refused)
    assert what in found.reason
    assert found.advice


def test_a_pdf_that_takes_too_long_or_unpacks_to_too_much_is_refused():
    assert "too much time" in load_pdf(pdf(PAGE), source="a.pdf", limits=PdfLimits(timeout_s=0)).reason
    assert "too much time" in load_pdf(pdf(PAGE), source="a.pdf", limits=PdfLimits(max_chars=100)).reason
    bomb = zlib.compress(b" " * 200_000_000)
    stream = b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    plain = pdf(["x"])
    start, end = plain.index(b"/Length"), plain.index(b"endstream") + len(b"endstream")
    assert isinstance(load_pdf(plain[:start] + stream + plain[end:], source="a.pdf"), Refused)


def test_a_folder_gives_its_pdf_files(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(PAGE))
    (tmp_path / "b").write_bytes(pdf(PAGE))
    found = list(load_paths([str(tmp_path)], max_bytes=10**6))
    assert [type(o) for o in found] == [Loaded, Loaded]


def test_a_sentence_goes_on_over_the_page():
    first = ["The council voted on Monday to close the old bridge until spring, and the"]
    second = ["mayor agreed with it, as she had said she would at the end of last year."]
    assert flowing([first, second]) == f"{first[0]} {second[0]}"
