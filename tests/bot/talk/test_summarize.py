"""Pages, files and texts that somebody brings: summarised with evidence, or refused in the reader's words."""

from __future__ import annotations

import asyncio
import re
import threading

import pytest

from bot.render.document import Passage
from bot.talk.model import Attached, Place, PlaceKind, Quoted
from newsdesk.gather.post import Rules
from newsdesk.ingest.fetch import Limits
from newsdesk.model import Address
from newsdesk.threads import running
from summarizer.actors.registry import Registry
from summarizer.model import Act, Reading, Span, Statement

from ...newsdesk.gather.web import BODY, HTML, LONG, WALL, Web, ok, page, rules
from ...newsdesk.ingest.pdfs import pdf
from ...newsdesk.marking import HOLM
from .asking import BOB, GROUP, PRIVATE, Chat, RecordingFace

pytestmark = pytest.mark.anyio


class Sentences:
    """A reader for whom every sentence with "said" is a statement of one mayor."""

    registry = Registry(())

    def __init__(self, *, waits: threading.Event | None = None) -> None:
        self._waits = waits

    def read(self, articles, /, *, condense=True):
        for article in articles:
            if self._waits:
                self._waits.wait(10)
            found = []
            for match in re.finditer(r"[^.]*\bsaid\b[^.]*\.", article.text):
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                span, cue = Span(start, match.end()), match[0].index("said") + match.start()
                gist = " ".join(match[0].split()).rstrip(".")
                found.append(
                    Statement(
                        article.id, HOLM, Act.SAID, (Span(start, start + 3),), (Span(cue, cue + 4),),
                        (Span(start, cue),), (span,), 0.9, gist=gist,
                    )
                )  # fmt: skip
            yield Reading(article, tuple(found), sentences=len(found))


@pytest.fixture
def web():
    served = Web()
    yield served
    served.close()


@pytest.fixture
def chat():
    return Chat(reader=Sentences(), rules=rules(), face=RecordingFace())


def passages(seen):
    return [b for b in seen.reply.blocks if isinstance(b, Passage)]


async def test_a_page_is_summarised_with_evidence_and_filed_nowhere(chat, web):
    web.answers["/a"] = ok(page())
    seen = await chat.say(f"/summarize {web.url('/a')}")
    assert "The bridge" in seen.text
    assert "closed until the spring" in seen.text
    proof = await chat.press(seen, "Evidence")
    assert "Mayor Anna Holm said on Tuesday." in passages(proof)[0].text
    assert not chat.store.articles.newest(limit=5)
    assert len(passages(await chat.say("/evidence"))) == len(passages(proof))


async def test_a_reply_to_a_message_with_a_link(chat, web):
    web.answers["/a"] = ok(page())
    quoted = Quoted("5", "Look at this", links=(web.url("/a"),))
    assert "closed until the spring" in (await chat.say("/summarize", to=quoted, place=GROUP)).text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.txt", LONG.encode()),
        ("report.html", page(body=LONG).encode()),
        ("report.md", ("# The bridge\n\n" + LONG).encode()),
        ("report.pdf", pdf([LONG])),
    ],
)
async def test_a_file_is_summarised(chat, name, data):
    chat.face.files["f"] = data
    file = Attached("f", name, size=len(data))
    assert "closed until the" in (await chat.say("/summarize", files=(file,))).text
    replied = await chat.say("/summarize", to=Quoted("5", files=(file,)))
    assert "closed until the" in replied.text


async def test_a_pasted_text_is_summarised_as_text(chat):
    seen = await chat.say(f"/summarize {BODY}")
    assert "Your text" in seen.text
    assert "closed until the spring" in seen.text


async def test_nothing_to_summarise_is_told_how(chat):
    for line in ("/summarize", "/summarize the bridge", "/summarise"):
        assert "Give me the address of a page" in (await chat.say(line)).text


async def test_a_private_address_is_never_asked(web):
    web.answers["/a"] = ok(page())
    chat = Chat(reader=Sentences(), rules=Rules())
    seen = await chat.say(f"/summarize {web.url('/a')}")
    assert "not on the public internet" in seen.text
    assert not web.seen
    for url in ("http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://localhost/a"):
        assert "could not be read" in (await chat.say(f"/summarize {url}")).text


async def test_a_redirect_to_a_private_address_is_not_followed(web):
    web.answers["/away"] = ok("")
    web.answers["/away"] = type(web.answers["/away"])(302, {**HTML, "location": "http://10.0.0.1/x"}, b"")
    chat = Chat(reader=Sentences(), rules=rules())
    assert "one that I do not open" in (await chat.say(f"/summarize {web.url('/away')}")).text


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "only asks about cookies"), ("de", "fragt nur nach Cookies"), ("uk", "файли cookie"),
     ("es", "pregunta por las cookies")],
)  # fmt: skip
async def test_a_wall_is_named_in_the_readers_words(chat, web, language, line):
    web.answers["/wall"] = ok(WALL)
    chat.language = language
    seen = await chat.say(f"/summarize {web.url('/wall')}")
    assert line in seen.text
    assert not seen.labels


async def test_other_refusals(chat, web):
    web.answers["/pic"] = ok(b"\x89PNG\r\n", {"content-type": "image/png"})
    web.answers["/de"] = ok(
        page(body="Der Minister sagte, dass die Brücke nicht und nie wieder geöffnet wird. " * 9)
    )
    for path, words in (("/pic", "holds no text"), ("/none", "no such page"), ("/de", "language that is not")):
        assert words in (await chat.say(f"/summarize {web.url(path)}")).text
    for url, words in (("ftp://example.org/a", "begin with http://"), ("https://user@@/", "could not be read")):
        assert words in (await chat.say(f"/summarize {url}")).text


async def test_a_file_that_is_too_large_or_gone_is_refused(chat):
    large = Attached("f", "a.txt", size=10**9)
    assert "too long" in (await chat.say("/summarize", files=(large,))).text
    assert "could not be reached" in (await chat.say("/summarize", files=(Attached("gone", "a.txt"),))).text
    chat.face.files["e"] = b""
    assert "no words" in (await chat.say("/summarize", files=(Attached("e", "a.txt"),))).text


async def test_one_at_a_time_in_a_chat_and_two_in_all():
    waits = threading.Event()
    chat = Chat(reader=Sentences(waits=waits), rules=Rules(limits=Limits()))
    places = [PRIVATE, GROUP]
    running = [asyncio.create_task(chat.say(f"/summarize {BODY}", place=place, by=BOB)) for place in places]
    await asyncio.sleep(0.1)
    try:
        assert "Another one is being read" in (await chat.say(f"/summarize {BODY}", place=PRIVATE)).text
        third = GROUP.address._replace(chat="-300")
        other = type(GROUP)(third, GROUP.kind)
        assert "Another one is being read" in (await chat.say(f"/summarize {BODY}", place=other)).text
    finally:
        waits.set()
        await asyncio.gather(*running)
    assert "closed until the spring" in (await chat.say(f"/summarize {BODY}", place=PRIVATE)).text


async def test_what_takes_too_long_is_given_up(monkeypatch):
    from bot.talk.commands import summarize

    monkeypatch.setattr(summarize, "TIMEOUT_S", 0.2)
    waits = threading.Event()
    chat = Chat(reader=Sentences(waits=waits), rules=Rules())
    seen = await chat.say(f"/summarize {BODY}")
    waits.set()
    assert "took longer" in seen.text


async def test_what_was_given_up_keeps_its_turn_until_its_thread_ends(monkeypatch):
    from bot.talk.commands import summarize

    monkeypatch.setattr(summarize, "TIMEOUT_S", 0.2)
    waits = threading.Event()
    chat = Chat(reader=Sentences(waits=waits), rules=Rules())
    people = [Place(Address("telegram", str(n)), PlaceKind.PRIVATE) for n in range(5)]
    while running():  # noqa: ASYNC110  # what tests before this one gave up ends by itself
        await asyncio.sleep(0.01)
    shown = [(await chat.say(f"/summarize {BODY}", place=place)).text for place in people]
    assert ["took longer" in text for text in shown] == [True, True, False, False, False]
    assert (await chat.say(f"/summarize {BODY}", place=people[0])).text == shown[-1]
    assert running() == 2
    waits.set()
    await asyncio.wait_for(asyncio.gather(*summarize._AT_WORK), 10)
    assert running() == 0
    assert "2 statements" in (await chat.say(f"/summarize {BODY}", place=people[4])).text
