"""Deliveries to Slack, one at a time."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.pace import SLACK, Pace
from bot.channels.slack.client import build_client, close_client
from bot.channels.slack.search import EVENT_TYPE, _among
from bot.channels.slack.sender import EDITS_HELD, LOOKS, SlackSender
from bot.channels.slack.updates import UPDATES
from newsdesk.model import Address, ChannelId, Delivery, DeliveryId, DeliveryKind, Message
from newsdesk.ports import Gone, NotTaken, Sent, Unknown
from tests.pacing import faster
from tests.servers.slack import BOT_TOKEN, Fate, SlackServer

MADE_AT = datetime.now(UTC)
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Holm said it."}]}],
}
BUTTON = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "action_id": "p",
            "value": "ev:$",
            "text": {"type": "plain_text", "text": "Evidence"},
        }
    ],
}
BODY = {"text": "Holm said it.", "mrkdwn": False, "blocks": [RICH, BUTTON]}


def delivery(number=7, body=BODY, chat="C1", **more):
    message = Message(body if isinstance(body, str) else json.dumps(body))
    address = Address("slack", chat)
    return replace(
        Delivery(DeliveryId(number), ChannelId(1), address, f"brief:1:{number}", DeliveryKind.BRIEF, message),
        created_at=MADE_AT,
        **more,
    )


def played(scene, *, parent=None, believed_s=0.2, second=0.02):
    """Run a scene with a server and a sender."""

    async def parent_of(_):
        return parent() if callable(parent) else parent

    async def play():
        async with SlackServer(second=second) as server:
            client = build_client(BOT_TOKEN, server.base_url, timeout_s=2.0)
            sender = SlackSender(
                client,
                Pace(faster(SLACK, 50)),
                parent_of=parent_of,
                clock=lambda: datetime.now(UTC),
                updates=Pace(faster(UPDATES, 50)),
                looks=faster(LOOKS, 50),
                believed_s=believed_s,
            )
            try:
                await scene(server, sender)
            finally:
                await close_client(client)

    asyncio.run(play())


def test_a_message_is_sent_without_previews_and_its_buttons_know_their_delivery():
    async def scene(server, sender):
        outcome = await sender.send(delivery())
        (message,) = server.messages("C1")
        assert outcome == Sent(message.ts)
        assert message.words == "Holm said it.\nEvidence"
        assert message.buttons[0]["value"] == "ev:7"
        assert not message.unfurl
        assert message.metadata["event_payload"]["key"] == "brief:1:7"
        assert server.web.complaints == []

    played(scene)


def test_a_part_stands_below_its_first_and_by_itself_when_that_is_gone():
    async def scene(server, sender):
        first = await sender.send(delivery(1))
        known.append(first.remote_id)
        await sender.send(delivery(2, BODY | {"thread": True}))
        server.messages("C1")[0].deleted = True
        outcome = await sender.send(delivery(3, BODY | {"thread": True}))
        assert isinstance(outcome, Sent)
        assert [m.thread_ts for m in server.messages("C1")] == [first.remote_id, ""]

    known = []
    played(scene, parent=lambda: known[0] if known else None)


def test_blocks_that_slack_refuses_go_once_as_plain_text():
    async def scene(server, sender):
        outcome = await sender.send(delivery(body=BODY | {"blocks": [{"type": "nonsense"}]}))
        assert isinstance(outcome, Sent)
        assert [(m.text, m.blocks) for m in server.messages("C1")] == [("Holm said it.", [])]
        outcome = await sender.send(delivery(8, BODY | {"text": "x" * 40_001}))
        assert isinstance(outcome, NotTaken)
        assert outcome.after_s is None
        assert len(server.messages("C1")) == 1

    played(scene)


def test_a_body_that_is_no_json_is_a_text_in_which_nothing_is_markup():
    async def scene(server, sender):
        await sender.send(delivery(body="<!channel> A & B"))
        assert server.messages("C1")[0].text == "&lt;!channel&gt; A &amp; B"
        assert server.web.complaints == []

    played(scene)


def test_an_edit_changes_the_message_and_keeps_what_it_is_found_by():
    async def scene(server, sender):
        sent = await sender.send(delivery())
        edit = delivery(9, BODY | {"text": "Corrected."}, edits=sent.remote_id, kind=DeliveryKind.CORRECTION)
        server.fail("chat.update", Fate.CUT_AFTER)
        assert await sender.send(edit) == NotTaken(
            "Nobody can tell whether Slack took it (ServerDisconnectedError).", 0.0
        )
        assert isinstance(await sender.look_up(edit), NotTaken)
        assert await sender.send(edit) == Sent(sent.remote_id)
        (message,) = server.messages("C1")
        assert message.text == "Corrected."
        assert message.metadata["event_payload"]["delivery"] == 7
        server.messages("C1")[0].deleted = True
        assert (await sender.send(edit)).after_s is None

    played(scene)


@pytest.mark.parametrize(
    ("fate", "found"), [(Fate.CUT_AFTER, Sent), (Fate.CUT_BEFORE, NotTaken), (Fate.INTERNAL, NotTaken)]
)
def test_what_nobody_could_tell_is_found_or_surely_not_there(fate, found):
    async def scene(server, sender):
        server.fail("chat.postMessage", fate)
        assert isinstance(await sender.send(delivery()), Unknown)
        assert isinstance(await sender.look_up(delivery()), found)

    played(scene)


def test_it_is_not_there_is_believed_after_a_while_only():
    """What Slack had begun when the connection broke may still appear."""

    async def scene(server, sender):
        one = delivery()
        server.fail("chat.postMessage", Fate.CUT_BEFORE)
        await sender.send(one)
        looking = asyncio.ensure_future(sender.look_up(one))
        await asyncio.sleep(0.2)
        assert not looking.done()
        late = {"channel": "C1", "text": "x", "metadata": metadata_of(one), "unfurl_links": False}
        server.web.answer("chat.postMessage", late, 0.0)
        assert await looking == Sent(server.messages("C1")[0].ts)

    from bot.channels.slack.search import metadata_of

    played(scene, believed_s=0.6)


def test_a_failure_of_slacks_is_repeated_only_after_a_look():
    async def scene(server, sender):
        server.fail("chat.postMessage", Fate.ERROR_AFTER)
        assert isinstance(await sender.send(delivery()), NotTaken)
        assert await sender.send(delivery()) == Sent(server.messages("C1")[0].ts)
        assert len(server.calls_of("chat.postMessage")) == 1

    played(scene)


def test_without_the_scope_nobody_can_tell_and_a_failure_of_slacks_is_repeated():
    async def scene(server, sender):
        server.web.scopes.discard("channels:history")
        server.fail("chat.postMessage", Fate.ERROR)
        assert isinstance(await sender.send(delivery()), NotTaken)
        assert isinstance(await sender.send(delivery()), Sent)
        server.fail("chat.postMessage", Fate.CUT_AFTER)
        assert isinstance(await sender.send(delivery(8)), Unknown)
        assert await sender.look_up(delivery(8)) is None
        assert len(server.calls_of("conversations.history")) == 1

    played(scene)


def test_slack_that_cannot_be_asked_now_is_asked_again_later():
    async def scene(server, sender):
        server.fail("conversations.history", Fate.UNAVAILABLE)
        assert isinstance(await sender.look_up(delivery()), Unknown)
        assert isinstance(await sender.look_up(delivery()), NotTaken)

    played(scene, believed_s=0.0)


def test_it_is_found_among_many_messages_and_never_taken_for_one_of_an_earlier_database():
    async def scene(server, sender):
        one = delivery()
        await sender.send(one)
        for n in range(450):
            server.web.answer("chat.postMessage", {"channel": "C1", "text": f"{n}"}, 0.0)
        assert await sender.look_up(one) == Sent(server.messages("C1")[0].ts)
        assert len(server.calls_of("conversations.history")) == 3
        same_number = replace(one, created_at=datetime(2026, 1, 1, tzinfo=UTC))
        other = replace(one, created_at=datetime.now(UTC))
        assert isinstance(await sender.look_up(other), NotTaken)
        assert await sender.look_up(same_number) is None

    played(scene, believed_s=0.0)


def test_busy_archived_and_wrong_tokens():
    async def scene(server, sender):
        server.fail("chat.postMessage", Fate.BUSY)
        assert await sender.send(delivery()) == NotTaken("Slack asks to wait (ratelimited).", 0.02)
        assert isinstance(await sender.send(delivery()), Sent)
        server.world.channels["C2"].is_archived = True
        assert isinstance(await sender.send(delivery(8, chat="C2")), Gone)
        server.tokens.clear()
        outcome = await sender.send(delivery(9))
        assert isinstance(outcome, NotTaken)
        assert outcome.after_s == 600.0

    played(scene)


def test_what_is_cancelled_before_its_turn_was_surely_not_sent():
    async def scene(server, sender):
        sender._pace.hold("C1", 1.0)
        sending = asyncio.ensure_future(sender.send(delivery()))
        await asyncio.sleep(0.05)
        sending.cancel()
        assert isinstance(await sending, NotTaken)
        assert server.calls == []

    played(scene)


def test_with_many_looks_to_be_made_each_is_made_when_it_can_be_believed():
    async def scene(server, sender):
        many = [delivery(n, chat=f"C{n}") for n in range(20, 90)]
        for one in many:
            server.channel(one.address.chat)
            server.fail("chat.postMessage", Fate.CUT_AFTER, channel=one.address.chat)
        assert {type(o) for o in await asyncio.gather(*map(sender.send, many))} == {Unknown}
        found = await asyncio.gather(*map(sender.look_up, many))
        assert found == [Sent(server.messages(one.address.chat)[0].ts) for one in many]
        assert len(server.calls_of("conversations.history")) == 70
        assert server.rates.violations == []

    played(scene)


def test_where_slack_hides_metadata_a_message_is_known_by_its_words():
    """To send twice would be worse than to take one note for another."""
    sent = delivery()
    words = json.loads(sent.message.body)["text"]
    assert _among([{"ts": "1.1", "bot_id": "B1", "text": words}], sent, 1.0) == Sent("1.1")
    assert _among([{"ts": "1.1", "user": "U1", "text": words}], sent, 1.0) is None
    other = {"event_type": EVENT_TYPE, "event_payload": {"delivery": 8}}
    assert _among([{"ts": "1.1", "bot_id": "B1", "text": words, "metadata": other}], sent, 1.0) is None


def test_where_slack_hides_metadata_yesterdays_message_of_the_same_words_is_not_todays():
    async def scene(server, sender):
        now = datetime.now(UTC)
        old = replace(delivery(), created_at=now - timedelta(days=1))
        for ago_s in (24 * 3600, 2):
            server.web.answer("chat.postMessage", {"channel": "C1", "text": BODY["text"]}, 0.0)
            server.messages("C1")[-1].ts = f"{now.timestamp() - ago_s:.6f}"
        yesterday, today = server.messages("C1")
        assert await sender.look_up(replace(delivery(), created_at=now)) == Sent(today.ts)
        assert isinstance(await sender.look_up(old), Sent)
        server.messages("C1")[-1].deleted = True
        assert isinstance(await sender.look_up(replace(delivery(), created_at=now)), NotTaken)
        assert await sender.look_up(old) == Sent(yesterday.ts)

    played(scene, believed_s=0.0)


def test_a_long_wait_that_slack_asks_for_is_slept_through_by_nobody():
    """Neither by the one who was told, nor by those in the queue, nor by those who come later."""

    async def scene(server, sender):
        many = [delivery(n, chat="C1") for n in range(20, 90)]
        server.fates.chance = lambda call: Fate.BUSY
        async with asyncio.timeout(3):
            found = await asyncio.gather(*(sender.look_up(one) for one in many))
            calls = len(server.calls_of("conversations.history"))
            found.append(await sender.look_up(delivery()))
        assert {type(one) for one in found} == {Unknown}
        assert len(server.calls_of("conversations.history")) == calls <= 50

    played(scene, believed_s=0.0, second=3600.0)


def test_edits_keep_the_limit_of_their_method_and_leave_channels_alone():
    """Fifty a minute for the workspace, however many channels: the rest waits or is put back."""

    async def scene(server, sender):
        sent = await sender.send(delivery())
        edit = delivery(edits=sent.remote_id, kind=DeliveryKind.CORRECTION)
        many = [replace(edit, id=DeliveryId(n)) for n in range(100, 300)]
        tries = [asyncio.ensure_future(sender.send(one)) for one in many]
        done, waiting = await asyncio.wait(tries, timeout=0.9)
        outcomes = [task.result() for task in done]
        assert outcomes.count(sent) == len(server.calls_of("chat.update")) == 50
        assert {o.reason for o in outcomes if o != sent} == {EDITS_HELD}
        assert 0 < len(waiting) <= 32
        assert isinstance(await sender.send(delivery(8)), Sent)
        await asyncio.gather(*tries)
        assert server.rates.violations == []

    played(scene)


def test_a_busy_edit_holds_its_method_and_not_its_channel():
    async def scene(server, sender):
        sent = await sender.send(delivery())
        server.fail("chat.update", Fate.BUSY)
        edit = delivery(9, edits=sent.remote_id, kind=DeliveryKind.CORRECTION)
        assert isinstance(await sender.send(edit), NotTaken)
        assert sender._updates.held_s("chat.update") > 0
        assert sender._pace.held_s("C1") == 0
        await asyncio.sleep(0.03)
        assert await sender.send(edit) == sent

    played(scene)


@pytest.mark.parametrize("fate", [Fate.ERROR_AFTER, Fate.ERROR])
def test_another_process_looks_before_it_repeats_what_this_one_tried(fate):
    async def scene(server, sender):
        server.fail("chat.postMessage", fate)
        assert isinstance(await sender.send(delivery(attempts=1)), NotTaken)
        later = SlackSender(
            sender._client,
            Pace(faster(SLACK, 50)),
            parent_of=sender._parent_of,
            clock=lambda: datetime.now(UTC),
            believed_s=0.1,
        )
        assert isinstance(await later.send(delivery(attempts=2)), Sent)
        assert len(server.messages("C1")) == 1

    played(scene)


def test_what_this_process_knows_was_not_taken_is_repeated_without_a_look():
    async def scene(server, sender):
        server.fail("chat.postMessage", Fate.BUSY)
        assert isinstance(await sender.send(delivery(attempts=1)), NotTaken)
        assert isinstance(await sender.send(delivery(attempts=2)), Sent)
        assert server.calls_of("conversations.history") == []

    played(scene)
