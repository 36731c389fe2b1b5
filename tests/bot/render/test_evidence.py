"""Evidence as it is read: the sentence in its paragraph, the outlet, the date, the link."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.render.document import file_name
from bot.render.evidence import evidence_blocks
from bot.render.reply import reply_pages
from bot.texts import words
from newsdesk.sources import Source

from .samples import ARTICLES, CHANGED, DID, OLD, SAID, cite
from .telegram_html import parse
from .test_reply import LINK

FERRY = Source(
    cite(1),
    sentence="No pier is <sold> before the council votes, Ada Holm said.",
    before="The ferry stops in June.",
    after="@council & all.",
    title="Ferry line to close in June",
    outlet="Harbour Wire",
    url=LINK,
    published_at=datetime(2025, 5, 11, 23, 30, tzinfo=UTC),
)
MINUTES = Source(cite(2), forgotten=True)


def shown(*proven, platform="telegram", language="en", zone="UTC") -> str:
    blocks = evidence_blocks(proven, texts=words(language), zone=zone)
    (page,) = reply_pages(blocks, platform=platform, language=language)
    return page.text


def test_a_sentence_is_read_within_its_paragraph() -> None:
    """Folded on Telegram, the sentence in bold, below it where and when it was published."""
    assert shown((SAID, [FERRY]), zone="Europe/Kyiv") == (
        "<b>Ada Holm</b>\n"
        "• Promised that no pier would be sold before the council had voted [1]\n"
        "<blockquote expandable>The ferry stops in June. <b>No pier is &lt;sold&gt; before the council votes, "
        "Ada Holm said.</b> @\u2060council &amp; all.</blockquote>\n"
        '[1] Harbour Wire: <a href="https://wire.example/ferry?id=7&amp;from=rss">'
        "Ferry line to close in June</a>, 12 May 2025"
    )


def test_sources_are_numbered_once_and_actors_share_a_heading() -> None:
    """Two sentences of one article stand above one source."""
    again = replace(FERRY, citation=cite(1, 40), sentence="A bad joke.", before="", after="")
    text = parse(shown((CHANGED, [MINUTES, FERRY, again]), (DID, [MINUTES]), (OLD, [FERRY]))).text
    lines = text.replace("\u2060", "").split("\n")
    assert lines[0] == "Ada Holm"
    assert lines[1].endswith("[1][2]")
    assert lines[2] == "The text of this article is not kept any more; its link may still work."
    assert lines[3] == "[1] council minutes.txt"
    assert lines[4].startswith("The ferry stops")
    assert lines[5] == "A bad joke."
    assert lines[6] == "[2] Harbour Wire: Ferry line to close in June, 11 May 2025"
    assert [line for line in lines if line in ("Ada Holm", "Port & Pier <Union>")] == [
        "Ada Holm",
        "Port & Pier <Union>",
    ]
    assert lines[lines.index("Port & Pier <Union>") + 1].endswith("[2]")


def test_what_is_forgotten_is_said_so_in_the_readers_language() -> None:
    text = shown((DID, [MINUTES]), platform="slack", language="de")
    assert "Der Text dieses Artikels wird nicht mehr aufbewahrt" in text
    assert file_name(ARTICLES[2].id) in text


def test_a_source_without_a_name_is_its_site_and_a_bad_link_is_none() -> None:
    bare = replace(FERRY, outlet="", title="")
    assert "[1] wire.example: " in parse(shown((SAID, [bare]))).text
    assert "<a" not in shown((SAID, [replace(FERRY, url="javascript:alert(1)")]))
