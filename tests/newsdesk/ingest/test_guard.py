"""Which addresses may be fetched, decided without resolving or connecting."""

import pytest

from newsdesk.ingest.guard import Target, check_addresses, check_url, is_public, redacted
from newsdesk.ingest.loaded import Refused


@pytest.mark.parametrize(
    "url",
    """http://2130706433/ http://0x7f.1/ http://0x7f000001/ http://0177.0.0.1/ http://127.1/ http://127.0.0.1/
    http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::127.0.0.1]/
    http://[64:ff9b::7f00:1]/ http://[2002:7f00:1::]/ http://[2001:0:1::1]/ http://[fe80::1]/ http://[fe80::1%25eth0]/
    http://[fc00::1]/ http://[ff02::1]/ http://[2001:db8::1]/ http://[fec0::1]/
    http://10.0.0.1/ http://172.16.0.1/ http://192.168.0.1/ http://169.254.169.254/ http://100.64.0.1/ http://0.0.0.0/
    http://224.0.0.1/ http://240.0.0.1/ http://255.255.255.255/ http://192.0.2.1/ http://198.18.0.1/
    http://localhost/ http://localhost./ http://a.localhost/ http://printer.local/ http://metadata.google.internal/
    http://intranet/ http://１２７.０.０.１/ http://①②⑦.0.0.1/ http://127。0。0。1/
    http://user@example.org/ http://user:pass@example.org/ http://example.org@127.0.0.1/ http://@example.org/
    http://example.org:22/ http://example.org:0/ http://example.org:99999/ http://example.org:x/
    ftp://example.org/ file:///etc/passwd javascript:alert(1) gopher://example.org/ //example.org/ example.org
    http:// http:///x http://a..b/ http://-a.org/ http://example.org\\@127.0.0.1/ http://exa%6dple.org/""".split(),
)
def test_refused_by_its_looks(url):
    assert isinstance(check_url(url), Refused)


def test_a_url_with_white_space_or_control_characters_inside_is_refused():
    assert isinstance(check_url("http://example.org/a b"), Refused)
    assert isinstance(check_url("http://example.org/\r\nHost: x"), Refused)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://Example.ORG", "https://example.org/"),
        (" http://example.org:80/a?b=c#d ", "http://example.org/a?b=c"),
        ("https://example.org:8443/ä/%20x", "https://example.org:8443/%C3%A4/%20x"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://example.org./x", "http://example.org/x"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:4700::1111]:8080/x", "http://[2606:4700::1111]:8080/x"),
    ],
)
def test_a_public_url_is_taken_apart_and_put_together_again(url, asked):
    target = check_url(url)
    assert isinstance(target, Target)
    assert target.url == asked


def test_an_allowed_host_may_be_anywhere_on_any_port():
    assert check_url("http://127.0.0.1:22/", allow=frozenset({"127.0.0.1"})).trusted
    assert check_url("http://wiki:80/", allow=frozenset({"wiki:80"})).trusted
    assert isinstance(check_url("http://wiki:81/", allow=frozenset({"wiki:80"})), Refused)
    assert isinstance(check_url("http://2130706433/", allow=frozenset({"127.0.0.1"})), Refused)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_public_addresses(address):
    assert is_public(address)


def test_one_private_answer_among_public_ones_is_enough_to_refuse():
    target = check_url("http://example.org/")
    assert check_addresses(target, ["1.1.1.1"], source="s") is None
    assert isinstance(check_addresses(target, ["1.1.1.1", "10.0.0.1"], source="s"), Refused)
    assert isinstance(check_addresses(target, [], source="s"), Refused)


@pytest.mark.parametrize(
    "url",
    ["https://me:hush@example.org/a?k=hush#hush", "https://me:hu?hush@example.org/", "https://me:hu/hush@x.org/",
     "//me:hush@x.org", "http://me:hush@[x/", "https://hush@x.org"],
)  # fmt: skip
def test_secrets_are_not_shown(url):
    assert "hush" not in redacted(url)
    assert "hush" not in str(check_url(url))
