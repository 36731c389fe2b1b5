"""The desk's renderer: which bullets stand in which part, late and corrected parts, alerts and notes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render.desk import DeskRenderer
from bot.render.slack import SlackBudget, SlackMessage
from newsdesk.model import DeliveryKind, Layout, Message
from summarizer.model import Actor, ActorId, ActorKind, Brief, Bullet, Coverage, Section

from . import strategies
from .samples import BRIEF, MAYOR, SAID, cite
from .telegram_html import parse
from .test_properties import check_slack

PLATFORMS = ("console", "telegram", "slack")
quick = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
render = DeskRenderer()


def parts(brief: Brief, platform: str, **options: Any) -> tuple[Message, ...]:
    return render.brief(brief, platform=platform, language="en", **options)


def shown(message: Message, platform: str) -> str:
    """The words that a reader sees."""
    if platform == "telegram":
        return parse(json.loads(message.body)["text"]).text
    return json.loads(message.body)["text"] if platform == "slack" else message.body


def keeps_limits(message: Message, platform: str) -> None:
    if platform == "telegram":
        text, markup = parse(json.loads(message.body)["text"])
        assert len(text.encode("utf-16-le")) // 2 <= 4096
        assert len(markup) <= 90
    elif platform == "slack":
        body = json.loads(message.body)
        check_slack(SlackMessage(body["text"], tuple(body["blocks"])), SlackBudget())


def test_late_brief_says_when_it_was_due_in_the_readers_zone() -> None:
    """The minute was missed because of a restart: the brief comes once, and says so."""
    (message,) = parts(
        BRIEF, "console", late_since=datetime(2025, 5, 11, 22, 30, tzinfo=UTC), zone="Europe/Vienna"
    )
    line = "Due at 00:30 on 12 May 2025; Newsdesk could not send it then."
    assert line in message.body.replace("\n", " ")
    assert "Due at" not in parts(BRIEF, "console")[0].body


def test_bullets_are_numbered_in_reading_order() -> None:
    """So that a correction finds them."""
    assert [m.bullets for m in parts(BRIEF, "telegram")] == [(0, 1, 2, 3)]


@pytest.mark.parametrize(
    ("platform", "struck"),
    [
        ("console", '~~Now calls the plan "a bad joke"~~ [2][1]'),
        ("telegram", "<s>Now calls the plan &quot;a bad joke&quot;</s>"),
        ("slack", '{"type": "text", "text": "Now calls the plan \\"a bad joke\\"", "style": {"strike": true}}'),
    ],
)
def test_a_withdrawn_bullet_is_struck_out_and_the_message_marked_corrected(platform: str, struck: str) -> None:
    """The reader sees what was said, and that it is withdrawn; the other bullets stay as they were."""
    (message,) = parts(BRIEF, platform, withdrawn=frozenset({1}), layout=Layout.SINGLE)
    assert struck in (json.loads(message.body)["text"] if platform == "telegram" else message.body)
    words = " ".join(shown(message, platform).split())
    assert words.count("Withdrawn: the source no longer says this.") == 1
    assert words.count("Corrected: a source was changed after this was written.") == 1
    assert "Promised that no pier would be sold before the council had voted [1] · 2 outlets" in words


def test_an_alert_says_what_it_is() -> None:
    """A title of its own, and why it comes, in place of the figures of a brief."""
    alert = Brief((Section(MAYOR, "Mayor of Eastport", (SAID,)),), Coverage(articles=1), BRIEF.articles)
    (message,) = parts(alert, "console", kind=DeliveryKind.ALERT)
    assert message.body.startswith("New statement\nAn alert of somebody whom this channel follows.\n")


def test_notes_are_escaped_and_on_one_line() -> None:
    """What a feed calls itself is no markup."""
    note = render.note("Feed <b>x\nfails & waits", platform="telegram")
    assert note == Message('{"text": "Feed &lt;b&gt;x fails &amp; waits", "buttons": []}')
    assert render.nothing_new(platform="console", language="xx").body == "Nothing new since the last brief."
    assert json.loads(render.note("a <!channel>", platform="slack").body)["text"] == "a &lt;!channel&gt;"


def test_an_unknown_platform_is_an_error_of_ours() -> None:
    """No message is better than one in the wrong markup."""
    with pytest.raises(ValueError, match="no platform 'fax'"):
        parts(BRIEF, "fax")


def test_long_text_truncated_not_continued() -> None:
    """Three thousand words in one bullet: every word arrives, in parts that all know their bullet."""
    long = Bullet(" ".join(f"w{n}" for n in range(3000)), MAYOR, SAID.act, (cite(1),))
    brief = Brief((Section(MAYOR, "", (long, SAID)),), Coverage(), BRIEF.articles)
    messages = parts(brief, "telegram")
    text = " ".join(shown(m, "telegram") for m in messages)
    assert [f"w{n}" for n in range(3000) if f"w{n}" not in text.split()] == []
    assert [m.bullets for m in messages] == [(), *[(0,)] * (len(messages) - 2), (0, 1)]


def crowd(brief: Brief, copies: int) -> Brief:
    """The brief's bullets under many names."""
    found = tuple(b for s in brief.sections for b in s.bullets)
    sections = tuple(
        Section(Actor(ActorId(f"~{n}"), f"Actor {n}", ActorKind.PERSON), "Role", found) for n in range(copies)
    )
    return Brief(sections if found else (), brief.coverage, brief.articles)


@quick
@given(strategies.briefs(max_sections=2), st.integers(1, 15), st.data())
@pytest.mark.parametrize(
    ("platform", "layout"), [*((p, Layout.SINGLE) for p in PLATFORMS), ("slack", Layout.THREADS)]
)
def test_late_or_corrected_parts_hold_the_same_bullets(
    platform: str, layout: Layout, few: Brief, copies: int, data
) -> None:
    """Every bullet stands in a part; parts are the same however they are rendered, and keep every limit."""
    brief = crowd(few, copies)
    total = sum(len(s.bullets) for s in brief.sections)
    withdrawn = frozenset(data.draw(st.sets(st.integers(0, max(0, total - 1)))) if total else ())
    plain = parts(brief, platform, layout=layout)
    assert sorted({n for m in plain for n in m.bullets}) == [*range(total)]
    for options in (
        {"late_since": datetime(2025, 9, 30, 12, 30, tzinfo=UTC)},
        {"withdrawn": withdrawn},
        {"withdrawn": frozenset(range(total)), "late_since": datetime(2025, 9, 30, 12, 30, tzinfo=UTC)},
    ):
        again = parts(brief, platform, layout=layout, **options)
        assert [m.bullets for m in again] == [m.bullets for m in plain]
        for message in again:
            keeps_limits(message, platform)
    changed = parts(brief, platform, withdrawn=withdrawn, layout=layout)
    for before, after in zip(plain, changed, strict=True):
        assert (before == after) == (not withdrawn.intersection(before.bullets))
