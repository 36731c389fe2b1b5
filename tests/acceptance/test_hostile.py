"""Events of shapes that no honest server sends: none stops anything, and what is honest is answered."""

from __future__ import annotations

import json

from .chat_proofs import (
    SECRET_HEADER,
    WEBHOOK_SECRET,
    by_http,
    free_port,
    idle,
    played,
    posted,
    slack_events,
    told,
)

BIDI = "\u202eevil\u2066\u200b\u0000\ud83d\ude00"
TAGS = '<b>&<script>alert(1)</script></b><a href="https://evil.example">'


def hostile_messages(chat, user):
    """Telegram's updates as no honest server sends them; each from a chat of its own, so that none waits."""
    plain = {"message_id": 9_000, "date": 1, "chat": chat.json(), "from": user.json()}
    yield from ({}, [], None, 7, "text", {"chat": None}, {"message_id": 1}, {"date": 1, "chat": chat.json()})
    yield from (
        plain | {"text": text}
        for text in (None, 7, [], {}, True, "", " ", "\x00", "\ud800", BIDI, "x" * 100_000)
    )
    yield from (
        plain | {"text": "/start", "date": date} for date in (-(10**12), 10**20, None, "now", [], 1e308)
    )
    yield from (
        plain | {"text": "/start", "chat": here}
        for here in ({}, {"id": None}, {"id": "x"}, 5, [], {"id": 10**30})
    )
    yield from (
        plain | {"text": "/start", "from": who} for who in ({}, None, 5, [], {"id": None}, {"id": "\ud800"})
    )
    yield from (plain | {"text": "/start", "sender_chat": c} for c in ({}, 5, "x", {"id": {}}))
    yield from (plain | {"text": "/start", "message_id": n} for n in (None, "x", -1, 10**30))
    entities = (
        5,
        [5],
        [{}],
        [{"type": "bot_command"}],
        [{"type": "mention", "offset": -5, "length": 10**9}],
        [None],
    )
    yield from (plain | {"text": "@newsdesk_bot hello", "entities": e} for e in entities)
    yield from (
        plain | {"text": "/start", "reply_to_message": q} for q in (5, {}, {"from": 5}, {"message_id": {}}, [1])
    )
    yield from (
        plain | {"caption": "x", "document": d}
        for d in (5, {}, {"file_id": 5}, {"file_id": "F", "file_size": "x"})
    )
    yield from (plain | {"migrate_to_chat_id": m} for m in ("x", -1, {}))
    yield plain | {
        "text": "/start",
        "from": user.json() | {"first_name": TAGS + BIDI, "language_code": "\ud800" * 40},
    }
    yield plain | {"text": "/start@newsdesk_bot", "chat": chat.json() | {"title": TAGS * 20 + BIDI}}
    yield plain | {"text": "/start", "is_topic_message": True, "message_thread_id": "x"}


def hostile_updates(chat, user):
    for message in hostile_messages(chat, user):
        yield {"message": message}
    for query in (5, {}, {"id": "1"}, {"id": 1, "from": 5, "message": 5, "data": 5}, {"message": {"chat": {}}}):
        yield {"callback_query": query}
    for change in (5, {}, {"chat": 5}, {"chat": chat.json(), "new_chat_member": 5}):
        yield {"my_chat_member": change}
    yield from ({"edited_message": {}}, {"channel_post": {"chat": 5}}, {}, {"message": {"a": [[[[[]]]]]}})


def hostile_events(ts):
    """Slack's, the same."""
    plain = {"type": "message", "channel": "D0U1", "channel_type": "im", "user": "U1", "ts": ts, "text": "help"}
    yield from ([], "text", {}, {"type": None}, {"type": []}, {"type": "app_mention"})
    for key in ("channel", "user", "ts", "text", "blocks", "files", "thread_ts", "subtype", "parent_user_id"):
        for value in (None, 5, [], {}, [5], {"id": 5}, True, "\ud800", "\x00" + BIDI):
            yield plain | {key: value}
    yield plain | {"text": "x" * 100_000}
    yield plain | {"text": f"{TAGS} <!channel> <@U0BOT> {BIDI}"}
    yield from (
        {"type": t} for t in ("app_home_opened", "member_joined_channel", "channel_left", "channel_id_changed")
    )
    yield from (
        {"type": t, "user": [], "channel": {}}
        for t in ("app_home_opened", "member_joined_channel", "channel_left")
    )


def test_events_of_hostile_shapes_stop_nothing(tmp_path):
    port = free_port()

    async def scene(desk):
        server = desk.telegram
        ann = server.world.user("Ann")
        chat, group = server.world.private(ann), server.world.supergroup("Press", [ann])
        await desk.start()
        await desk.until(lambda: told(desk, "telegram_webhook_set") and told(desk, "slack_listening"))
        desk.slack.http = slack_events(port)
        statuses = await _telegram(group, ann)
        assert set(statuses) <= {200}, "what is refused comes again for ever"
        assert await _slack(desk) == []
        await idle(desk, tmp_path)
        assert not told(desk, "Traceback")
        assert not told(desk, "http_request_failed")
        assert not [m for m in server.sent if "<script" in str(m.params.get("text"))]
        assert not desk.slack.web.complaints
        server.say(chat, ann, "/start")
        await server.expect(chat, "/subscribe")
        assert (await desk.slack.slash("C1", "U1", "start")).acked
        await desk.slack.expect("C1", "who said what")
        assert "x" * 1000 not in desk.log

    async def _telegram(group, ann):
        headers, found = {SECRET_HEADER: WEBHOOK_SECRET}, []
        for number, update in enumerate(hostile_updates(group, ann), 800_000):
            message = update.get("message")
            if isinstance(message, dict) and message.get("chat") == group.json():
                message["chat"] = group.json() | {"id": -number}
            body = json.dumps({"update_id": number, **update})
            found.append(await posted(f"http://127.0.0.1:{port}/telegram/hook", body, headers))
            assert found[-1] == 200, update
        return found

    async def _slack(desk):
        http, found = desk.slack.http, []
        for number, event in enumerate(hostile_events(desk.slack.world.ts())):
            if isinstance(event, dict) and event.get("channel") == "D0U1":
                event["channel"] = f"D0H{number}"
            body = {
                "type": "event_callback",
                "event_id": f"EvH{number}",
                "event": event,
                "team_id": "T0NEWSDESK",
            }
            found.append(((await http.deliver("events_api", body))[0], event))
        shapes = ({}, {"type": "block_actions"}, {"type": "view_submission", "view": {}}, {"type": 5})
        shapes += ({"type": "block_actions", "actions": [5], "user": 5}, {"type": "shortcut", "user": "U1"})
        found += [((await http.deliver("interactive", body))[0], body) for body in shapes]
        return [(status, body) for status, body in found if status not in {200, 400}]

    more = {"NEWSDESK_USER_LIMIT": "1000", "NEWSDESK_CHAT_LIMIT": "1000"}
    played(scene, tmp_path, **by_http(port), **more)
