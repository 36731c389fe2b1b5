"""Bodies that are compressed, or say so: read under a limit however they come."""

import gzip
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.ingest.inflate import Inflater, Unreadable

TEXT = b"The bridge stays closed, the mayor said. " * 500


def read(coding, data, *, piece=64, max_bytes=1_000_000):
    inflater = Inflater(coding, max_bytes=max_bytes)
    for start in range(0, len(data), piece):
        inflater.feed(data[start : start + piece])
        if inflater.over:
            break
    return inflater


def bare(data):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("piece", [1, 2, 7, 100_000])
@pytest.mark.parametrize(
    ("coding", "data", "text"),
    [
        ("", TEXT, TEXT),
        ("identity", TEXT, TEXT),
        ("gzip", gzip.compress(TEXT), TEXT),
        (" X-GZIP ", gzip.compress(TEXT), TEXT),
        ("deflate", zlib.compress(TEXT), TEXT),
        ("deflate", bare(TEXT), TEXT),
        ("gzip", gzip.compress(TEXT) + gzip.compress(TEXT), TEXT * 2),
        ("gzip", gzip.compress(TEXT) + b"\0\0\0", TEXT),
        ("gzip", gzip.compress(b""), b""),
    ],
)
def test_every_way_in_which_servers_compress(coding, data, text, piece):
    found = read(coding, data, piece=piece)
    assert (found.body(), found.over) == (text, False)


@pytest.mark.parametrize("coding", ["gzip, gzip", "deflate,gzip", "br", "zstd", "bogus"])
def test_codings_that_were_not_asked_for_are_refused(coding):
    with pytest.raises(Unreadable):
        Inflater(coding, max_bytes=10)


@pytest.mark.parametrize("data", [b"<html>not compressed</html>", b"\x1f\x8b\x08\x00" + b"\xff" * 60])
@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_is_not_compressed_as_it_says_is_refused(coding, data):
    with pytest.raises(Unreadable):
        read(coding, data)


def test_a_bomb_costs_no_more_than_its_limit():
    bomb = gzip.compress(b"\0" * 300_000_000)
    begin = time.process_time()
    found = read("gzip", bomb, piece=len(bomb), max_bytes=1_000_000)
    assert found.over
    assert found.body() == b""
    assert time.process_time() - begin < 0.5


def test_members_without_end_that_hold_nothing_count_by_what_was_sent():
    """A stream of empty archives never grows, and need never end."""
    with pytest.raises(Unreadable, match="too many pieces"):
        read("gzip", gzip.compress(b"") * 100_000, piece=65_536)
    empty_blocks = b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + b"\0\0\0\xff\xff" * 100_000
    assert read("gzip", empty_blocks, piece=4096, max_bytes=100_000).over


def test_the_limit_is_the_last_byte_that_is_allowed():
    assert not read("gzip", gzip.compress(b"a" * 1000), max_bytes=1000).over
    assert read("gzip", gzip.compress(b"a" * 1001), max_bytes=1000).over


@given(st.sampled_from(["", "gzip", "deflate"]), st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_end_in_a_body_or_in_a_reason(coding, data, piece):
    try:
        body = read(coding, data, piece=piece, max_bytes=200).body()
    except Unreadable:
        return
    assert len(body) <= 200
