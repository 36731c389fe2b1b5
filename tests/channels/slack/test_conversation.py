"""Conversation itself on a strict Slack: forms, the App Home and permissions, from the command to the store."""

from __future__ import annotations

import json

from bot.channels.slack.heard import COMMANDS
from bot.talk.commands import FAMILIES
from newsdesk.model import Address
from newsdesk.store.memory import MemoryStore
from tests.bot.talk.asking import Chat

from .playing import play, until


def test_every_command_of_conversation_is_a_word_of_the_slash_command():
    names = {name for family in FAMILIES for c in family.commands for name in (c.name, *c.aliases)}
    assert names <= COMMANDS


def test_a_channel_is_subscribed_by_form_and_the_home_tab_shows_it():
    chat = Chat(MemoryStore())

    async def work(server, _listener):
        await server.open_home("U1")
        await until(lambda: server.home("U1"))
        assert "18:30" not in server.home("U1").words
        await server.slash("C1", "U1", "subscribe")
        view = await server.view("U1")
        wrong = await server.submit_view(view, {"zone": "Nowhere"})
        assert wrong.body["response_action"] == "errors"
        assert chat.store.subscriptions.of() == []
        right = await server.submit_view(view, {"zone": "Europe/Kyiv", "when": "08:00, 18:30"})
        assert (right.acked, right.body) == (True, None)
        await until(chat.store.subscriptions.of)
        found = chat.store.channels.find(Address("slack", "C1"))
        assert found is not None
        assert chat.store.subscriptions.of(found.id)[0].schedule.zone == "Europe/Kyiv"
        await server.expect("C1", "08:00")
        # The home tab that was open already is brought up to date.
        await until(lambda: "18:30" in server.home("U1").words)
        # Somebody who manages nothing sees nothing of it.
        await server.open_home("U2")
        await until(lambda: server.home("U2"))
        assert "18:30" not in server.home("U2").words

    play(work, chat.talk, store=chat.store)


def test_who_does_not_manage_a_channel_changes_nothing_by_command_form_or_button():
    chat = Chat(MemoryStore())

    async def work(server, _listener):
        await server.slash("C1", "U2", "subscribe weekdays 08:00 Europe/Kyiv")
        await until(lambda: server.hidden("U2"))
        await server.slash("C1", "U1", "settings")
        view = await server.view("U1")
        refused = await server.submit_view(view, {}, "U2")
        assert refused.body["response_action"] == "errors"
        assert chat.store.subscriptions.of() == []
        assert chat.store.channels.find(Address("slack", "C1")) is None

    play(work, chat.talk, store=chat.store)


def test_a_form_about_a_channel_that_was_changed_on_its_way_is_judged_by_that_channel():
    """The channel in a form comes back from the client, so whoever sends it must manage that one."""
    chat = Chat(MemoryStore())

    async def work(server, _listener):
        server.channel("C5", "theirs", creator="U2")
        await server.slash("C1", "U1", "subscribe")
        view = await server.view("U1")
        refused = await server.submit_view(view, {"where": "C5"})
        assert refused.body["response_action"] == "errors"
        about = json.loads(view.body["private_metadata"])
        view.body["private_metadata"] = json.dumps({**about, "chat": "C5"})
        refused = await server.submit_view(view, {"where": "C5"})
        assert refused.body["response_action"] == "errors"
        assert chat.store.subscriptions.of() == []

    play(work, chat.talk, store=chat.store)
