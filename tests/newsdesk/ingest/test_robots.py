"""Whether a site lets robots read a page, as RFC 9309 says; a fake clock, and a web made of a table."""

import asyncio
import time

import pytest

from newsdesk.ingest.fetch import Limits
from newsdesk.ingest.guard import check_url
from newsdesk.ingest.loaded import Refused
from newsdesk.ingest.robots import Permission, Robots
from newsdesk.ingest.transport import FakeTransport, Reply

SITE = "https://news.example"
TEXT = {"content-type": "text/plain"}


class Clock:
    def __init__(self):
        self.at = 1000.0

    def __call__(self):
        return self.at


def robots(answer, clock=None, **more):
    web = FakeTransport({f"{SITE}/robots.txt": answer, **more})
    return Robots(limits=Limits(), transport=web, clock=clock or Clock()), web


def ask(robots, *paths):
    async def all_of_them():
        return [await robots.permit(SITE + path) for path in paths]

    return [p.permission for p in asyncio.run(all_of_them())]


def said(text):
    return Reply(200, TEXT, text.encode())


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /news", "/sport", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?a=1", True),
        ("User-agent: Newsdesk\nDisallow: /\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: newsdesk/1.0\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\nUser-agent: Newsdesk\nAllow: /", "/a", True),
        ("User-agent: news\nDisallow: /", "/a", True),
        ("User-agent: Googlebot\nUser-agent: Newsdesk\nDisallow: /a", "/a", False),
        ("User-agent: Googlebot\nDisallow: /\n\nUser-agent: Bingbot\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("<html><body>Not found</body></html>", "/a", True),
        ("User-agent: *\nDisallow: /a%C3%A4", "/aä", False),
    ],
)
def test_what_a_file_says(text, path, allowed):
    (found,) = ask(robots(said(text))[0], path)
    assert found is (Permission.ALLOWED if allowed else Permission.DISALLOWED)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_missing_file_allows_everything(status):
    assert ask(robots(Reply(status))[0], "/a") == [Permission.ALLOWED]


def test_an_empty_file_allows_everything():
    assert ask(robots(Reply(200, TEXT, b""))[0], "/a") == [Permission.ALLOWED]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_file_that_cannot_be_had_means_no_for_a_while(status):
    clock = Clock()
    asked, web = robots([Reply(status), said("User-agent: *\nDisallow: /b")], clock)
    assert ask(asked, "/a", "/a") == [Permission.UNKNOWN] * 2
    assert len(web.asked) == 1
    assert asked.remembered(SITE + "/a").again_in_s == 1800
    clock.at += 1801
    assert ask(asked, "/a", "/b") == [Permission.ALLOWED, Permission.DISALLOWED]


def test_a_host_that_is_not_there_means_no_for_a_while():
    asked = Robots(limits=Limits(), transport=FakeTransport({}), clock=Clock())
    assert ask(asked, "/a") == [Permission.UNKNOWN]


def test_a_host_is_asked_once_a_day():
    clock = Clock()
    asked, web = robots(said("User-agent: *\nDisallow: /b"), clock)
    assert ask(asked, "/a", "/b", "/c") == [Permission.ALLOWED, Permission.DISALLOWED, Permission.ALLOWED]
    clock.at += 86_399
    ask(asked, "/a")
    assert len(web.asked) == 1
    clock.at += 2
    assert asked.remembered(SITE + "/a") is None
    ask(asked, "/a")
    assert len(web.asked) == 2


def test_many_pages_that_ask_at_once_wait_for_one_answer():
    asked, web = robots(said("User-agent: *\nDisallow: /b"))

    async def at_once():
        return await asyncio.gather(*[asked.permit(f"{SITE}/{n}") for n in range(20)])

    assert {p.permission for p in asyncio.run(at_once())} == {Permission.ALLOWED}
    assert len(web.asked) == 1


def test_each_host_and_port_has_its_own_file():
    other = "http://news.example:8080"
    asked, _ = robots(said("User-agent: *\nDisallow: /"), **{f"{other}/robots.txt": Reply(404)})
    assert ask(asked, "/a") == [Permission.DISALLOWED]
    assert asyncio.run(asked.permit(f"{other}/a")).permission is Permission.ALLOWED


@pytest.mark.parametrize(
    ("delay", "kept"), [("2.5", 2.5), ("86400", 30.0), ("-1", 0.0), ("soon", 0.0), ("nan", 0.0)]
)
def test_crawl_delay_is_respected_within_bounds(delay, kept):
    asked, _ = robots(said(f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /b"))
    assert asyncio.run(asked.permit(SITE + "/a")).delay_s == kept


def test_the_guard_holds_for_robots_txt_too():
    web = FakeTransport(
        {f"{SITE}/robots.txt": Reply(302, {"location": "http://169.254.169.254/robots.txt"})},
    )
    asked = Robots(limits=Limits(), transport=web, clock=Clock())
    assert ask(asked, "/a") == [Permission.ALLOWED]
    assert len(web.asked) == 1
    private = FakeTransport({f"{SITE}/robots.txt": said("")}, names={"news.example": [["10.0.0.1"]]})
    ask(Robots(limits=Limits(), transport=private, clock=Clock()), "/a")
    assert private.asked == []


def test_a_redirect_is_admitted_by_the_rules_of_where_it_leads():
    asked, _ = robots(said("User-agent: *\nDisallow: /b"))
    assert asyncio.run(asked.admit(check_url(f"{SITE}/a"))) is None
    assert isinstance(asyncio.run(asked.admit(check_url(f"{SITE}/b"))), Refused)


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: bot{n}\n" for n in range(16_000))
        + "".join(f"Disallow: /{n}\n" for n in range(16_000)),
        "User-agent: *\n" + "Disallow: /" + "*a" * 200_000 + "$\n",
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*b\n" * 10_000,
        "User-agent: *\nDisallow: /x\n" + "x" * 4_000_000,
    ],
    ids=["agents", "stars", "patterns", "long"],
)
def test_hostile_files_cost_little(text):
    asked, _ = robots(said(text))
    begin = time.process_time()
    assert ask(asked, "/" + "a" * 3000) == [Permission.ALLOWED]
    assert time.process_time() - begin < 5
