"""What servers say about asking again: pure functions of headers and an instant."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.ingest.caching import Validators, fresh_for_s, retry_after_s

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def date(**since):
    return format_datetime(NOW + timedelta(**since), usegmt=True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("99999999999999", 86_400),
        (date(minutes=10), 600),
        (date(days=30), 86_400),
        (date(days=-1), 0),
        ("-5", None),
        ("soon", None),
        ("1.5", None),
        ("", None),
        ("٣٠", None),
        ("Mon, 99 Foo 2026 10:00:00 GMT", None),
    ],
)
def test_retry_after(said, seconds):
    assert retry_after_s({"retry-after": said}, now=NOW) == seconds


def test_no_retry_after():
    assert retry_after_s({}, now=NOW) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": 'public, Max-Age = "600", s-maxage=9'}, 600),
        ({"cache-control": "max-age=600", "age": "500"}, 100),
        ({"cache-control": "max-age=600", "age": "5000"}, 0),
        ({"cache-control": "max-age=31536000"}, 21_600),
        ({"cache-control": "no-cache, max-age=600"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=soon"}, 0),
        ({"cache-control": "max-age=0", "expires": date(hours=1)}, 0),
        ({"expires": date(hours=1)}, 3600),
        ({"expires": date(hours=1), "date": date(minutes=30)}, 1800),
        ({"expires": date(days=400)}, 21_600),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({}, 0),
    ],
)
def test_how_long_asking_again_is_pointless(headers, seconds):
    assert fresh_for_s(headers, now=NOW) == seconds


@given(st.sampled_from(["retry-after", "cache-control", "expires", "age", "date"]), st.text(max_size=60))
def test_whatever_a_header_holds_the_answer_is_within_bounds(name, value):
    assert 0 <= fresh_for_s({"cache-control": "max-age=5", name: value}, now=NOW) <= 21_600
    assert 0 <= (retry_after_s({name: value}, now=NOW) or 0) <= 86_400


def test_validators_go_back_as_they_came():
    said = Validators.of({"etag": 'W/"a, b"', "last-modified": "yesterday, more or less"})
    assert said.headers() == {"If-None-Match": 'W/"a, b"', "If-Modified-Since": "yesterday, more or less"}
    assert Validators().headers() == {}


@pytest.mark.parametrize("etag", ['"ä"', '"a\r\nX: y"', '"' + "a" * 600 + '"', '"\x07"'])
def test_validators_that_cannot_be_sent_are_passed_over(etag):
    assert Validators.of({"etag": etag}) == Validators()
    assert Validators(etag).headers() == {}
