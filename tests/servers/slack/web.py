"""The methods of the Web API that a news bot may call, as strict as Slack's."""

import json
from typing import Any

from .checks import MAX_TEXT, MAX_TOTAL, check_blocks, check_text, check_view
from .world import APP, BOT, BOT_USER, TEAM, Channel, Posted, View, World

Json = dict[str, Any]

# Any one of the scopes will do.
SCOPES = {
    "chat.postMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.delete": ("chat:write",),
    "conversations.info": ("channels:read", "groups:read", "im:read"),
    "conversations.list": ("channels:read", "groups:read"),
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.join": ("channels:join",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.conversations": ("channels:read", "groups:read"),
    "reactions.add": ("reactions:write",),
    "files.info": ("files:read",),
}
HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
# What no method needs, but events and commands.
HEARING = frozenset({"commands", "app_mentions:read"})
ALL_SCOPES = (
    frozenset(s for several in SCOPES.values() for s in several) | frozenset(HISTORY.values()) | HEARING
)


class SlackError(Exception):
    """The answer is an error; the code is Slack's."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.body = {"ok": False, "error": code, **more}


class Web:
    """Answers calls on a world.

    Attributes:
        scopes: Of the bot's token.
        complaints: What was taken and should not have been written.
        metadata_readable: Whether history shows the metadata of messages.
        lacking: Methods that this server does not know.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.scopes = set(ALL_SCOPES)
        self.complaints: list[str] = []
        self.triggers: dict[str, tuple[float, str]] = {}
        self.trigger_s = 3.0
        self.metadata_readable = True
        self.lacking: frozenset[str] = frozenset()

    def answer(self, method: str, args: Json, now: float) -> Json:
        """What Slack answers.

        Raises:
            SlackError: It refuses.
        """
        handler = getattr(self, method.replace(".", "_"), None)
        if handler is None or method in self.lacking:
            raise SlackError("unknown_method", req_method=method)
        needed = SCOPES.get(method, ())
        if needed and not self.scopes & set(needed):
            raise SlackError("missing_scope", needed=",".join(needed), provided=",".join(sorted(self.scopes)))
        return {"ok": True, **handler(args, now)}

    # What was said

    def chat_postMessage(self, args: Json, now: float) -> Json:  # noqa: N802
        channel = self._channel(args, write=True)
        parent = str(args.get("thread_ts") or "")
        if parent:
            found = self.world.find(channel.id, parent)
            if found is None:
                raise SlackError("thread_not_found")
            parent = found.thread_ts or parent  # a reply to a reply lands in the same thread
        text, blocks = self._content(args)
        unfurl = args.get("unfurl_links") is not False or args.get("unfurl_media") is not False
        if unfurl and "http" in f"{text}{json.dumps(blocks)}":
            self.complaints.append(f"links unfurl: {text[:60]!r}")
        message = Posted(
            ts=self.world.ts(),
            channel=channel.id,
            user=BOT_USER,
            text=text,
            blocks=blocks,
            thread_ts=parent,
            metadata=self._metadata(args),
            unfurl=unfurl,
            versions=[text],
            arguments=args,
        )
        self.world.posted.append(message)
        return {"channel": channel.id, "ts": message.ts, "message": message.json()}

    def chat_postEphemeral(self, args: Json, now: float) -> Json:  # noqa: N802
        channel = self._channel(args, write=True)
        user = str(args.get("user") or "")
        if user not in channel.members:
            raise SlackError("user_not_in_channel")
        text, blocks = self._content(args)
        message = Posted(
            ts=self.world.ts(),
            channel=channel.id,
            user=BOT_USER,
            text=text,
            blocks=blocks,
            thread_ts=str(args.get("thread_ts") or ""),
            seen_by=user,
            versions=[text],
            arguments=args,
        )
        self.world.posted.append(message)
        return {"message_ts": message.ts}

    def chat_update(self, args: Json, now: float) -> Json:
        channel = self._channel(args, write=True)
        message = self.world.find(channel.id, str(args.get("ts") or ""))
        if message is None:
            raise SlackError("message_not_found")
        if not message.by_bot:
            raise SlackError("cant_update_message")
        # Slack drops the blocks of a message whose text alone is updated.
        message.text, message.blocks = self._content(args)
        message.metadata = self._metadata(args) or message.metadata
        message.edited = True
        message.versions.append(message.text)
        return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.json()}

    def chat_delete(self, args: Json, now: float) -> Json:
        channel = self._channel(args, write=True)
        message = self.world.find(channel.id, str(args.get("ts") or ""))
        if message is None:
            raise SlackError("message_not_found")
        if not message.by_bot:
            raise SlackError("cant_delete_message")
        message.deleted = True
        return {"channel": channel.id, "ts": message.ts}

    def chat_getPermalink(self, args: Json, now: float) -> Json:  # noqa: N802
        channel = self._channel(args)
        if self.world.find(channel.id, str(args.get("message_ts"))) is None:
            raise SlackError("message_not_found")
        link = f"https://newsdesk.slack.com/archives/{channel.id}/p{str(args['message_ts']).replace('.', '')}"
        return {"channel": channel.id, "permalink": link}

    def reactions_add(self, args: Json, now: float) -> Json:
        channel = self._channel(args)
        if self.world.find(channel.id, str(args.get("timestamp"))) is None:
            raise SlackError("message_not_found")
        return {}

    # Conversations

    def conversations_info(self, args: Json, now: float) -> Json:
        return {"channel": self._channel(args).json()}

    def conversations_list(self, args: Json, now: float) -> Json:
        kinds = set(str(args.get("types") or "public_channel").split(","))
        shown = [c for c in self.world.channels.values() if self._visible(c) and _type(c) in kinds]
        if _true(args.get("exclude_archived")):
            shown = [c for c in shown if not c.is_archived]
        return _page([c.json() for c in shown], "channels", args)

    def users_conversations(self, args: Json, now: float) -> Json:
        kinds = set(str(args.get("types") or "public_channel").split(","))
        user = str(args.get("user") or BOT_USER)
        shown = [c for c in self.world.channels.values() if self._visible(c) and _type(c) in kinds]
        return _page([c.json() for c in shown if user in c.members], "channels", args)

    def conversations_members(self, args: Json, now: float) -> Json:
        return _page(sorted(self._channel(args).members), "members", args)

    def conversations_open(self, args: Json, now: float) -> Json:
        users = str(args.get("users") or "").split(",")
        if len(users) != 1 or users[0] not in self.world.users:
            raise SlackError("user_not_found")
        if self.world.users[users[0]].is_bot:
            raise SlackError("cannot_dm_bot")
        return {"channel": self.world.im_of(users[0]).json()}

    def conversations_join(self, args: Json, now: float) -> Json:
        channel = self._channel(args)
        channel.members.add(BOT_USER)
        return {"channel": channel.json()}

    def conversations_history(self, args: Json, now: float) -> Json:
        channel = self._readable(args)
        shown = [p for p in self._shown(channel, args) if not p.thread_ts or p.thread_ts == p.ts]
        return self._messages(list(reversed(shown)), args)

    def conversations_replies(self, args: Json, now: float) -> Json:
        channel = self._readable(args)
        parent = str(args.get("ts") or "")
        if self.world.find(channel.id, parent) is None:
            raise SlackError("thread_not_found")
        shown = [p for p in self._shown(channel, args) if parent in {p.ts, p.thread_ts}]
        return self._messages(shown, args)

    # People

    def auth_test(self, args: Json, now: float) -> Json:
        return {
            "url": "https://newsdesk.slack.com/",
            "team": "Newsdesk",
            "user": "newsdesk",
            "team_id": TEAM,
            "user_id": BOT_USER,
            "bot_id": BOT,
            "is_enterprise_install": False,
        }

    def bots_info(self, args: Json, now: float) -> Json:
        return {"bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": "newsdesk"}}

    def team_info(self, args: Json, now: float) -> Json:
        return {"team": {"id": TEAM, "name": "Newsdesk", "domain": "newsdesk"}}

    def users_info(self, args: Json, now: float) -> Json:
        user = self.world.users.get(str(args.get("user") or ""))
        if user is None:
            raise SlackError("user_not_found")
        body = user.json()
        if not _true(args.get("include_locale")):
            del body["locale"]
        return {"user": body}

    def users_list(self, args: Json, now: float) -> Json:
        return _page([u.json() for u in self.world.users.values()], "members", args)

    def files_info(self, args: Json, now: float) -> Json:
        files = [f for p in self.world.posted for f in p.files if f["id"] == args.get("file")]
        if not files:
            raise SlackError("file_not_found")
        return {"file": files[0]}

    # Views

    def views_open(self, args: Json, now: float) -> Json:
        user = self._pull(args, now)
        return {"view": self._new_view(args, user).json()}

    def views_push(self, args: Json, now: float) -> Json:
        user = self._pull(args, now)
        return {"view": self._new_view(args, user).json()}

    def views_update(self, args: Json, now: float) -> Json:
        found = self.world.views.get(str(args.get("view_id") or ""))
        if found is None:
            raise SlackError("not_found")
        if args.get("hash") and args["hash"] != found.hash:
            raise SlackError("hash_conflict")
        found.body = self._checked(args)
        found.hash = f"{now}.{self.world.number()}"
        return {"view": found.json()}

    def views_publish(self, args: Json, now: float) -> Json:
        user = str(args.get("user_id") or "")
        if user not in self.world.users:
            raise SlackError("invalid_arguments")
        old = self.world.homes.get(user)
        if args.get("hash") and old is not None and args["hash"] != old.hash:
            raise SlackError("hash_conflict")
        body = self._checked(args)
        if body["type"] != "home":
            raise SlackError("invalid_arguments")
        view = View(old.id if old else f"VH{user}", user, body, f"{now}.{self.world.number()}")
        self.world.homes[user] = view
        return {"view": view.json()}

    # Parts

    def _channel(self, args: Json, *, write: bool = False) -> Channel:
        wanted = str(args.get("channel") or "")
        if write and wanted in self.world.users:  # posting to a person opens the direct messages
            return self.world.im_of(wanted)
        channel = self.world.channels.get(wanted)
        if channel is None or not self._visible(channel):
            raise SlackError("channel_not_found")
        if write and channel.is_archived:
            raise SlackError("is_archived")
        if write and BOT_USER not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def _visible(self, channel: Channel) -> bool:
        return BOT_USER in channel.members or not (channel.is_private or channel.is_im)

    def _readable(self, args: Json) -> Channel:
        channel = self._channel(args)
        needed = HISTORY[channel.kind]
        if needed not in self.scopes:
            raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(self.scopes)))
        if BOT_USER not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def _shown(self, channel: Channel, args: Json) -> list[Posted]:
        oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or 1e12)
        inclusive = _true(args.get("inclusive"))
        return [
            p
            for p in self.world.posted
            if p.channel == channel.id
            and not p.deleted
            and not p.seen_by
            and (oldest < float(p.ts) < latest or (inclusive and float(p.ts) in {oldest, latest}))
        ]

    def _messages(self, shown: list[Posted], args: Json) -> Json:
        wanted = _true(args.get("include_all_metadata")) and self.metadata_readable
        page = _page([p.json(metadata=wanted) for p in shown], "messages", args, default=100, at_most=999)
        return {**page, "has_more": bool(page["response_metadata"]["next_cursor"])}

    def _content(self, args: Json) -> tuple[str, list[Json]]:
        text = args.get("text")
        text = "" if text is None else text
        blocks = args.get("blocks") or []
        if not isinstance(text, str):
            raise SlackError("invalid_arguments")
        if not text and not blocks:
            raise SlackError("no_text")
        if len(text) > MAX_TEXT:
            raise SlackError("msg_too_long")
        check = check_blocks(blocks)
        if check.errors:
            messages = {"messages": check.errors}
            raise SlackError("invalid_blocks", errors=check.errors, response_metadata=messages)
        if check.chars > MAX_TOTAL:
            raise SlackError("msg_blocks_too_long")
        self.complaints += [*check.complaints, *check_text(text)]
        if not text:
            self.complaints.append("blocks without text: notifications and screen readers have nothing")
        return text, [{"block_id": f"b{n}", **b} for n, b in enumerate(blocks)]

    def _metadata(self, args: Json) -> Json | None:
        metadata = args.get("metadata")
        if metadata is None:
            return None
        if not isinstance(metadata, dict) or set(metadata) - {"event_type", "event_payload", "entities"}:
            raise SlackError("invalid_metadata_format")
        if not isinstance(metadata.get("event_type"), str) or not isinstance(
            metadata.get("event_payload"), dict
        ):
            raise SlackError("invalid_metadata_schema")
        if any(not isinstance(v, str | int | bool | list) for v in metadata["event_payload"].values()):
            raise SlackError("invalid_metadata_schema")
        if len(json.dumps(metadata)) > 15_000:
            raise SlackError("metadata_too_large")
        return metadata

    def _pull(self, args: Json, now: float) -> str:
        """Use a trigger: once, and soon."""
        made_at, user = self.triggers.pop(str(args.get("trigger_id") or ""), (None, ""))
        if made_at is None:
            raise SlackError("invalid_trigger_id")
        if now - made_at > self.trigger_s:
            raise SlackError("expired_trigger_id")
        return user

    def _checked(self, args: Json) -> Json:
        view = args.get("view")
        check = check_view(view)
        if check.errors or not isinstance(view, dict):
            messages = {"messages": check.errors}
            raise SlackError("invalid_arguments", response_metadata=messages)
        self.complaints += check.complaints
        return {**view, "blocks": [{"block_id": f"b{n}", **b} for n, b in enumerate(view["blocks"])]}

    def _new_view(self, args: Json, user: str) -> View:
        body = self._checked(args)
        if body["type"] != "modal":
            raise SlackError("invalid_arguments")
        view = View(f"V{self.world.number()}", user, body, f"h{self.world.number()}")
        self.world.views[view.id] = view
        return view


def _type(channel: Channel) -> str:
    return "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"


def _true(value: Any) -> bool:
    return value in {True, "1", "true", "True"}


def _page(rows: list[Any], name: str, args: Json, *, default: int = 100, at_most: int = 1000) -> Json:
    start = int(args.get("cursor") or 0)
    limit = min(int(args.get("limit") or default), at_most)
    more = start + limit < len(rows)
    return {
        name: rows[start : start + limit],
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }
