"""Replies as pages, and their buttons: whatever is in them, within the limits, and nothing lost."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render.buttons import slack_actions, telegram_rows
from bot.render.clean import clean, clip
from bot.render.document import Block, Example, Heading, Line, Note, Passage, Reference, SourceEntry, Title
from bot.render.reply import Page, reply_pages
from bot.render.slack import SlackBudget, SlackMessage
from bot.render.telegram import COMMANDS
from bot.talk.commands import FAMILIES
from bot.talk.model import Button

from . import strategies
from .telegram_html import parse
from .test_properties import check_slack

quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
LINK = "https://wire.example/ferry?id=7&from=rss"
BLOCKS: tuple[Block, ...] = (
    Title("Feeds <here>"),
    Note("Two feeds & no more. Try /feeds, not @harbour or /unknown."),
    Line("checked at 08:00", head="Harbour <Wire>", url=LINK, labels=("fails", "slow")),
    Line("an entry alone"),
    Line(head="bold"),
    Heading("How to", "in one line"),
    Example("/feeds add https://a.example/rss", "adds a feed"),
    Passage("He left <early>.", before="It rained.", after="Nobody saw him."),
    SourceEntry(Reference(1, LINK), "Ferry line to close", "Harbour Wire", "11 May 2025"),
)


def pages(*blocks: Block, platform: str) -> tuple[Page, ...]:
    return reply_pages(blocks, platform=platform, language="en")


def test_a_reply_on_telegram() -> None:
    (page,) = pages(*BLOCKS, platform="telegram")
    link = f'<a href="{html.escape(LINK)}">'
    assert page.text == (
        "<b>Feeds &lt;here&gt;</b>\n"
        "Two feeds &amp; no more. Try /feeds, not @\u2060harbour or /\u2060unknown.\n"
        f"• {link}Harbour &lt;Wire&gt;</a> – checked at 08:00 · <i>fails · slow</i>\n"
        "• an entry alone\n"
        "• <b>bold</b>\n"
        "\n"
        "<b>How to</b>\n"
        "<i>in one line</i>\n"
        "<code>/feeds add https://a.example/rss</code> – adds a feed\n"
        "<blockquote expandable>It rained. <b>He left &lt;early&gt;.</b> Nobody saw him.</blockquote>\n"
        f"[1] Harbour Wire: {link}Ferry line to close</a>, 11 May 2025"
    )
    assert "It rained. »He left <early>.« Nobody saw him." in page.plain
    assert "<b>" not in page.plain


def test_a_reply_on_slack() -> None:
    (page,) = pages(*BLOCKS, platform="slack")
    check_slack(SlackMessage(page.text, page.blocks), SlackBudget())
    blocks: Any = page.blocks
    assert blocks[0]["text"]["text"] == "Feeds &lt;here&gt;"
    note, entries = blocks[1]["elements"]
    assert note["elements"] == [
        {"type": "text", "text": "Two feeds & no more. Try /feeds, not @harbour or /unknown."}
    ]
    assert [item["elements"] for item in entries["elements"]] == [
        [
            {"type": "link", "url": LINK, "text": "Harbour <Wire>"},
            {"type": "text", "text": " – checked at 08:00"},
            {"type": "text", "text": " · fails · slow", "style": {"italic": True}},
        ],
        [{"type": "text", "text": "an entry alone"}],
        [{"type": "text", "text": "bold", "style": {"bold": True}}],
    ]
    how, quote, source = blocks[2]["elements"]
    assert {"type": "text", "text": "/feeds add https://a.example/rss", "style": {"code": True}} in how[
        "elements"
    ]
    assert quote == {
        "type": "rich_text_quote",
        "elements": [
            {"type": "text", "text": "It rained. "},
            {"type": "text", "text": "He left <early>.", "style": {"bold": True}},
            {"type": "text", "text": " Nobody saw him."},
        ],
    }
    assert source["elements"][1] == {"type": "link", "url": LINK, "text": "Ferry line to close"}
    assert "• Harbour &lt;Wire&gt; – checked at 08:00 · fails · slow" in page.text


def test_what_a_feed_calls_itself_is_no_command() -> None:
    """Only lines of the bot's own can be tapped."""
    (page,) = pages(Line("/forget", head="/forget me"), Heading("/forget"), platform="telegram")
    assert "/\u2060forget" in page.text
    assert "/forget" not in page.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("“Ask press@harbour.example,” he said", "“Ask press@harbour.example,” he said"),
        ("for <b>the harbour</b> and 1/2", "for <b>the harbour</b> and 1/2"),
        ("“@everyone, (@you) and /forget”", "“@\u2060everyone, (@\u2060you) and /\u2060forget”"),
    ],
)
def test_only_what_telegram_would_take_for_a_mention_or_a_command_gets_a_mark(said: str, shown: str) -> None:
    """A quotation is word for word what the source holds."""
    (page,) = pages(Line(said), platform="telegram")
    assert page.text == f"• {html.escape(shown, quote=False)}"


def test_every_command_can_be_tapped() -> None:
    known = {name for family in FAMILIES for c in family.commands for name in (c.name, *c.aliases)}
    assert {name for name in known if name.isascii()} - COMMANDS == set()


def test_bad_links_and_empty_blocks_are_left_out() -> None:
    """Scripts never become links; a block of nothing is none."""
    blocks = (
        Line("words", url="javascript:alert(1)"),
        Line(head="\u200b", labels=("only a label",)),
        *(Note("\u2060"), Title(""), Heading(""), Example(" "), Passage(""), Line("")),
    )
    (page,) = pages(*blocks, platform="telegram")
    assert page.text == "• words\n• only a label"
    assert pages(Note(""), platform="slack") == pages(platform="telegram") == pages(platform="console") == ()


def test_an_unknown_platform_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="no platform 'fax'"):
        pages(Note("x"), platform="fax")


def test_a_page_that_goes_on_is_marked_in_the_readers_language() -> None:
    lines = [Line(f"{n} " + "word " * 100) for n in range(20)]
    found = reply_pages((Heading("Стрічки"), *lines), platform="telegram", language="uk")
    assert len(found) > 2
    assert all(page.text.startswith("<b>Стрічки</b> (продовження)\n• ") for page in found[1:])


texts = strategies.texts
blocks = st.one_of(
    st.builds(Title, texts),
    st.builds(Heading, texts, texts),
    st.builds(Note, texts),
    st.builds(Line, texts, texts, strategies.urls, st.lists(texts, max_size=7).map(tuple)),
    st.builds(Example, texts, texts),
    st.builds(Passage, texts, texts, texts),
    st.builds(SourceEntry, st.builds(Reference, st.integers(1, 99), strategies.urls), texts, texts),
)
long = st.builds(Note, texts.map(lambda t: f"{t} " * 200)) | st.builds(
    Passage, texts.map(lambda t: f"{t} & " * 300), texts, texts
)


def shown(block: Block) -> list[str]:
    """What must be readable of a block, in words that no page break divides."""
    match block:
        case Title(text):
            return clip(clean(text), 200).split()
        case Heading(name, role):
            return [*clip(clean(name), 150).split(), *clip(clean(role), 150).split()]
        case Line(text, head):
            return [*clip(clean(head), 150).split(), *clean(text).split()]
        case Passage(text, before, after):
            return [*clean(before).split(), *clean(text).split(), *clean(after).split()] if clean(text) else []
        case Note(text):
            return clean(text).split()
        case _:
            return []


@quick
@given(st.lists(blocks | long, max_size=12), st.sampled_from(["en", "uk", "de", "es"]))
def test_any_reply_keeps_every_limit_and_every_word(found: list[Block], language: str) -> None:
    """Parsed as Telegram would, and as Slack would, in any language."""
    wanted = [word for block in found for word in shown(block)]
    read = ""
    for page in reply_pages(found, platform="telegram", language=language):
        text, markup = parse(page.text)
        assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096
        assert len(markup) <= 90
        assert text.strip()
        read += text.replace("\u2060", "")
    assert in_order(wanted, read)
    read = ""
    for page in reply_pages(found, platform="slack", language=language):
        check_slack(SlackMessage(page.text, page.blocks), SlackBudget(max_blocks=30))
        read += html.unescape(page.text)
    assert in_order(wanted, read)


def in_order(words: list[str], text: str) -> bool:
    at = 0
    for word in words:
        at = text.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True


rows = st.lists(
    st.lists(st.builds(Button, texts, st.just("ev:123456"), st.booleans()), max_size=30), max_size=30
)


@quick
@given(rows)
def test_any_buttons_keep_the_limits(found: list[list[Button]]) -> None:
    """Feeds' and actors' names stand on them."""
    telegram = telegram_rows(found)
    assert sum(map(len, telegram)) == min(100, sum(map(len, found)))
    for row in telegram:
        assert 1 <= len(row) <= 8
        assert all(
            b["label"].strip() and len(b["label"]) <= 40 and b["label"] == clean(b["label"]) for b in row
        )
    actions = slack_actions(found)
    if actions:
        check_slack(SlackMessage("x", tuple(actions)), SlackBudget(max_chars=20_000))


def test_what_cannot_be_undone_looks_so() -> None:
    """On Slack; Telegram has no colours."""
    (block,) = slack_actions([[Button("Forget everything <now>", "forget", weighty=True)]])
    assert block == {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Forget everything &lt;now&gt;", "emoji": False},
                "action_id": "press:0",
                "value": "forget",
                "style": "danger",
            }
        ],
    }
    assert telegram_rows([[Button("\u202e<b>", "x")]]) == [[{"label": "<b>", "data": "x"}]]
    assert telegram_rows([[Button("", "x")], []]) == [[{"label": "…", "data": "x"}]]
