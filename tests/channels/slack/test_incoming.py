"""What Slack's payloads mean, without a server."""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.channels.slack.heard import COMMANDS, SUMMARISE, message_heard, split_command
from bot.channels.slack.incoming import (
    EVENTS,
    MORE_EVENTS,
    HomeOpened,
    Revoked,
    chat_of,
    hook_of,
    key_of,
    meaning,
)
from bot.channels.slack.markup import decode, links_of
from bot.channels.slack.modals import errors_of, target_of
from bot.channels.slack.redaction import Redaction, careful_logger, struck
from bot.talk.model import PlaceKind

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BOT = "U0BOT"
MANIFEST = Path(__file__).parents[3] / "bot" / "channels" / "slack" / "manifest.yaml"


def message(text="hello", **more):
    base = {"type": "message", "user": "U1", "ts": "1700000000.000100", "text": text, "channel": "D1"}
    return message_heard({**base, **more}, "Ev1", now=NOW, bot=BOT, joined=more.pop("joined", False))


@pytest.mark.parametrize(
    ("written", "text", "links"),
    [
        ("a &amp; b &lt;c&gt; &amp;lt;", "a & b <c> &lt;", ()),
        ("<@U0BOT> hi <@U2> and <@U3|ann>", "hi @U2 and @ann", ()),
        ("in <#C1|news> or <#C2> or <#C3|>", "in #news or <#C2> or <#C3>", ()),
        ("<!channel> <!here|here> <!subteam^S1|@desk>", "@channel here @desk", ()),
        ("<https://a.org/x?p=1&amp;q=2>", "https://a.org/x?p=1&q=2", ("https://a.org/x?p=1&q=2",)),
        ("<http://a.org|a.org> said", "http://a.org said", ("http://a.org",)),
        ("read <https://a.org/x|this page>", "read this page", ("https://a.org/x",)),
        ("feeds add https://a.org/feed.", "feeds add https://a.org/feed.", ("https://a.org/feed",)),
        ("<mailto:a@b.org|a@b.org>", "a@b.org", ()),
        ("<https://a.org> <https://a.org>", "https://a.org https://a.org", ("https://a.org",)),
        ("1 < 2 and <", "1 < 2 and <", ()),
    ],
)
def test_slacks_marks_are_decoded(written, text, links):
    found = decode(written, bot=BOT)
    assert (found.text, found.links) == (text, links)


def test_links_are_found_in_blocks_and_in_what_is_shared():
    rich = {"type": "rich_text", "elements": [{"elements": [{"type": "link", "url": "https://b.org"}]}]}
    shared = {"from_url": "https://c.org", "title_link": "https://c.org", "image_url": "https://no.org"}
    body = {"text": "<https://a.org>", "blocks": [rich], "attachments": [shared]}
    assert links_of(body) == ("https://a.org", "https://b.org", "https://c.org")


@pytest.mark.parametrize(
    ("typed", "command", "text"),
    [
        ("Subscribe weekdays 08:00", "subscribe", "weekdays 08:00"),
        ("summarise https://a.org", "summarize", "https://a.org"),
        ("what did Ada say?", "", "what did Ada say?"),
        ("/brief", "brief", ""),
    ],
)
def test_the_first_word_of_the_slash_command_is_the_command(typed, command, text):
    assert split_command(typed) == (command, text)


def test_the_slash_command_alone_is_help():
    body = {"command": "/newsdesk", "text": "", "channel_id": "C1", "user_id": "U1", "trigger_id": "1.2.x"}
    assert meaning(body, now=NOW).command == "help"


@pytest.mark.parametrize(
    ("typed", "command", "text"),
    [
        ("subscrbe", "subscrbe", ""),
        ("Subscrbe daily 08:00", "subscrbe", "daily 08:00"),
        ("setings zone Kyiv", "setings", "zone Kyiv"),
        ("Merz", "", "Merz"),
        ("Starmer on NATO", "", "Starmer on NATO"),
        ("feds say what", "", "feds say what"),
    ],
)
def test_a_slip_of_the_pen_behind_the_slash_command_is_no_question(typed, command, text):
    body = {"command": "/newsdesk", "text": typed, "channel_id": "C1", "user_id": "U1", "trigger_id": "1.2.x"}
    heard = meaning(body, now=NOW)
    assert (heard.command, heard.text) == (command, text)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"bot_id": "B1"}, "another bot"),
        ({"user": BOT}, "the bot itself"),
        ({"subtype": "message_changed"}, "an edit"),
        ({"subtype": "message_deleted"}, "a deletion"),
        ({"subtype": "bot_message"}, "another bot"),
        ({"subtype": "channel_join"}, "no words"),
        ({"channel": "C1"}, "talk in a channel"),
        ({"channel": "C1", "text": "<@U0BOT> hi", "thread_ts": "1.1"}, "comes as app_mention"),
        ({"user": ""}, "nobody"),
    ],
)
def test_what_is_not_said_to_the_bot_is_left_out(more, why):
    assert message(**more) is None, why


def test_files_come_with_the_message():
    file = {
        "name": "a.pdf",
        "mimetype": "application/pdf",
        "size": 12,
        "url_private": "https://files.slack.com/a",
    }
    heard = message("", subtype="file_share", files=[file, {"mode": "tombstone"}])
    assert heard.command == "summarize"
    assert [(f.ref, f.name, f.mime, f.size) for f in heard.files] == [
        ("https://files.slack.com/a", "a.pdf", "application/pdf", 12)
    ]


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("Follow up on NATO?", "", "Follow up on NATO?"),
        ("follow the money: what did NATO say", "", "follow the money: what did NATO say"),
        ("brief Zelenskyy", "brief", "Zelenskyy"),
        ("brief Zelenskyy since Monday", "brief", "Zelenskyy since Monday"),
        ("Brief statements by Trump on NATO?", "", "Brief statements by Trump on NATO?"),
        ("subscribe daily 08:00", "subscribe", "daily 08:00"),
        ("Subscribe weekdays 8:00 and 18:30 Europe/Kyiv", "subscribe", "weekdays 8:00 and 18:30 Europe/Kyiv"),
        ("subscribe me to what Trump says", "", "subscribe me to what Trump says"),
        ("unsubscribe", "unsubscribe", ""),
        ("settings zone Kyiv", "settings", "zone Kyiv"),
        ("settings of the talks", "", "settings of the talks"),
        ("feeds add <https://a.org/rss>", "feeds", "add https://a.org/rss"),
        ("Follow Putin, Olaf Scholz", "follow", "Putin, Olaf Scholz"),
        ("follow NATO alert", "follow", "NATO alert"),
        ("mute Putin", "mute", "Putin"),
        ("mute WHO", "mute", "WHO"),
        ("said NATO ceasefire since Tuesday", "said", "NATO ceasefire since Tuesday"),
        ("Said Trump anything about NATO?", "", "Said Trump anything about NATO?"),
        ("ask what did Merz say?", "ask", "what did Merz say?"),
        ("evidence 2", "evidence", "2"),
        ("Evidence of war crimes", "", "Evidence of war crimes"),
        ("merge Putin = Vladimir Putin", "merge", "Putin = Vladimir Putin"),
        ("Split in the coalition", "", "Split in the coalition"),
        ("help subscribe", "help", "subscribe"),
        ("Help me find what Trump said", "", "Help me find what Trump said"),
        ("Status of the talks", "", "Status of the talks"),
        ("settings", "settings", ""),
        ("Help", "help", ""),
        ("/newsdesk feeds list", "feeds", "list"),
        ("summarise <https://a.org>", "summarize", "https://a.org"),
        ("mute", "mute", ""),
    ],
)
def test_messages_are_questions_but_for_what_is_unmistakably_a_command(text, command, rest):
    heard = message(text)
    assert (heard.command, heard.text) == (command, rest)


def test_in_a_thread_a_wish_needs_the_mention_as_people_talk_there_too():
    talk = message("mute Putin", channel="C1", thread_ts="1.1", parent_user_id=BOT)
    assert (talk.command, talk.text) == ("", "mute Putin")
    asked = message("<@U0BOT> mute Putin", channel="C1", thread_ts="1.1", type="app_mention")
    assert (asked.command, asked.text) == ("mute", "Putin")


def test_a_reply_in_a_thread_knows_whose_thread_it_is():
    reply = {"channel": "C1", "thread_ts": "1.1", "text": "and NATO?"}
    assert message(**reply).addressed is False
    heard = message(**reply, parent_user_id=BOT)
    assert (heard.addressed, heard.replied_to.message, heard.replied_to.own) == (True, "1.1", True)
    assert (heard.place.address.thread, heard.place.kind) == ("1.1", PlaceKind.GROUP)


def press(**more):
    base = {
        "type": "block_actions",
        "user": {"id": "U1", "username": "ann"},
        "trigger_id": "7.8.x",
        "response_url": "https://hooks.slack.com/actions/x",
        "container": {"type": "message", "message_ts": "5.5", "channel_id": "C1", "is_ephemeral": False},
        "channel": {"id": "C1", "name": "news"},
        "actions": [{"type": "button", "action_id": "press:0", "value": "bv:123", "action_ts": "6.6"}],
    }
    return {**base, **more}


def test_a_button_knows_its_message_its_thread_and_who_pressed():
    found = meaning(press(), now=NOW)
    assert (found.data, found.message, found.by.id, found.place.address.thread) == (
        "bv:123",
        "5.5",
        "U1",
        "5.5",
    )
    assert key_of(press()) == "block_actions:7.8.x"
    below = press(container={"type": "message", "message_ts": "5.5", "channel_id": "C1", "thread_ts": "4.4"})
    assert hook_of(meaning(below, now=NOW)).thread == "4.4"


def test_a_choice_carries_its_value_and_links_and_fields_of_forms_nothing():
    chosen = {"type": "static_select", "selected_option": {"value": "z:2"}, "action_ts": "6.6"}
    assert meaning(press(actions=[chosen]), now=NOW).data == "z:2"
    assert (
        meaning(press(actions=[{"type": "button", "url": "https://a.org", "action_ts": "6"}]), now=NOW) is None
    )
    assert meaning(press(view={"type": "modal", "id": "V1"}), now=NOW) is None


def test_forged_hooks_and_views_mean_nothing():
    from dataclasses import replace

    found = meaning(press(), now=NOW)
    for forged in ("[]", "no json", "3"):
        assert hook_of(replace(found, callback=forged)).thread == ""
    for data in ("", "[]", '{"form": "subscribe"}', "{", '{"form":1,"chat":2,"thread":3,"kind":4,"title":5}'):
        assert target_of({"callback_id": "newsdesk", "private_metadata": data}) is None
    assert (
        meaning({"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "x"}}, now=NOW)
        is None
    )


def test_errors_stand_at_fields_that_the_form_has():
    view = {"blocks": [{"type": "input", "block_id": "zone"}, {"type": "input", "block_id": "when"}]}
    assert errors_of(view, {"when": "a", "feeds": "b", "": "c"}) == {"when": "a", "zone": "b c"}
    assert errors_of({"blocks": []}, {"when": "a"}) == {}


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}, HomeOpened),
        ({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}, type(None)),
        ({"type": "app_uninstalled"}, Revoked),
        ({"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}, Revoked),
        ({"type": "reaction_added"}, type(None)),
    ],
)
def test_other_events(event, kind):
    body = {"type": "event_callback", "event_id": "Ev1", "event": event}
    assert isinstance(meaning(body, now=NOW, bot=BOT), kind)


def test_payloads_of_a_chat_are_put_in_order_by_its_id():
    assert chat_of(press()) == "C1"
    assert chat_of({"event": {"channel": "D1"}}) == "D1"
    assert chat_of({"command": "/newsdesk", "channel_id": "C2"}) == "C2"
    assert chat_of({"type": "view_submission", "user": {"id": "U1"}}) == "U1"


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-2-abc",
        "xapp-1-A0-3-abc",
        "wss://wss.slack.com/link/?ticket=abc",
        "https://hooks.slack.com/commands/T1/2/abc",
        "v0=0123456789abcdef0123456789abcdef",
    ],
)
def test_secrets_are_struck_out_of_lines(secret):
    assert struck(f"before '{secret}' after").replace("'", "") == "before [secret] after".replace("'", "")


def test_a_librarys_line_loses_its_secrets_and_keeps_its_traceback():
    url = "wss://wss.slack.com/link/?ticket=abc-123"
    try:
        raise OSError(f"cannot open {url}")
    except OSError:
        record = logging.LogRecord("x", 40, "f", 1, "failed: %s", ("xoxb-1-2-abc",), sys.exc_info())
    assert Redaction().filter(record)
    said = logging.Formatter().format(record)
    assert said.startswith("failed: [secret]\nTraceback")
    assert "cannot open [secret]" in said
    assert careful_logger().level == logging.WARNING


def manifest():
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


def test_the_manifest_asks_for_the_events_and_permissions_that_the_bot_uses_and_no_others():
    found = manifest()
    assert set(found["settings"]["event_subscriptions"]["bot_events"]) == EVENTS
    # By method, as Slack's reference of methods says; events and shortcuts need the rest.
    code = "".join(f.read_text(encoding="utf-8") for f in Path("bot/channels/slack").resolve().glob("*.py"))
    methods = set(re.findall(r'"((?:chat|users|conversations|views|files)\.[a-zA-Z]+)"', code))
    needs = {
        "chat.postMessage": "chat:write",
        "chat.postEphemeral": "chat:write",
        "chat.update": "chat:write",
        "chat.delete": "chat:write",
        "users.info": "users:read",
        "conversations.info": "channels:read groups:read im:read",
        "conversations.list": "channels:read groups:read",
        "conversations.open": "im:write",
        "conversations.history": "",
        "conversations.replies": "",
        "views.open": "",
        "views.publish": "",
    }
    assert methods <= set(needs)
    scopes = {s for method in methods for s in needs[method].split()}
    scopes |= {"commands", "app_mentions:read", "im:history", "files:read"}
    assert set(found["oauth_config"]["scopes"]["bot"]) == scopes


def test_the_manifest_has_the_commands_and_shortcuts_that_the_bot_knows():
    features = manifest()["features"]
    assert [c["command"] for c in features["slash_commands"]] == ["/newsdesk"]
    kinds = {s["callback_id"]: s["type"] for s in features["shortcuts"]}
    assert kinds.pop(SUMMARISE) == "message"
    assert set(kinds) <= COMMANDS
    assert set(kinds.values()) == {"global"}
    assert manifest()["settings"]["socket_mode_enabled"] is True
    optional = MANIFEST.read_text(encoding="utf-8")
    assert all(f"# - {event}" in optional for event in MORE_EVENTS)
    shortest = [features["slash_commands"][0]["description"], *(s["name"] for s in features["shortcuts"])]
    assert all(len(words) <= 75 for words in shortest)
