"""What hangs on the parts of a brief, and how Slack's threads are made."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.render.desk import DeskRenderer
from bot.render.slack import SlackBudget, SlackMessage
from newsdesk.model import DeliveryKind, FailingFeed, Layout
from summarizer.model import ActorId, Brief, Coverage, Section

from .samples import BRIEF, CHANGED, MAYOR, PORT, SAID
from .telegram_html import parse
from .test_properties import check_slack, slack_bullets

MORE = replace(BRIEF, coverage=replace(BRIEF.coverage, left_out=3))
render = DeskRenderer()


def bodies(brief: Brief, platform: str, **options: Any) -> list[Any]:
    options = {"language": "en", **options}
    return [json.loads(m.body) for m in render.brief(brief, platform=platform, **options)]


def buttons(body: Any) -> list[list[tuple[str, str]]]:
    """Rows of (label, data) on either platform."""
    if "blocks" not in body:
        return [[(b["label"], b["data"]) for b in row] for row in body["buttons"]]
    rows = [b["elements"] for b in body["blocks"] if b["type"] == "actions"]
    return [[(b["text"]["text"], b["value"]) for b in row] for row in rows]


def threads(brief: Brief, **options: Any) -> list[SlackMessage]:
    """The messages, each within the limits, those below the first marked as such."""
    found = bodies(brief, "slack", layout=Layout.THREADS, **options)
    assert [b.get("thread", False) for b in found] == [False] + [True] * (len(found) - 1)
    messages = [SlackMessage(b["text"], tuple(b["blocks"])) for b in found]
    for body, message in zip(found, messages, strict=True):
        check_slack(message, SlackBudget())
        assert (body["unfurl_links"], body["unfurl_media"], body["mrkdwn"]) == (False, False, False)
    return messages


def test_a_brief_on_telegram_has_its_buttons() -> None:
    """Evidence, More when bullets were left out, Ask; and whoever is in it can be asked for."""
    (body,) = bodies(MORE, "telegram")
    assert buttons(body) == [
        [("Evidence", "ev:$"), ("More", "more:$"), ("Ask", "askme:$")],
        [("Ada Holm", "actor:$:0"), ("Port & Pier <Union>", "actor:$:1")],
    ]
    (body,) = bodies(BRIEF, "telegram", language="uk")
    assert buttons(body)[0] == [("Докази", "ev:$"), ("Запитати", "askme:$")]


def test_an_actors_button_names_the_section_of_the_brief() -> None:
    """Sections without bullets are not shown and still count."""
    empty = Section(replace(MAYOR, id=ActorId("~x")), "", ())
    brief = replace(BRIEF, sections=(empty, *BRIEF.sections))
    (body,) = bodies(brief, "telegram")
    assert buttons(body)[1] == [("Ada Holm", "actor:$:1"), ("Port & Pier <Union>", "actor:$:2")]


def test_three_actors_at_most_have_a_button() -> None:
    sections = tuple(
        Section(replace(MAYOR, id=ActorId(f"~{n}"), name=f"Name {n} " * 9), "", (SAID,)) for n in range(5)
    )
    (body,) = bodies(Brief(sections, Coverage(), BRIEF.articles), "telegram")
    labels, data = zip(*buttons(body)[1], strict=True)
    assert data == ("actor:$:0", "actor:$:1", "actor:$:2")
    assert labels[0] == "Name 0 Name 0 Name 0 Name 0 N…"


def test_a_brief_without_bullets_can_only_be_asked_about() -> None:
    (body,) = bodies(Brief((), Coverage()), "telegram")
    assert buttons(body) == [[("Ask", "askme:$")]]


def test_every_part_with_bullets_has_evidence_and_the_last_the_rest() -> None:
    many = tuple(replace(SAID, text=f"{n} " + "word " * 150) for n in range(12))
    brief = Brief((Section(MAYOR, "", many),), Coverage(), BRIEF.articles)
    found = bodies(brief, "telegram")
    assert len(found) > 2
    assert [buttons(b) for b in found[:-1]] == [[[("Evidence", "ev:$")]]] * (len(found) - 1)
    assert buttons(found[-1])[0][-1] == ("Ask", "askme:$")


@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_an_alert_has_evidence_and_ask(platform: str) -> None:
    """And is one message, however its channel wants its briefs."""
    (body,) = bodies(MORE, platform, kind=DeliveryKind.ALERT, layout=Layout.THREADS)
    assert buttons(body) == [[("Evidence", "ev:$"), ("Ask", "askme:$")]]
    assert "thread" not in body


def test_a_single_message_on_slack_has_everything() -> None:
    (body,) = bodies(MORE, "slack", layout=Layout.SINGLE)
    assert "thread" not in body
    assert [[data for _, data in row] for row in buttons(body)] == [
        ["ev:$", "more:$", "askme:$"],
        ["actor:$:0", "actor:$:1"],
    ]


def test_threads_have_a_short_parent_and_a_reply_for_each_actor() -> None:
    """The parent says what was read and who is in it; each reply has its own sources."""
    parent, mayor, port = threads(MORE)
    assert parent.text == (
        "News brief\n"
        "3 articles, 1 outlet, 9 statements\n"
        "▸ marks an action rather than a statement.\n"
        "• Ada Holm – 3 points\n"
        "• Port &amp; Pier &lt;Union&gt; – 1 point"
    )
    assert mayor.text.startswith("Ada Holm, Mayor of Eastport\n• Promised that no pier")
    assert mayor.text.endswith(
        "Sources\n[1] Harbour Wire: Ferry line to close in June, 11 May 2025\n[2] council minutes.txt"
    )
    assert port.text == (
        "Port &amp; Pier &lt;Union&gt;\n• Warned @harbour of a strike *soon* [1] · repeated\n"
        "Sources\n[1] Harbour Wire: Ferry line to close in June, 11 May 2025"
    )
    assert [line for m in (mayor, port) for _, line in slack_bullets(m)][3:] == [
        "• Warned @harbour of a strike *soon* [1] · repeated"
    ]


def test_threads_have_their_buttons_where_they_belong() -> None:
    parent, mayor, port = bodies(MORE, "slack", layout=Layout.THREADS)
    assert [[data for _, data in row] for row in buttons(parent)] == [
        ["more:$", "askme:$"],
        ["actor:$:0", "actor:$:1"],
    ]
    assert buttons(mayor) == buttons(port) == [[("Evidence", "ev:$")]]


def test_messages_of_threads_know_their_bullets() -> None:
    """So that a correction finds them; the parent has none and is never edited."""
    found = render.brief(BRIEF, platform="slack", language="en")
    assert [m.bullets for m in found] == [(), (0, 1, 2), (3,)]
    changed = render.brief(BRIEF, platform="slack", language="en", withdrawn=frozenset({3}))
    assert [a == b for a, b in zip(found, changed, strict=True)] == [True, True, False]
    assert "Corrected: a source was changed" in changed[2].body
    assert "Withdrawn: the source no longer says this." in changed[2].body


def test_a_late_brief_says_so_in_the_parent_alone() -> None:
    late = datetime(2025, 5, 11, 22, 30, tzinfo=UTC)
    parent, *below = threads(BRIEF, late_since=late, zone="Europe/Vienna")
    assert "Due at 00:30 on 12 May 2025; Newsdesk could not send it then." in parent.text
    assert not any("Due at" in m.text for m in below)


def test_a_crowd_has_a_parent_that_stays_short() -> None:
    """Forty actors: forty replies, twelve names above."""
    sections = tuple(
        Section(replace(PORT, id=ActorId(f"~{n}"), name=f"Name {n} " + "&<>" * 99), "", (CHANGED,))
        for n in range(40)
    )
    parent, *below = threads(Brief(sections, Coverage(), BRIEF.articles))
    assert len(below) == 40
    assert parent.text.count("• ") == 12
    assert parent.text.endswith("and 28 more")


def test_an_actor_with_too_much_for_one_reply_gets_several() -> None:
    """Whole bullets only, and every one under the name."""
    many = tuple(replace(SAID, text=f"{n} " + "word " * 180, outlets=1) for n in range(12))
    _, *below = threads(Brief((Section(MAYOR, "", many),), Coverage(), BRIEF.articles))
    assert len(below) > 2
    found = [pair for m in below for pair in slack_bullets(m)]
    assert [name for name, _ in found] == ["Ada Holm"] * 12
    assert [line for _, line in found] == [f"• {b.text.strip()} [1]" for b in many]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", "Огляд новин|3 статті, 1 видання, 9 заяв|3 пункти|Джерела|2 видання|змінено"),
        ("de", "Nachrichtenüberblick|3 Artikel, 1 Medium, 9 Aussagen|3 Punkte|Quellen|2 Medien|geändert"),
        ("es", "Resumen de noticias|3 artículos, 1 medio, 9 declaraciones|3 puntos|Fuentes|2 medios|cambiado"),
    ],
)
def test_a_brief_speaks_its_channels_language(language: str, expected: str) -> None:
    """All of it but the bullets, the names and the headlines."""
    text = "\n".join(m.text for m in threads(BRIEF, language=language))
    assert [words for words in expected.split("|") if words not in text] == []
    english = ("News brief", "article", "outlet", "Sources", "changed", "repeated", "May")
    assert [words for words in english if words in text.replace("Mayor", "")] == []


def test_failing_feeds_are_told_of_in_the_channels_language() -> None:
    """Gone ones are not tried again; a feed's title is no markup."""
    since = datetime(2026, 3, 2, 12, tzinfo=UTC)
    feeds = [
        FailingFeed("<b>A & co", "Status 404.", since),
        FailingFeed("B", "Status 410.", since, gone=True),
    ]
    note = json.loads(render.failing(feeds, platform="telegram", language="de").body)["text"]
    assert parse(note).text == (
        "2 Feeds bringen nichts. <b>A & co, seit 2. März 2026, 12:00 (UTC): Status 404. "
        "B gibt es nicht mehr: Status 410. Die übrigen werden weiter versucht, aber seltener."
    )
    one = render.failing(feeds[1:], platform="console", language="en").body
    assert one == "The feed B is gone: Status 410. It is not checked any more."
    assert render.nothing_new(platform="console", language="es").body == "Nada nuevo desde el último resumen."
