"""Bytes to text: what is read as which encoding, and what is refused."""

import codecs
import gzip
import random

import pytest

from newsdesk.ingest.decode import Decoded, decode
from newsdesk.ingest.loaded import Refused

NEWS = "The mayor’s café in Łódź will stay open, she said on Tuesday. “We need it,” she added. 🙂\r\n"
WESTERN = "Le café de la mairie restera ouvert, a déclaré le maire. Où est le problème?\n"


def read(data, declared=None):
    found = decode(data, source="f", declared=declared)
    assert isinstance(found, Decoded), found
    return found


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_says_how_to_decode_and_is_no_text(mark, encoding):
    found = read(mark + NEWS.encode(encoding))
    assert (found.text, found.encoding) == (NEWS, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_text_without_a_mark_keeps_every_character_and_line_end(encoding):
    assert read(NEWS.encode(encoding)).text == NEWS


def test_utf16_without_a_mark_in_cyrillic():
    text = "Мэр сказала, что кафе останется открытым. Это важно."
    assert read(text.encode("utf-16-le")).text == text


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_western_code_pages(encoding):
    assert read(WESTERN.encode(encoding)).text == WESTERN


def test_windows_quotation_marks():
    assert read("“We’re open,” she said – again.".encode("cp1252")).text == "“We’re open,” she said – again."


def test_cyrillic_code_page():
    text = "Президент заявил, что переговоры начнутся в четверг в Стамбуле. Министр подтвердил это. " * 5
    assert read(text.encode("cp1251")).text == text


def test_one_broken_byte_does_not_garble_the_rest():
    found = read(NEWS.encode() * 5 + b"\xff" + NEWS.encode())
    assert found.text == NEWS * 5 + "\ufffd" + NEWS
    assert found.replaced == 1


def test_the_declared_encoding_counts_where_the_bytes_do_not_say():
    text = "Türkiye’de görüşmeler başlayacak, dedi Şahin.".replace("’", "'")
    assert read(text.encode("iso8859-9"), declared="iso-8859-9").text == text
    assert read(NEWS.encode(), declared="iso-8859-1").text == NEWS


def test_an_unknown_declared_encoding_is_passed_over():
    assert read(WESTERN.encode("cp1252"), declared="klingon").text == WESTERN


@pytest.mark.parametrize("text", ["a\u0085b\u2028c", "  \t\n", "x" * 300_000, "e\u0301 \u00e9", "𝒜𝒷\U0010ffff"])
def test_nothing_is_normalised(text):
    assert read(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (random.Random(7).randbytes(5000), "binary"),
        (b"The mayor said\0 nothing at all today." * 20, "NUL"),
        (bytes(range(1, 32)) * 50, "binary data"),
        (b"%PDF-1.7\n%...", "PDF"),
        (gzip.compress(NEWS.encode()), "gzip"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"{\\rtf1 hello}", "Rich Text"),
        (codecs.BOM_UTF16_LE + random.Random(3).randbytes(4000), "UTF-16"),
    ],
)
def test_what_is_no_text_is_refused_with_its_kind_and_advice(data, says):
    found = decode(data, source="f")
    assert isinstance(found, Refused)
    assert says in found.reason
    assert found.advice.endswith(".")
