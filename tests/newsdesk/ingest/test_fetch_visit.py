"""What a visit tells besides the page: the status, where it moved for good, whether it may pass."""

import asyncio
import time

import pytest

from newsdesk.ingest import refusals
from newsdesk.ingest.caching import Validators
from newsdesk.ingest.fetch import FEED_TYPES, Fetched, Limits, NotModified, fetch, load_page, visit
from newsdesk.ingest.loaded import Loaded, Refused
from newsdesk.ingest.transport import FakeTransport, Reply

URL = "https://news.example/a"
HTML = {"content-type": "text/html"}
PAGE = Reply(200, HTML, b"<p>x</p>")
TAGGED = Validators('"1"')


def go(replies, url=URL, *, limits=None, names=None, **more):
    web = FakeTransport(replies, names=names or {})
    return asyncio.run(visit(url, transport=web, limits=limits or Limits(), **more)), web


def to(where, status=302):
    return Reply(status, {"location": where})


def test_not_modified_is_a_value_and_only_an_answer_to_a_condition():
    seen, web = go({URL: Reply(304)}, validators=TAGGED)
    assert seen.outcome == NotModified(URL)
    assert web.asked[0].headers["If-None-Match"] == '"1"'
    unasked, _ = go({URL: Reply(304)})
    assert isinstance(unasked.outcome, Refused)
    assert isinstance(asyncio.run(fetch(URL, transport=FakeTransport({URL: Reply(304)}))), Refused)


def test_a_changed_page_comes_whole_with_its_new_validators():
    seen, _ = go({URL: Reply(200, {**HTML, "etag": '"2"'}, b"<p>new</p>")}, validators=TAGGED)
    assert isinstance(seen.outcome, Fetched)
    assert Validators.of(seen.headers) == Validators('"2"')


@pytest.mark.parametrize(
    ("chain", "moved_to"),
    [([301], "/1"), ([308, 301], "/2"), ([301, 302], "/1"), ([302, 301], ""), ([303], ""), ([307, 308], "")],
)
def test_only_permanent_redirects_from_the_first_on_move_a_url(chain, moved_to):
    base = "https://news.example"
    names = [f"{base}/0", f"{base}/1", f"{base}/2"]
    replies = {here: to(there, status) for status, here, there in zip(chain, names, names[1:], strict=False)}
    seen, _ = go({**replies, names[len(chain)]: PAGE}, names[0])
    assert isinstance(seen.outcome, Fetched)
    assert seen.moved_to == (base + moved_to if moved_to else "")


@pytest.mark.parametrize(
    ("status", "passing"),
    [(400, False), (401, False), (403, False), (404, False), (408, True),
     (410, False), (429, True), (451, False), (500, True), (502, True), (503, True), (599, True)],
)  # fmt: skip
def test_what_may_be_otherwise_the_next_time(status, passing):
    seen, _ = go({URL: Reply(status, {"retry-after": "9"})})
    assert (seen.status, seen.passing, seen.headers["retry-after"]) == (status, passing, "9")
    assert isinstance(seen.outcome, Refused)


def test_a_host_that_is_not_there_may_be_there_later():
    assert go({})[0].passing
    assert go({URL: PAGE}, names={"news.example": [[]]})[0].passing


@pytest.mark.parametrize(
    "where", ["http://[x", "", "javascript:alert(1)", "https:///", "//user:hush@x.example/"]
)
def test_redirects_that_lead_nowhere_are_refused(where):
    seen, web = go({URL: to(where, 301)})
    assert isinstance(seen.outcome, Refused)
    assert "hush" not in str(seen.outcome)
    assert seen.moved_to == ""
    assert len(web.asked) == 1


def test_each_redirect_is_admitted_before_anything_is_resolved():
    async def nowhere(target):
        return refusals.no_robots(target.url) if target.host == "other.example" else None

    seen, web = go({URL: to("/b"), "https://news.example/b": to("https://other.example/")}, admit=nowhere)
    assert isinstance(seen.outcome, Refused)
    assert web.resolved == ["news.example", "news.example"]


def test_a_name_that_changes_its_answer_between_two_hops_is_checked_again():
    names = {"news.example": [["1.1.1.1"], ["169.254.169.254"]]}
    seen, web = go({URL: to("/b"), "https://news.example/b": PAGE}, names=names)
    assert isinstance(seen.outcome, Refused)
    assert [hop.addresses for hop in web.asked] == [("1.1.1.1",)]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "0.0.0.0", "10.0.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.100.100.200",
     "::1", "::", "::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "64:ff9b:1::1",
     "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1",
     "2001:db8::1",
     "192.0.0.192", "224.0.0.251", "255.255.255.255", "240.0.0.1", "198.18.0.1", "not an address", ""],
)  # fmt: skip
@pytest.mark.parametrize("beside", [(), ("1.1.1.1",)], ids=["alone", "beside a public one"])
def test_a_name_that_resolves_to_a_special_address_is_never_connected_to(address, beside):
    seen, web = go({URL: PAGE}, names={"news.example": [[*beside, address]]})
    assert isinstance(seen.outcome, Refused)
    assert web.asked == []


@pytest.mark.parametrize(
    "host",
    """2130706433 0x7f.1 0x7f000001 017700000001 0177.0.0.1 127.1 127.0.1 0 0.0 127.0.0.1. [::1]
    [::ffff:127.0.0.1] [0:0:0:0:0:ffff:7f00:1] [64:ff9b::127.0.0.1] [::ffff:0:127.0.0.1] [::127.0.0.1]
    1.1.1.1.0x7f user@127.0.0.1 1.1.1.1@127.0.0.1 1.1.1.1:80@127.0.0.1 1.1.1.1#@127.0.0.1 1.1.1.1%23@127.0.0.1
    1.1.1.1\\@127.0.0.1 localhost LOCALHOST localhost. foo.localhost metadata.google.internal ⓛocalhost
    127。0。0。1 １２７.0.0.1""".split(),
)
def test_odd_notations_of_places_inside_are_neither_asked_nor_redirected_to(host):
    """Also where the name server would answer with a public address: the notation itself is refused."""
    inside = f"http://{host}/"
    if "#" in host:  # what a browser reads as the host is before the sign: a public address, and no trick
        seen, web = go({URL: to(inside), "http://1.1.1.1/": PAGE})
        assert all(hop.target.host in {"news.example", "1.1.1.1"} for hop in web.asked)
        return
    seen, web = go({}, inside)
    assert isinstance(seen.outcome, Refused)
    assert (web.asked, web.resolved) == ([], [])
    seen, web = go({URL: to(inside)})
    assert isinstance(seen.outcome, Refused)
    assert [hop.target.host for hop in web.asked] == ["news.example"]


def test_the_clock_holds_for_names_connections_and_all_redirects_together():
    class Slow(FakeTransport):
        async def resolve(self, host, port, /):
            await asyncio.sleep(0.2)
            return await super().resolve(host, port)

    begin = time.monotonic()
    loop = Slow({URL: to("/b"), "https://news.example/b": to("/a")})
    seen = asyncio.run(visit(URL, transport=loop, limits=Limits(timeout_s=0.5)))
    assert "longer than 0.5 seconds" in seen.outcome.reason
    assert seen.passing
    assert time.monotonic() - begin < 1


def test_a_feed_may_come_under_any_type_and_a_page_may_not():
    replies = {URL: Reply(200, {"content-type": "image/png"}, b"<rss/>")}
    assert isinstance(go(replies, limits=Limits(types=FEED_TYPES))[0].outcome, Fetched)
    seen, web = go(replies)
    assert isinstance(seen.outcome, Refused)
    assert "application/rss+xml" not in web.asked[0].headers["Accept"]


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/xhtml+xml", ""])
def test_a_page_is_read_as_what_it_holds(kind):
    body = (
        "<!DOCTYPE html><html><body><article><p>The old bridge over the river will stay closed until the "
        "spring, the mayor said on Tuesday, because engineers found cracks in two of its pillars.</p></article>"
        "</body></html>"
    )
    loaded = load_page(Fetched(URL, body.encode(), kind))
    assert isinstance(loaded, Loaded)
    assert loaded.article.text.startswith("The old bridge")
    assert loaded.article.url == URL
